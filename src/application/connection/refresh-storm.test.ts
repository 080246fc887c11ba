/**
 * Promise: eight processes with two hundred callers each meet an expired OAuth token, HubSpot refreshes
 * it once, and the grant stands, whether the answer is slow, fails first, or is lost on the way.
 * `HUBWARD_STORM_ROUNDS` makes it longer.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import type { StormOutcome, StormTask } from '../../../tests/support/storm-process.ts'
import { refreshTokenNamed, startTokenServer } from '../../../tests/support/token-server.ts'
import { localKek } from '../../adapters/crypto/kek.ts'
import { createVault } from '../../adapters/crypto/vault.ts'
import { redacted } from '../../domain/redacted.ts'

const ROUNDS = Number(process.env['HUBWARD_STORM_ROUNDS'] ?? 1)
const PROCESSES = 8
const CALLERS = 200
const MINUTE = 60_000

const vaultKey = randomBytes(32)
let organisation: TestOrganisation
let processes: ChildProcess[]

beforeAll(async () => {
  organisation = await testOrganisation()
  const file = join(import.meta.dirname, '../../../tests/support/storm-process.ts')
  processes = Array.from({ length: PROCESSES }, () => fork(file, { execArgv: [] }))
  await Promise.all(
    processes.map((child) => {
      child.send({ config: organisation.database.config, vaultKey: vaultKey.toString('hex') })
      return once(child, 'message')
    }),
  )
}, 120_000)
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL')
  await organisation.close()
})

const ask = async (child: ChildProcess, task: StormTask): Promise<StormOutcome> => {
  const heard = once(child, 'message')
  child.send(task)
  return ((await heard) as [StormOutcome])[0]
}

/** What goes wrong, and how many requests HubSpot then sees: each is answered by one process at most. */
const WEATHERS = [
  { what: 'a slow answer', set: { delayMs: 2_000 }, issues: 1, asked: 1 },
  { what: 'two that fail first', set: { delayMs: 100, failNext: 2 }, issues: 1, asked: 3 },
  {
    // With a refresh token that rotates, the lost answer would take the grant along: see docs/rotation.md.
    what: 'one that is lost after HubSpot acted',
    set: { delayMs: 100, loseNext: 1, rotates: false },
    issues: 2,
    asked: 2,
  },
] as const

let number = 0
for (const { what, set, issues, asked } of WEATHERS)
  it(`is refreshed once, at ${what}`, { timeout: 600_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const server = await startTokenServer(refreshTokenNamed(0))
      Object.assign(server.behaviour, set)
      const connectionId = await connect(server.origin, server.grant.refreshToken)
      const task = { connectionId, callers: CALLERS, patienceMs: 60_000 }
      const outcomes = await Promise.all(processes.map((child) => ask(child, task)))
      expect(outcomes.reduce((sum, { served }) => sum + served, 0)).toBe(PROCESSES * CALLERS)
      expect(new Set(outcomes.flatMap(({ tokens }) => tokens))).toEqual(
        new Set([`access-token-${issues}`]),
      )
      expect(server.grant).toMatchObject({ issued: issues, revoked: false })
      expect(server.seen.count).toBe(asked)
      const stored = await organisation.services.store.read.connections.get(connectionId)
      expect(stored?.state).toBe('active')
      await server.close()
    }
  })

/** An OAuth connection whose access token ended a minute ago. */
async function connect(baseUrl: string, refreshToken: string): Promise<string> {
  const { world, store, pictures } = organisation.services
  const vault = createVault(localKek(createSecretKey(vaultKey), world.randomBytes), world)
  const { id } = await organisation.connect(`storm-${++number}`, { kind: 'oauth', baseUrl })
  const issued = Date.now() - 31 * MINUTE
  await store.transaction(async (tx) => {
    const secrets = {
      clientId: 'client-id',
      clientSecret: 'client-secret',
      refreshToken,
      accessToken: 'access-token-0',
    }
    for (const [field, text] of Object.entries(secrets))
      await vault.seal(tx, id, field, redacted(text))
    await tx.oauth.begin({
      connectionId: id,
      issuedAt: new Date(issued),
      expiresAt: new Date(issued + 30 * MINUTE),
    })
  })
  await pictures.refresh()
  return id
}
