import { afterAll, beforeAll, expect, it } from 'vitest'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { createMember } from '../access/create-member.ts'
import { markNeedsReauth } from '../connection/needs-reauth.ts'
import type { Context } from '../context.ts'
import { raiseNotice } from './raise-notice.ts'
import { sweepNotices } from './sweep-notices.ts'

let organisation: TestOrganisation
const ids: Record<string, string> = {}

beforeAll(async () => {
  organisation = await testOrganisation()
  for (const role of ['admin', 'operator', 'auditor', 'member'] as const) {
    const member = await createMember(organisation.operator, {
      name: role,
      email: `${role}@example.com`,
      role,
    })
    ids[role] = member.id
  }
})
afterAll(() => organisation.close())

const unread = (who: string) => organisation.services.store.read.notices.unread(ids[who] ?? '')

it('a connection that must be reconnected tells those who keep it going, and nobody else', async () => {
  const { services } = organisation
  const connection = await organisation.connect('sales')
  await markNeedsReauth(services, connection.id, 'The token was revoked.')
  const [entry] = await services.store.read.notices.inbox(ids['admin'] ?? '', { limit: 10 })
  expect(entry).toMatchObject({
    kind: 'connection.needs_reauth',
    facts: { connectionId: connection.id },
    links: [`/connections/${connection.id}`],
    readAt: null,
  })
  expect(await Promise.all(['admin', 'operator', 'auditor', 'member'].map(unread))).toEqual([
    1, 1, 0, 0,
  ])
})

it('a change that fails has told nobody', async () => {
  const { services } = organisation
  const connectionId = (await organisation.connect('marketing')).id
  const before = await unread('admin')
  const failing = services.store.transaction(async (tx) => {
    await raiseNotice(tx, services, { kind: 'connection.needs_reauth', facts: { connectionId } })
    throw new Error('the change failed')
  })
  await expect(failing).rejects.toThrow('the change failed')
  expect(await unread('admin')).toBe(before)
})

it('who asked for something is told whatever their role', async () => {
  const { services } = organisation
  const connectionId = (await organisation.connect('service')).id
  await services.store.aside((tx) =>
    raiseNotice(tx, services, {
      kind: 'connection.needs_reauth',
      facts: { connectionId },
      alsoTo: [ids['member'] ?? ''],
    }),
  )
  expect(await unread('member')).toBe(1)
})

it('a label has no way into a notice', async () => {
  const { services } = organisation
  const raising = services.store.aside((tx) =>
    raiseNotice(tx, services, {
      kind: 'connection.needs_reauth',
      facts: { connectionId: 'Sales of the North' },
    }),
  )
  await expect(raising).rejects.toThrow(RangeError)
})

it('what is older than a season is removed, by the job and in the audit', async () => {
  const job: Context = {
    ...organisation.services,
    actor: { kind: 'job', name: 'notice.sweep' },
    door: 'system',
  }
  expect(await sweepNotices(job)).toBe(0)
  organisation.clock.now = new Date(organisation.clock.now.getTime() + 91 * 86_400_000)
  expect(await sweepNotices(job)).toBe(2)
  expect(await unread('admin')).toBe(0)
  expect((await organisation.events()).at(-1)?.event).toMatchObject({
    action: 'notice.sweep',
    door: 'system',
    principalId: null,
    principalName: 'job notice.sweep',
  })
})
