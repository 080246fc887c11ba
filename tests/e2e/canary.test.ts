/**
 * Promise 1 of the design: a secret leaves the vault only towards HubSpot. Canaries are seeded as
 * every kind of secret that Hubward holds, the product is used and misused, and then everything
 * that it wrote or answered is searched for them, in clear and encoded.
 */
import type { FaultEffect } from '../../emulator/faults/board.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKey } from '../../src/application/access/create-key.ts'
import { connectPortal } from '../../src/application/connection/connect-portal.ts'
import { replaceCredential } from '../../src/application/connection/replace-credential.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { product, type Product } from '../support/product.ts'

const CANARY = 'pat-na1-ca9a9900-dead-4bad-8bad-c0ffee00beef'
const logged: string[] = []
const answered: string[] = []
let world: Product

beforeAll(async () => {
  world = await product({
    log: (line) => logged.push(line),
    portal: {
      tokens: [{ token: CANARY, kind: 'private_app', scopes: ['crm.objects.contacts.read'] }],
    },
  })
})
afterAll(() => world.close())

async function ask(path: string, init: RequestInit = {}): Promise<void> {
  const answer = await fetch(world.urls[0] + path, init)
  answered.push(JSON.stringify([...answer.headers]), await answer.text())
}

it('no secret is in a log, an answer or the database after use and misuse of every door', async () => {
  const member = await world.member('canary', ['contacts:read', 'contacts:write'])
  const spare = await createKey(world.admin, {
    principal: member.email,
    name: 'x',
    expiresAt: null,
  })
  const auth = { authorization: `Bearer ${member.key}` }
  const admin = { authorization: `Bearer ${world.adminKey}`, 'content-type': 'application/json' }
  const contacts = '/hubspot/main/crm/v3/objects/contacts'
  await ask(`${contacts}?limit=2`, { headers: auth })
  await ask(`${contacts}/nothing`, { headers: auth })
  await ask('/hubspot/main/oauth/v1/access-tokens/x', { headers: auth })
  await ask(`${contacts}/${CANARY}`, { headers: auth })
  await ask(contacts, { headers: { authorization: `Bearer ${CANARY}` } })
  for (const status of [401, 403, 500])
    await withFault({ kind: 'status', status, message: `bad token ${CANARY}` }, () =>
      ask(contacts, { headers: auth }),
    )
  await withFault({ kind: 'reset', when: 'before' }, () => ask(contacts, { headers: auth }))
  await withFault({ kind: 'torn-body' }, () =>
    ask(contacts, { headers: auth }).catch(() => undefined),
  )
  for (const token of [`${CANARY}x`, `Bearer ${CANARY}`, `"${CANARY}"`, CANARY.slice(0, 20)])
    await ask('/api/v1/connections', {
      method: 'POST',
      headers: admin,
      body: JSON.stringify({ title: 'Again', kind: 'service_key', token }),
    })
  await ask('/api/v1/connections', { headers: admin, method: 'POST', body: `{"token":"${CANARY}"` })
  await ask('/api/v1/connections/main', { headers: admin })
  await ask('/api/v1/organisation/export', { headers: admin })
  await ask('/api/v1/audit/export', { headers: admin })
  await ask('/metrics', { headers: admin })
  await ask('/mcp', {
    method: 'POST',
    headers: { ...auth, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  })
  await replaceCredential(world.admin, {
    connection: 'main',
    kind: 'private_app',
    secrets: { token: redacted(CANARY) },
  })
  await connectPortal(world.admin, {
    title: 'Other',
    kind: 'private_app',
    secrets: { token: redacted(CANARY) },
  })

  const written = await everythingInTheDatabase()
  const clientKeys = [member.key, spare.text.reveal(), world.adminKey]
  expect(found(CANARY, [...logged, ...written])).toEqual([])
  // The caller's own words may come back to the caller (a path, a pasted token's name), never ours.
  const ours = answered.filter((text) => !text.includes(`contacts/${CANARY}`))
  expect(found(CANARY, ours)).toEqual([])
  for (const key of [...clientKeys, world.masterKey])
    expect(found(key, [...logged, ...written, ...answered])).toEqual([])
  expect(logged.length).toBeGreaterThan(0)
  expect(written.length).toBeGreaterThan(10)
})

async function withFault(effect: FaultEffect, work: () => Promise<void>): Promise<void> {
  const id = world.portal.faults.set({ effect })
  await work()
  world.portal.faults.clear(id)
}

/** Every form in which the secret could hide, as far as a search for text can see. */
function found(secret: string, texts: readonly string[]): string[] {
  const bytes = Buffer.from(secret)
  const needles = [
    secret,
    encodeURIComponent(secret),
    bytes.toString('hex'),
    ...[0, 1, 2].map((offset) =>
      Buffer.concat([Buffer.alloc(offset), bytes])
        .toString('base64')
        .slice(offset + 1, -4),
    ),
  ]
  return texts.filter((text) => needles.some((needle) => text.includes(needle)))
}

/** Every row of every table as text; `bytea` comes in hex. */
async function everythingInTheDatabase(): Promise<string[]> {
  const tables = await world.pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const rows: string[] = []
  for (const { name } of tables.rows) {
    const table = await world.pool.query<{ text: string }>(`select t::text as text from ${name} t`)
    for (const { text } of table.rows) rows.push(text, clear(text))
  }
  return rows
}

/** Bytes that are text in truth (the audit's) are searched as text too. */
const clear = (text: string): string =>
  text.replaceAll(/\\\\?x([0-9a-f]+)/g, (_whole, hex: string) =>
    Buffer.from(hex, 'hex').toString('latin1'),
  )
