/** The keys that sign tokens are replaced by themselves, and nobody's token dies of it. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAccessTokens } from '../../src/adapters/crypto/access-tokens.ts'
import {
  SIGNING_KEY_DAYS,
  currentSigningKey,
  TOKEN_ALGORITHM,
} from '../../src/adapters/crypto/signing-keys.ts'
import { createArtefacts } from '../../src/adapters/database/authorisation/artefacts.ts'
import { createRegisteredClients } from '../../src/adapters/database/authorisation/registered-clients.ts'
import { createSigningKeys } from '../../src/adapters/database/authorisation/signing-keys.ts'
import { createDatabase } from '../../src/adapters/database/pool.ts'
import type { SigningKeys } from '../../src/application/authorisation/ports.ts'
import { createOAuthDoor, type OAuthDoor } from '../../src/surfaces/oauth/door.ts'
import { letIn } from '../support/oauth-client.ts'
import { listTools, oauthWorld, type OAuthWorld } from '../support/oauth-world.ts'

let world: OAuthWorld
let keys: SigningKeys

beforeAll(async () => {
  world = await oauthWorld()
  keys = createSigningKeys(createDatabase(world.pool))
})
afterAll(() => world.close())
beforeEach(() => age(0))

const current = async (): Promise<string> => {
  const { vault, store, world: clock } = world.admin
  return (await currentSigningKey(keys, vault, store.read, clock)).kid
}
const ids = async (): Promise<string[]> => (await keys.list()).map(({ id }) => id)

/** As if every key had been made that much earlier than the newest was. */
const age = (days: number): Promise<unknown> =>
  world.pool.query(
    `update signing_key set created_at = created_at - (select max(created_at) from signing_key)
       + now() - make_interval(secs => $1)`,
    [days * 86_400],
  )

test('a key signs for ninety days, and not one longer', async () => {
  const first = await current()
  await age(SIGNING_KEY_DAYS - 1)
  expect(await current()).toBe(first)
  await age(SIGNING_KEY_DAYS + 1)
  expect(await current()).not.toBe(first)
})

test('of many processes that look at once, one makes the next key and all take it', async () => {
  await age(SIGNING_KEY_DAYS + 1)
  const before = await ids()
  const found = await Promise.all(Array.from({ length: 8 }, current))
  expect(new Set(found).size).toBe(1)
  expect((await ids()).filter((id) => !before.includes(id))).toEqual([found[0]])
})

test('a token of the key before is still read; an hour after the change that key is gone', async () => {
  const ada = await world.person('ada', ['contacts:read'])
  const tokens = await letIn(ada, world.issuer, { clientId: world.documents.clientId })
  const before = await current()
  await age(SIGNING_KEY_DAYS + 1)
  const next = await current()
  expect(await ids()).toContain(before)
  // A process that never saw the token, nor the key before this.
  const { world: clock, signIn } = world.admin
  const fresh = createAccessTokens({ keys, world: clock, site: signIn.site })
  expect((await fresh.read(tokens.access_token, new Date())).ok).toBe(true)
  expect((await listTools(world.issuer, tokens.access_token)).status).toBe(200)

  await age(2 / 24)
  expect(await current()).toBe(next)
  expect(await ids()).toEqual([next])
})

test('a reader forgets a key that is gone', async () => {
  let now = 0
  const clock = { monotonicMs: () => now }
  const reader = createAccessTokens({ keys, world: clock, site: world.admin.signIn.site })
  expect((await reader.read(await signed(), new Date())).ok).toBe(true)
  const late = await signed()
  await world.pool.query('delete from signing_key')
  now += 11 * 60_000
  expect((await reader.read(late, new Date())).ok).toBe(false)
})

/** A token with all that ours have. */
async function signed(): Promise<string> {
  const { vault, store, world: clock } = world.admin
  const { kid, jwk } = await currentSigningKey(keys, vault, store.read, clock)
  return new SignJWT({ client_id: 'x', scope: 'hubspot:read', authorisation: 'aut_x' })
    .setProtectedHeader({ alg: TOKEN_ALGORITHM, typ: 'at+jwt', kid })
    .setIssuer(world.issuer)
    .setAudience(`${world.issuer}/mcp`)
    .setSubject('mem_x')
    .setJti(randomUUID())
    .setExpirationTime('10m')
    .sign(await importJWK(jwk.reveal(), TOKEN_ALGORITHM))
}

test('a running door goes over to the new key within ten minutes, and stays open without a database', async () => {
  const { admin, documents, pool } = world
  let now = 0
  let fails = false
  const { vault, store, world: clock } = admin
  const services = { ...admin, world: { ...clock, monotonicMs: () => now } }
  const db = createDatabase(pool)
  const door = createOAuthDoor(services, {
    artefacts: createArtefacts(db),
    clients: createRegisteredClients(db),
    signingKey: async () => {
      if (fails) throw new Error('the database is away')
      return currentSigningKey(keys, vault, store.read, clock)
    },
    addressOf: () => '127.0.0.1',
    fetch: documents.fetch,
  })
  const published = await publishedBy(door)
  const first = await current()
  expect(await published()).toEqual([first])
  await age(SIGNING_KEY_DAYS + 1)
  expect(await published(), 'it does not look with every request').toEqual([first])
  now += 11 * 60_000
  const [second] = await published()
  expect(second).not.toBe(first)
  fails = true
  now += 11 * 60_000
  expect(await published()).toEqual([second])
})

/** Serves a door; the result tells the ids of the keys that it publishes. */
async function publishedBy(door: OAuthDoor): Promise<() => Promise<string[]>> {
  const server = createServer(door)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const { port } = server.address() as AddressInfo
  return async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/oauth/jwks`, {
      headers: { connection: 'close' },
    })
    const { keys: listed } = (await answer.json()) as { keys: { kid: string }[] }
    return listed.map(({ kid }) => kid)
  }
}
