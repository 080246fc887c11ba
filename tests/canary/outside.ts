/**
 * Whoever Hubward sends something to: a mail server, a webhook, a chat. Each is given a canary to be
 * reached by, is told something, and all that arrives is kept.
 */
import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { createChannel, setChannelRoutes } from '../../src/application/notice/channels.ts'
import { raiseNotice } from '../../src/application/notice/raise-notice.ts'
import { testChannel } from '../../src/application/notice/test-channel.ts'
import { redacted } from '../../src/domain/redacted.ts'
import type { App } from '../support/app.ts'
import { mailServer, type MailServer } from '../support/mail-server.ts'
import { webhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'
import type { Haystack } from './haystack.ts'
import { ADMIN, type Canaries } from './seed.ts'

export interface Outside {
  readonly mail: MailServer
  readonly hooks: WebhookReceiver
  close(): Promise<void>
}

/** With whatever an encoding could stumble over. */
const password = (): string => `p&ss "w/rd"+=${randomBytes(12).toString('hex')}`
const path = (): string => `/services/${randomBytes(18).toString('hex')}`

export async function openOutside(canaries: Canaries): Promise<Outside> {
  const account = { user: 'hubward', password: password() }
  canaries['the password of the mail server'] = account.password
  const mail = await mailServer({ security: 'starttls', account })
  const hooks = await webhookReceiver()
  return {
    mail,
    hooks,
    async close() {
      await mail.close()
      await hooks.close()
    },
  }
}

const KIND = 'connection.needs_reauth'

/** Every channel there is, each told of a connection; then the test that an admin sends. */
export async function throughNotices(
  { operator }: App,
  { mail, hooks }: Outside,
  hay: Haystack,
  canaries: Canaries,
): Promise<void> {
  await createChannel(operator, {
    kind: 'email',
    name: 'Mail',
    settings: {
      host: '127.0.0.1',
      port: mail.port,
      security: 'starttls',
      user: 'hubward',
      from: 'hubward@example.com',
    },
    password: redacted(canaries['the password of the mail server'] ?? ''),
  })
  for (const kind of ['slack', 'teams', 'webhook'] as const) {
    const secret = path()
    const url = redacted(hooks.url + secret)
    const { signingKey } = await createChannel(operator, { kind, name: kind, url })
    canaries[`the address of ${kind}`] = secret
    if (signingKey) canaries['the key that signs webhooks'] = signingKey.reveal()
    const routes = [{ kind: KIND, pace: 'immediately' as const }]
    await setChannelRoutes(operator, { channel: kind, routes })
  }
  const [main] = await operator.store.read.connections.list()
  const facts = { connectionId: main?.id ?? '' }
  await operator.store.aside((tx) => raiseNotice(tx, operator, { kind: KIND, facts }))
  for (const channel of ['slack', 'teams', 'webhook']) await testChannel(operator, { channel })
  await testChannel(operator, { channel: 'Mail', to: ADMIN })
  // By every channel the notice and the test.
  await expect.poll(() => hooks.posts.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(6)
  await expect.poll(() => mail.mails.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2)
  for (const { raw } of mail.mails) hay.add('e-mail: whole', raw)
  for (const { body, headers } of hooks.posts)
    hay.add('webhook: head and body', `${JSON.stringify(headers)}\n${body}`)
}
