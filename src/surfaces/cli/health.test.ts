/** `hubward health`: in one line each, with what to do, and a status that a script can act on. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'
import { connectPortal } from '../../application/connection/connect-portal.ts'
import { credentialInUse } from '../../application/connection/credential-in-use.ts'
import { believe } from '../../application/health/believe.ts'
import type { Evidence } from '../../domain/health/evidence.ts'

let cli: CliRig
beforeAll(async () => {
  cli = await cliRig()
  await connectPortal(cli.rig.ctx, { ...cli.rig.input('Main'), name: 'main' })
})
afterAll(() => cli.close())

const NOTHING_ELSE = {
  referenceReached: null,
  referenceResolved: null,
  sameHostAnswered: 0,
  otherHostAnswered: 0,
  othersInError: 0,
}

/** As a look would have it, twice. */
async function see(scopesNow: readonly string[]): Promise<void> {
  const connection = await cli.rig.services.store.read.connections.findByName('main')
  if (!connection) throw new Error('there is no connection')
  for (let look = 0; look < 2; look++) {
    const evidence: Evidence = {
      at: new Date(cli.rig.organisation.clock.now.getTime() + look * 10_000),
      asked: { kind: 'portal', portalId: connection.portalId },
      scopesNow,
      scopesBefore: connection.hubspotScopes,
      affects: () => ['tickets:read'],
      portalId: connection.portalId,
      dayEndsAt: new Date(),
      elsewhere: NOTHING_ELSE,
      keyEvent: null,
      creatorRefused: false,
    }
    const inUse = await credentialInUse(cli.rig.services.store.read, connection.id)
    const gathered = { evidence, latencyMs: 12, outcome: 'answered' } as const
    await believe(cli.rig.ctx, connection, gathered, inUse)
  }
}

test('a healthy one, not looked at yet', async () => {
  const { status, out } = await cli.hubward(['health'])
  expect(status).toBe(0)
  expect(out).toMatch(/main\s+Not looked at yet/)
})

test('one that is not well: what, since when, what to do, and status 1', async () => {
  const connection = await cli.rig.services.store.read.connections.findByName('main')
  await see((connection?.hubspotScopes ?? []).filter((scope) => scope !== 'tickets'))
  const all = await cli.hubward(['health'])
  expect(all.status).toBe(1)
  expect(all.out).toContain('The credential lost tickets at HubSpot.')
  // A line further on than the table, which is on another stream.
  expect(all.err).toMatch(/^\nNot well: .*main \(HubSpot scope removed\)/)
  const { status, out } = await cli.hubward(['health', 'main'])
  expect(status).toBe(1)
  expect(out).toContain('Switch tickets on again')
  expect(out).toContain('What happened to this key at HubSpot: not asked yet.')
})

test('--json is the contract’s answer, and nothing else', async () => {
  const { out, status } = await cli.hubward(['--json', 'health', 'main'])
  expect(status).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    diagnosis: { condition: 'scope_removed', facts: { scopes: ['tickets'] } },
    periods: [{ endedAt: null }, { diagnosis: { condition: 'healthy' } }],
  })
})

test('a connection that is none is refused with what may have been meant', async () => {
  const { status, err } = await cli.hubward(['health', 'mian'])
  expect(status).toBe(1)
  expect(err).toContain('main')
})

test('a gap in what was read is said', async () => {
  await sql`insert into key_event_cursor values
    ((select id from connection limit 1), now(), now(), 'not_permitted', false,
      '2026-01-01', '2026-02-01')`.execute(cli.rig.organisation.database.db)
  const { out } = await cli.hubward(['health', 'main'])
  expect(out).toContain('account-info.security.read')
  expect(out).toContain('is not known')
})
