/** The one thing a check writes at HubSpot: that it goes through, and that nothing of it stays. */
import { describe, expect, it } from 'vitest'
import { checkRig, codeOf, stepOf } from '../../../tests/support/check-rig.ts'
import { checkOfEmail, testEmailOf } from '../../domain/check/test-record.ts'
import { checkConnection, DEAD_MS } from './check-connection.ts'
import { listChecks, showCheck } from './show-checks.ts'

const world = checkRig()

describe('the test flow', () => {
  it('makes a marked record, uses it and removes it', async () => {
    const report = await world.check({ testFlow: true })
    const flow = stepOf(report, 'test_flow')
    expect(flow.findings.map(({ text }) => text)).toEqual([
      `A contact was made: ${testEmailOf(report.id)}.`,
      'It was read back as it was written.',
      'It was changed.',
      expect.stringContaining('Search found it'),
      'Its test record was archived and is gone.',
    ])
    expect(flow.outcome).toBe('ok')
    expect(checkOfEmail(testEmailOf(report.id))).toBe(report.id)
    expect(await world.testRecords()).toBe(0)
  })

  it('waits for a search index that lags, and says so where it never comes', async () => {
    world.rig.portal.faults.set({ effect: { kind: 'search-lag', ms: 3_600_000 } })
    const flow = stepOf(await world.check({ testFlow: true }), 'test_flow')
    expect(flow.outcome).toBe('warning')
    expect(flow.facts['searchTries']).toBe(10)
    expect(flow.findings.at(-1)?.text).toContain('archived and is gone')
    world.rig.portal.faults.clear()
    expect(await world.testRecords()).toBe(0)
  })

  it('is not begun without the scopes for it, and not by whoever may not touch credentials', async () => {
    await world.limited('crm.objects.contacts.read')
    const report = await world.check({ testFlow: true })
    expect(stepOf(report, 'test_flow')).toMatchObject({
      outcome: 'skipped',
      summary: expect.stringContaining('crm.objects.contacts.write'),
    })
    expect(
      await codeOf(checkConnection(world.rig.as('auditor'), { connection: world.connection.name })),
    ).toBe('auth.forbidden')
  })

  it.each([
    ['the creation fails', { method: 'POST', path: '/contacts$' }, 'Making a contact'],
    ['the change fails', { method: 'PATCH' }, 'Changing it'],
    ['the search fails', { path: '/search$' }, 'Finding it by search'],
  ])('leaves nothing behind where %s', async (_, match, said) => {
    world.rig.portal.faults.set({ match, effect: { kind: 'status', status: 500 } })
    const flow = stepOf(await world.check({ testFlow: true }), 'test_flow')
    expect(flow.outcome).toBe('failed')
    expect(flow.findings.some(({ text }) => text.startsWith(said))).toBe(true)
    expect(flow.findings.at(-1)?.outcome).toBe('ok')
    world.rig.portal.faults.clear()
    expect(await world.testRecords()).toBe(0)
  })

  it('leaves nothing behind where the record was made but its answer was lost', async () => {
    world.rig.portal.faults.set({
      match: { method: 'POST', path: '/contacts$' },
      effect: { kind: 'reset', when: 'after' },
    })
    const flow = stepOf(await world.check({ testFlow: true }), 'test_flow')
    expect(flow.outcome).toBe('failed')
    expect(flow.findings.at(-1)?.text).toBe('Its test record was archived and is gone.')
    world.rig.portal.faults.clear()
    expect(await world.testRecords()).toBe(0)
  })

  it('that could not remove its record says so, and the next check does it', async () => {
    world.rig.portal.faults.set({
      match: { method: 'DELETE' },
      effect: { kind: 'status', status: 500 },
    })
    const flow = stepOf(await world.check({ testFlow: true }), 'test_flow')
    expect(flow.outcome).toBe('failed')
    expect(flow.findings.at(-1)?.text).toContain('may still be in the portal')
    world.rig.portal.faults.clear()
    expect(await world.testRecords()).toBe(1)
    const next = stepOf(await world.check(), 'test_flow')
    expect(next.findings[0]?.text).toContain('An earlier check was cut off')
    expect(await world.testRecords()).toBe(0)
    expect(stepOf(await world.check(), 'test_flow').outcome).toBe('skipped')
  })

  it('that was killed is taken for interrupted, and the next check removes what it made', async () => {
    const { checks } = world.rig.services.store.read
    const died = `chk_${'0'.repeat(19)}${world.count % 10}`
    const { clock } = world.rig.organisation
    await checks.begin(
      {
        id: died,
        connectionId: world.connection.id,
        state: 'running',
        startedAt: clock.now,
        requestedBy: null,
        testFlow: true,
        report: null,
      },
      DEAD_MS,
    )
    await checks.noteTestRecord(died, testEmailOf(died))
    await world.portal('/crm/v3/objects/contacts', { properties: { email: testEmailOf(died) } })
    expect(await codeOf(world.check())).toBe('check.running')
    await world.rig.organisation.database.pool.query(
      "update connection_check set alive_at = alive_at - $2 * interval '1 ms' where id = $1",
      [died, DEAD_MS + 1],
    )
    expect(stepOf(await world.check(), 'test_flow').findings[0]?.text).toContain('cut off')
    expect(await world.testRecords()).toBe(0)
    const all = await listChecks(world.rig.ctx, { connection: world.connection.name })
    expect(all.find(({ id }) => id === died)?.state).toBe('interrupted')
    expect(await codeOf(showCheck(world.rig.ctx, { check: died }))).toBe('resource.not_found')
  })
})
