/** Checks of a connection to the emulated portal, each step made to fail in its turn. */
import { describe, expect, it } from 'vitest'
import { checkRig, codeOf, stepOf } from '../../../tests/support/check-rig.ts'
import { parseScope } from '../../domain/access/scope.ts'
import type { CallEvent } from '../../domain/audit/event.ts'
import type { HubwardError } from '../../domain/errors.ts'
import { redacted } from '../../domain/redacted.ts'
import { connectPortal } from '../connection/connect-portal.ts'
import { replaceCredential } from '../connection/replace-credential.ts'
import { resumeConnection } from '../connection/resume-connection.ts'
import { suspendConnection } from '../connection/suspend-connection.ts'
import { promoteCredential } from '../rotation/promote-credential.ts'
import { returnCredential } from '../rotation/return-credential.ts'
import { revokeCredential } from '../rotation/revoke-credential.ts'
import { stageCredential } from '../rotation/stage-credential.ts'
import { checkConnection, startCheck } from './check-connection.ts'
import type { CheckProgress } from './progress.ts'
import { listChecks, showCheck } from './show-checks.ts'

const world = checkRig('as HubSpot’s')

describe('a check of a connection that is well', () => {
  it('is green, says each step, and is kept', async () => {
    await world.grant('contacts:read', 'contacts:write', 'deals:read', 'owners:read', 'lists:read')
    const report = await world.check()
    expect(report.verdict).toBe('green')
    expect(report.steps.map(({ step: name, outcome }) => `${name} ${outcome}`)).toEqual([
      'credential ok',
      'portal ok',
      // The emulated token holds everything there is, and not everything is granted.
      'scopes warning',
      'samples ok',
      'latency ok',
      'budget ok',
      'versions ok',
      'test_flow skipped',
    ])
    expect(stepOf(report, 'samples').facts).toMatchObject({
      samples: [
        { object: 'contacts', found: 1, fields: expect.arrayContaining(['email', 'lastname']) },
        { object: 'deals', found: 1 },
        { object: 'owners', found: 1 },
        { object: 'lists' },
      ],
    })
    expect(stepOf(report, 'budget').facts).toMatchObject({
      buckets: expect.arrayContaining([expect.objectContaining({ budget: 'daily' })]),
      toldByHubSpot: { burst: 190 },
    })
    const [newest] = await listChecks(world.rig.ctx, { connection: world.connection.name })
    expect(newest?.report).toEqual(report)
    expect((await world.stored()).state).toBe('active')
  })

  it('names every granted object that can be read, and reads it', async () => {
    const scopes = ['contacts', 'companies', 'deals', 'tickets', 'engagements', 'users'].flatMap(
      (name) => {
        const scope = parseScope(`${name}:read`)
        return scope.ok ? [scope.value] : []
      },
    )
    await world.grant(...scopes, 'objects.products:read', 'objects.car:read')
    const samples = stepOf(await world.check(), 'samples')
    expect(samples.findings.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
    expect(samples.facts['samples']).toHaveLength(8)
  })

  it('holds no value of any record and no secret; samples show masked ones and are stored nowhere', async () => {
    await world.grant('contacts:read')
    const running = await startCheck(world.rig.ctx, {
      connection: world.connection.name,
      showSample: true,
    })
    const events: CheckProgress[] = []
    for await (const event of running.progress) events.push(event)
    const shown = events.flatMap((one) =>
      one.event === 'step' && one.samples ? [one.samples] : [],
    )
    const email = shown[0]?.['contacts']?.['email']
    expect(email).toMatch(/^.•••@•••$/)
    const kept = JSON.stringify(await running.done)
    expect(kept).not.toContain('•••')
    expect(kept).not.toContain(world.rig.portal.tokens[0]?.secret)
    const record = (await world.portal('/crm/v3/objects/contacts?limit=1')) as {
      results: { properties: { email: string } }[]
    }
    const value = record.results[0]?.properties.email
    expect(value).toBeTruthy()
    expect(kept).not.toContain(value)
  })

  it('takes from the budget and is recorded call by call, at the door system', async () => {
    await world.grant('contacts:read')
    const report = await world.check()
    const calls = (await world.rig.organisation.events())
      .map(({ event }) => event)
      .filter((event): event is CallEvent => event.type === 'call')
      .filter(({ authenticatedBy }) => authenticatedBy === report.id)
    expect(calls.map(({ operation }) => operation)).toEqual([
      'crm.objects.list',
      ...Array.from({ length: 5 }, () => 'account.details'),
    ])
    expect(calls.every(({ door, tool }) => door === 'system' && tool === 'check')).toBe(true)
    const last = (await world.rig.organisation.events()).at(-1)?.event
    expect(last).toMatchObject({
      type: 'change',
      action: 'connection.check',
      after: { check: report.id, verdict: 'green' },
    })
  })

  it('tells its progress in order, to a reader who comes late as well', async () => {
    const running = await startCheck(world.rig.ctx, { connection: world.connection.name })
    await running.done
    const events: string[] = []
    for await (const event of running.progress) events.push(event.event)
    expect(events[0]).toBe('begun')
    expect(events.at(-1)).toBe('done')
    expect(events.filter((name) => name === 'step')).toHaveLength(8)
  })
})

describe('the credential', () => {
  it('that HubSpot refuses makes it red, skips the rest, and stops an active connection', async () => {
    const [token] = world.rig.portal.tokens
    if (token) token.disabled = true
    const report = await world.check()
    expect(report.verdict).toBe('red')
    expect(stepOf(report, 'credential')).toMatchObject({
      outcome: 'failed',
      findings: [{ remedy: expect.stringContaining('hubward rotate') }],
    })
    expect(stepOf(report, 'samples')).toMatchObject({ outcome: 'skipped' })
    // What needs no credential is said all the same.
    expect(stepOf(report, 'versions').outcome).toBe('ok')
    expect((await world.stored()).state).toBe('needs_reauth')
    if (token) token.disabled = false
    expect((await world.check()).verdict).toBe('green')
    expect((await world.stored()).state).toBe('active')
  })

  it('that cannot be asked in passing makes it red and changes nothing', async () => {
    world.rig.portal.switches.migrating = true
    const report = await world.check()
    expect(stepOf(report, 'credential')).toMatchObject({
      outcome: 'failed',
      summary: 'HubSpot could not be asked',
    })
    expect((await world.stored()).state).toBe('active')
  })
})

describe('the portal', () => {
  it('that was not expected makes it red, and nothing is written there', async () => {
    const report = await world.check({ expectedPortalId: 999, testFlow: true })
    expect(stepOf(report, 'portal')).toMatchObject({
      outcome: 'failed',
      findings: expect.arrayContaining([
        expect.objectContaining({ text: expect.stringContaining('Portal 999 was expected') }),
      ]),
    })
    expect(stepOf(report, 'test_flow').outcome).toBe('skipped')
    expect(await world.testRecords()).toBe(0)
  })
})

describe('scopes', () => {
  it('that are granted here and missing at HubSpot make it red, with the group and the menu', async () => {
    await world.limited('crm.objects.contacts.read', 'crm.objects.quotes.read')
    await world.grant('contacts:read', 'deals:read')
    const scopes = stepOf(await world.check(), 'scopes')
    expect(scopes.outcome).toBe('failed')
    expect(scopes.findings[0]?.text).toContain('deals:read is granted to')
    expect(scopes.findings[0]?.text).toContain('crm.objects.deals.read')
    expect(scopes.findings[0]?.remedy).toContain('Service keys')
    expect(scopes.facts['excessive']).toEqual(['crm.objects.quotes.read'])
    expect(scopes.findings[1]).toMatchObject({
      outcome: 'warning',
      remedy: expect.stringContaining('Switch off'),
    })
  })
})

describe('sample reads', () => {
  it('that HubSpot refuses make it red; a failure in passing is tried again', async () => {
    await world.grant('contacts:read', 'deals:read')
    world.rig.portal.faults.set({
      match: { path: '/deals$' },
      effect: { kind: 'status', status: 502, body: 'html' },
    })
    const samples = stepOf(await world.check(), 'samples')
    expect(samples).toMatchObject({ outcome: 'failed', summary: '1 of 2 objects could be read' })
    expect(samples.findings[1]?.text).toContain('HubSpot failed')
    world.rig.portal.faults.clear()
    world.rig.portal.faults.set({
      match: { path: '/deals$' },
      effect: { kind: 'status', status: 502, body: 'html' },
      count: 1,
    })
    expect(stepOf(await world.check(), 'samples').outcome).toBe('ok')
  })
})

describe('latency and budget', () => {
  it('say what stands against them', async () => {
    world.rig.portal.faults.set({
      match: { path: '/account-info/2026-09/details$' },
      effect: { kind: 'status', status: 503 },
      after: 1,
    })
    const report = await world.check()
    expect(stepOf(report, 'latency').outcome).toBe('failed')
    expect(stepOf(report, 'budget').outcome).not.toBe('failed')
  })

  it('a cut connection is a failure with its reason', async () => {
    world.rig.portal.faults.set({
      match: { path: '/account-info/2026-09/details$' },
      effect: { kind: 'reset', when: 'before' },
      after: 2,
    })
    expect(stepOf(await world.check(), 'latency').findings[0]?.text).toContain('Timing HubSpot')
  })
})

/** Every other way to another credential, one after the other. */
async function rotatedAndRevoked(connection: string): Promise<void> {
  const { ctx, portal } = world.rig
  const next = portal.addToken({ kind: 'service_key', scopes: ['crm.objects.deals.read'] })
  const secrets = { token: redacted(next.secret) }
  await stageCredential(ctx, { connection, kind: 'service_key', secrets })
  await promoteCredential(ctx, { connection, acceptLost: true })
  expect((await world.stored()).state).toBe('pending')
  await returnCredential(ctx, { connection })
  expect((await world.stored()).state).toBe('pending')
  await revokeCredential(ctx, { connection, reason: '' })
}

describe('a connection that was just made', () => {
  it('is pending until a check is green, whatever else is done to it', async () => {
    await world.limited('crm.objects.contacts.read')
    expect(world.connection.state).toBe('pending')
    const named = { connection: world.connection.name }
    expect(await codeOf(resumeConnection(world.rig.ctx, named))).toBe('connection.not_checked')
    expect(await codeOf(suspendConnection(world.rig.ctx, { ...named, reason: '' }))).toBe(
      'connection.not_checked',
    )
    const token = world.rig.portal.addToken({
      kind: 'service_key',
      scopes: ['crm.objects.deals.read'],
    })
    const replaced = await replaceCredential(world.rig.ctx, {
      ...named,
      kind: 'service_key',
      secrets: { token: redacted(token.secret) },
    })
    expect(replaced.connection.state).toBe('pending')
    await rotatedAndRevoked(named.connection)
    expect((await world.stored()).state).toBe('pending')
    await replaceCredential(world.rig.ctx, {
      ...named,
      kind: 'service_key',
      secrets: { token: redacted(token.secret) },
    })
    expect((await world.stored()).state).toBe('pending')
    expect((await world.check({ expectedPortalId: 1 })).verdict).toBe('red')
    expect(await world.stored()).toMatchObject({
      state: 'pending',
      stateReason: expect.stringContaining('Portal 1 was expected'),
    })
    const green = await world.check()
    expect(green.connection.state).toBe('active')
    expect(await world.stored()).toMatchObject({ state: 'active', stateReason: null })
  })

  it('stays pending where its credential is changed during the check, green as that is', async () => {
    await world.limited('crm.objects.contacts.read')
    const { ctx, portal } = world.rig
    const connection = world.connection.name
    const other = portal.addToken({ kind: 'service_key', scopes: ['crm.objects.deals.read'] })
    let changed = false
    const accounts: typeof ctx.accounts = {
      ...ctx.accounts,
      async read(asked) {
        const reading = await ctx.accounts.read(asked)
        if (!changed) {
          changed = true
          const { clock } = world.rig.organisation
          clock.now = new Date(clock.now.getTime() + 1_000)
          const secrets = { token: redacted(other.secret) }
          await replaceCredential(ctx, { connection, kind: 'service_key', secrets })
        }
        return reading
      },
    }
    const report = await checkConnection({ ...ctx, accounts }, { connection })
    expect(report).toMatchObject({ verdict: 'green', connection: { state: 'pending' } })
    expect((await world.stored()).stateReason).toContain('Check it again')
    expect((await world.check()).connection.state).toBe('active')
  })

  it('is checked by connecting, and stays pending where that was red', async () => {
    world.rig.portal.faults.set({
      match: { path: '/account-info/2026-09/details$' },
      effect: { kind: 'status', status: 503 },
      after: 1,
    })
    const made = await connectPortal(world.rig.ctx, world.rig.input(`Red ${world.count}`))
    expect(made.check?.verdict).toBe('red')
    expect(made.connection).toMatchObject({
      state: 'pending',
      stateReason: expect.stringContaining('Latency'),
    })
  })
})

describe('both sides', () => {
  const kinds = async () => {
    const { rows } = await world.rig.organisation.database.pool.query<{ kind: string }>(
      "select kind from notice where facts->>'connectionId' = $1 order by raised_at, id",
      [world.connection.id],
    )
    return rows.map(({ kind }) => kind)
  }

  it('are told once that it is active, and once that a check is red', async () => {
    expect(await kinds()).toEqual(['connection.active'])
    await world.check()
    expect(await kinds()).toEqual(['connection.active'])
    await world.check({ expectedPortalId: 5 })
    await world.check({ expectedPortalId: 5 })
    expect((await kinds()).toSorted()).toEqual(['connection.active', 'connection.check_failed'])
  })
})

describe('two checks', () => {
  it('do not run on one connection at once', async () => {
    // None is over before the last of them has begun.
    world.rig.portal.faults.set({ effect: { kind: 'latency', ms: 300 } })
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => world.check()))
    world.rig.portal.faults.clear()
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused.every((error: HubwardError) => error.code === 'check.running')).toBe(true)
  })

  it('are told apart: what is new, what is gone', async () => {
    const { clock } = world.rig.organisation
    const later = () => (clock.now = new Date(clock.now.getTime() + 60_000))
    later()
    await world.check()
    later()
    const red = await world.check({ expectedPortalId: 5 })
    const shown = await showCheck(world.rig.ctx, { check: red.id })
    expect(shown.previous?.changes).toEqual([
      {
        step: 'portal',
        title: 'Portal',
        before: 'ok',
        after: 'failed',
        appeared: [expect.stringContaining('Portal 5 was expected')],
        gone: [],
      },
    ])
  })
})
