/** Plans against the emulated portal and the real database, from the rules to the way back. */
import { beforeEach, describe, expect, test } from 'vitest'
import { checkRig, codeOf } from '../../../../tests/support/check-rig.ts'
import type { PeopleRules } from '../../../domain/people/rules.ts'
import type { Context } from '../../context.ts'
import { showTimeline } from '../show-timeline.ts'
import { syncPeople } from '../sync-people.ts'
import { applyPlan } from './apply-plan.ts'
import { DEAD_MS, type Applied } from './carry-through.ts'
import { gatherInput } from './gather-input.ts'
import { haltProvisioning, resumeProvisioning } from './halt-provisioning.ts'
import { nothingWanted } from './nothing-wanted.ts'
import { planPeople } from './plan-people.ts'
import type { StoredPlan } from './ports.ts'
import { releaseGuard } from './release-guard.ts'
import { listTasks } from './show-plans.ts'
import { showUndo, undoPlan } from './undo-plan.ts'

const world = checkRig()
const DAY_MS = 86_400_000

/** Somebody of the portal with some access; another one for each test and number. */
function somebody(n = 0) {
  const { people } = world.rig.portal
  const email = `somebody-${world.count}-${n}@our-firm.example`
  const team = world.rig.portal.portal.users.teams.keys().next().value ?? null
  const access = { roleIds: ['51002'], primaryTeamId: team, seatNames: ['View-Only Seat'] }
  if (!people.find(email))
    people.happens(people.invite({ email, ...access }).id, { event: 'accepted' })
  const user = people.find(email)
  if (!user) throw new Error('nobody')
  return { ...user }
}
const nowOf = (email: string) => world.rig.portal.people.find(email)

const as = (principalId: string): Context => world.rig.as('admin', principalId)

async function plan(rules: Omit<PeopleRules, 'version'>, ctx = world.rig.ctx): Promise<StoredPlan> {
  const connection = world.connection.name
  await syncPeople(ctx, { connection })
  // Nobody knows as whom a service key works, so the file has to name whom to spare.
  const spared = { protected: ['rescue@our-firm.example'], ...rules }
  return planPeople(ctx, { connection, rules: { version: 1, ...spared } })
}
const apply = (made: StoredPlan, ctx = world.rig.ctx): Promise<Applied> =>
  applyPlan(ctx, { plan: made.id, planHash: made.hash })
const endings = ({ outcomes }: Applied) =>
  Object.fromEntries(outcomes.map(({ itemId, ending }) => [itemId.split(':')[0], ending]))
const openTasks = () => listTasks(world.rig.ctx, { connection: world.connection.name, all: false })
const later = (ms: number): void => {
  const { clock } = world.rig.organisation
  clock.now = new Date(clock.now.getTime() + ms)
}
const actions = async () =>
  (await world.rig.organisation.events()).flatMap(({ event }) =>
    event.type === 'change' && event.connectionId === world.connection.id ? [event] : [],
  )

beforeEach(() => {
  const { portal } = world.rig
  portal.faults.clear()
  portal.switches.userPut = 'replaces'
  portal.switches.createTakesNames = false
})

describe('a plan that is applied', () => {
  test('creates, changes and strips, sees each of it in the portal, and leaves nothing to plan', async () => {
    const [mover, leaver] = [somebody(0), somebody(1)]
    const joiner = `joiner-${world.count}@our-firm.example`
    const rules = {
      rules: [
        { emails: [joiner], permissionSet: 'View only', team: 'Sales' },
        { emails: [mover.email], teams: ['Service'] },
      ],
      leavers: [{ email: leaver.email }],
    }
    const made = await plan(rules)
    expect(made.plan.blocks).toEqual([])
    const applied = await apply(made)
    expect(applied.run.state).toBe('finished')
    expect(endings(applied)).toEqual({
      create: 'done',
      change: 'done',
      flag: 'done',
      strip: 'done',
      task: 'done',
    })
    expect(nowOf(joiner)).toMatchObject({ state: 'invited', roleIds: ['51002'] })
    expect(nowOf(mover.email)).toMatchObject({
      primaryTeamId: mover.primaryTeamId,
      roleIds: mover.roleIds,
      seatNames: mover.seatNames,
    })
    expect(nowOf(mover.email)?.secondaryTeamIds).toHaveLength(1)
    expect(nowOf(leaver.email)).toMatchObject({
      roleIds: [],
      primaryTeamId: null,
      secondaryTeamIds: [],
      seatNames: [],
    })
    expect((await plan(rules)).plan.items.map(({ act }) => act)).toEqual(['task'])
    const seen = await actions()
    for (const action of ['people.create', 'people.change', 'people.strip'])
      expect(seen.find((event) => event.action === action)).toMatchObject({
        after: { ending: 'done', planId: made.id },
      })
    expect(await codeOf(apply(made))).toBe('people.plan_changed')
  })

  test('is named by the timeline as what made a change, and what was done by hand is not', async () => {
    const [mover, byHand] = [somebody(0), somebody(1)]
    const joiner = `timeline-${world.count}@our-firm.example`
    const made = await plan({
      rules: [{ emails: [joiner] }, { emails: [mover.email], teams: ['Service'] }],
    })
    await apply(made)
    world.rig.portal.people.happens(byHand.id, {
      event: 'changed',
      change: { primaryTeamId: null },
    })
    const connection = world.connection.name
    await syncPeople(world.rig.ctx, { connection })
    const { items } = await showTimeline(world.rig.ctx, { connection, limit: 50 })
    const told = (kind: string, userId: unknown) =>
      items.find((one) => one.kind === kind && one.userId === String(userId))?.plan
    const by = { id: made.id, appliedBy: made.madeBy }
    expect(told('added', nowOf(joiner)?.id)).toEqual(by)
    expect(told('secondary_team', mover.id)).toEqual(by)
    expect(told('primary_team', byHand.id)).toBeNull()
  })

  test('is bound to its hash', async () => {
    const made = await plan({ leavers: [{ email: somebody().email }] })
    const code = codeOf(applyPlan(world.rig.ctx, { plan: made.id, planHash: 'f'.repeat(64) }))
    expect(await code).toBe('people.plan_changed')
  })

  test('passes over whoever was changed in HubSpot since it was made', async () => {
    const user = somebody()
    const made = await plan({ leavers: [{ email: user.email }] })
    world.rig.portal.people.happens(user.id, { event: 'changed', change: { primaryTeamId: null } })
    expect(endings(await apply(made))).toMatchObject({ flag: 'drifted', strip: 'waits' })
    expect(nowOf(user.email)?.roleIds).toEqual(user.roleIds)
  })

  test('is carried out once by two at the same moment', async () => {
    const made = await plan({ rules: [{ emails: [`twice-${world.count}@our-firm.example`] }] })
    const both = await Promise.allSettled([apply(made), apply(made)])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(['people.plan_running', 'people.plan_finished']).toContain(refused[0])
  })
})

describe('an answer that is lost', () => {
  test('after a create makes no second user and sends no second invitation', async () => {
    const email = `lost-${world.count}@our-firm.example`
    const made = await plan({ rules: [{ emails: [email], permissionSet: 'View only' }] })
    world.rig.portal.faults.set({
      match: { method: 'POST', path: '^/settings/v3/users$' },
      effect: { kind: 'reset', when: 'after' },
      count: 1,
    })
    expect(endings(await apply(made))).toEqual({ create: 'done' })
    const mails = world.rig.portal.people.welcomeMails.filter((mail) => mail.email === email)
    expect(mails).toHaveLength(1)
  })

  test('and a refusal of the credential stops the run; applying again goes on', async () => {
    const [one, two] = [`a-${world.count}@our-firm.example`, `b-${world.count}@our-firm.example`]
    const made = await plan({ rules: [{ emails: [one, two] }] })
    world.rig.portal.faults.set({
      match: { method: 'POST', path: '^/settings/v3/users$' },
      after: 1,
      effect: { kind: 'status', status: 403, category: 'MISSING_SCOPES' },
    })
    const stopped = await apply(made)
    expect(stopped.run).toMatchObject({ state: 'stopped', stoppedBy: 'forbidden' })
    world.rig.portal.faults.clear()
    const done = await apply(made)
    expect(done.run.state).toBe('finished')
    expect(done.outcomes.map(({ ending }) => ending)).toEqual(['done', 'done'])
    for (const email of [one, two])
      expect(
        world.rig.portal.people.welcomeMails.filter((mail) => mail.email === email),
      ).toHaveLength(1)
  })

  test('of a process that died: its application is taken over when it has been silent, and not before', async () => {
    const email = `dead-${world.count}@our-firm.example`
    const made = await plan({ rules: [{ emails: [email] }] })
    const { provisioning } = world.rig.services.store.read
    const at = world.rig.organisation.clock.now
    await provisioning.beginRun({
      planId: made.id,
      connectionId: made.connectionId,
      holder: 'prc_dead',
      appliedBy: { id: 'mem_x', name: 'X' },
      at,
      deadAfterMs: DEAD_MS,
    })
    expect(await codeOf(apply(made))).toBe('people.plan_running')
    await world.rig.organisation.database.pool.query(
      "update provisioning_run set alive_at = alive_at - $2 * interval '1 ms' where plan_id = $1",
      [made.id, DEAD_MS + 1],
    )
    expect(endings(await apply(made))).toEqual({ create: 'done' })
    const intent = { planId: made.id, holder: 'prc_dead', connectionId: made.connectionId }
    const call = { ask: 'remove', userId: '1' } as const
    expect(await provisioning.intend({ ...intent, itemId: 'x', call }, at)).toBe('overtaken')
  })
})

describe('a write that may have happened', () => {
  const SEAT = 'Core Seat'
  const users = '^/settings/v3/users/[0-9]+$'

  test('counts for the limits of the day, whether or not HubSpot shows it', async () => {
    const [one, two] = [somebody(0), somebody(1)]
    const rules = { leavers: [one, two].map(({ email }) => ({ email })) }
    const made = await plan(rules)
    world.rig.portal.faults.set({
      match: { method: 'PUT', path: users },
      effect: { kind: 'status', status: 502, body: 'html' },
      count: 2,
    })
    const applied = await apply(made)
    expect(applied.outcomes.map(({ ending }) => ending).toSorted()).toContain('not_shown')
    expect((await sinceYesterday()).strip).toBe(2)
    // Of three that may go within a day, four would.
    const next = await plan({ leavers: [2, 3].map((n) => ({ email: somebody(n).email })) })
    expect(next.plan.blocks.map(({ guard }) => guard)).toContain('day_threshold')
  })

  test('counts also where nobody came to look at it', async () => {
    const made = await plan({ rules: [{ emails: [somebody().email], teams: ['Service'] }] })
    await stopBehindThePut()
    expect((await apply(made)).run.state).toBe('stopped')
    expect((await sinceYesterday()).change).toBe(1)
    world.rig.portal.faults.clear()
    await apply(made)
    expect((await sinceYesterday()).change).toBe(1)
  })

  test('and took the last seat is found, and not held back for want of one', async () => {
    const user = somebody()
    const { people } = world.rig.portal
    const held = people.list().filter(({ seatNames }) => seatNames.includes(SEAT)).length
    people.haveSeats(SEAT, held + 1)
    const made = await plan({ rules: [{ emails: [user.email], seats: [SEAT] }] })
    expect(made.plan.blocks).toEqual([])
    await stopBehindThePut()
    expect((await apply(made)).run.state).toBe('stopped')
    expect(nowOf(user.email)?.seatNames).toEqual([SEAT])
    world.rig.portal.faults.clear()
    expect(endings(await apply(made))).toEqual({ change: 'done' })
  })

  test('and made somebody is found, though the invitation is sent', async () => {
    const email = `made-${world.count}@our-firm.example`
    const made = await plan({ rules: [{ emails: [email], permissionSet: 'View only' }] })
    const { faults } = world.rig.portal
    faults.set({
      match: { method: 'POST', path: '^/settings/v3/users$' },
      effect: { kind: 'reset', when: 'after' },
      count: 1,
    })
    // The first look finds nobody; whether the create made somebody, none can tell.
    faults.set({
      match: { method: 'GET', path: '^/settings/v3/users/[^/]*our-firm' },
      effect: { kind: 'status', status: 500 },
      after: 1,
    })
    expect((await apply(made)).run.state).toBe('stopped')
    faults.clear()
    expect(endings(await apply(made))).toEqual({ create: 'done' })
    const mails = world.rig.portal.people.welcomeMails.filter((mail) => mail.email === email)
    expect(mails).toHaveLength(1)
  })

  /** The write is carried out, and nothing tells so. */
  async function stopBehindThePut(): Promise<void> {
    const { faults } = world.rig.portal
    faults.set({
      match: { method: 'PUT', path: users },
      effect: { kind: 'reset', when: 'after' },
      count: 1,
    })
    const lost = { kind: 'status', status: 500 } as const
    faults.set({ match: { method: 'GET', path: users }, effect: lost, after: 1 })
  }
  const sinceYesterday = async () => {
    const { ctx, services } = world.rig
    const connection = await world.stored()
    const { provisioning } = services.store.read
    const wanted = await nothingWanted({ provisioning }, connection)
    return (await gatherInput(ctx, services.store.read, connection, wanted)).lastDay
  }
})

describe('who leaves', () => {
  test('is removed a week later, when the records have another owner, and not with them', async () => {
    const [leaver, heir] = [somebody(0), somebody(1)]
    const contact = (await world.portal('/crm/v3/objects/contacts', {
      properties: {
        email: `client-${world.count}@elsewhere.example`,
        hubspot_owner_id: leaver.ownerId,
      },
    })) as { id: string }
    const leavers = [{ email: leaver.email, recordsTo: heir.email }]
    const first = await plan({ leavers })
    expect(first.plan.items.map(({ act }) => act)).toEqual(['flag', 'strip', 'reassign', 'task'])
    await apply(first)
    const read = (await world.portal(
      `/crm/v3/objects/contacts/${contact.id}?properties=hubspot_owner_id`,
    )) as { properties: Record<string, string> }
    expect(read.properties['hubspot_owner_id']).toBe(heir.ownerId)
    later(8 * DAY_MS)
    const last = await plan({ leavers })
    expect(last.plan.blocks).toEqual([])
    expect(endings(await apply(last))).toMatchObject({ remove: 'done' })
    expect(nowOf(leaver.email)?.state).toBe('removed')
    expect(await openTasks()).toHaveLength(1)
    await plan({})
    expect(await openTasks()).toEqual([])
  })

  test('is for a person to shut out, until a reading shows it; no plan is needed for that', async () => {
    const user = somebody()
    await apply(await plan({ leavers: [{ email: user.email }] }))
    expect(await openTasks()).toMatchObject([{ kind: 'deactivate', email: user.email }])
    await syncPeople(world.rig.ctx, { connection: world.connection.name })
    expect(await openTasks()).toHaveLength(1)
    world.rig.portal.people.happens(user.id, { event: 'deactivated' })
    await syncPeople(world.rig.ctx, { connection: world.connection.name })
    expect(await openTasks()).toEqual([])
    expect((await actions()).map(({ action }) => action)).toContain('people.task_done')
  })

  test('gets everything back by an undoing, which is a plan of its own', async () => {
    const user = somebody()
    const made = await plan({ leavers: [{ email: user.email }] })
    await apply(made)
    expect(
      (await showUndo(world.rig.ctx, { plan: made.id })).entries.map(({ way }) => way),
    ).toContain('restore')
    await syncPeople(world.rig.ctx, { connection: world.connection.name })
    const back = await undoPlan(world.rig.ctx, { plan: made.id })
    expect(endings(await apply(back))).toEqual({ restore: 'done' })
    // Nobody is to shut out somebody who has their access back.
    expect(await openTasks()).toEqual([])
    expect(nowOf(user.email)).toMatchObject({
      roleIds: user.roleIds,
      primaryTeamId: user.primaryTeamId,
      secondaryTeamIds: user.secondaryTeamIds,
      seatNames: user.seatNames,
    })
  })
})

describe('what holds a plan back', () => {
  const four = () => ({ leavers: [0, 1, 2, 3].map((n) => ({ email: somebody(n).email })) })

  test('too many at once: nothing is done until a second person has let it pass', async () => {
    const made = await plan(four(), as('mem_a'))
    expect(made.plan.blocks.map(({ guard }) => guard)).toContain('run_threshold')
    expect(await codeOf(apply(made, as('mem_a')))).toBe('people.plan_blocked')
    const released = { plan: made.id, planHash: made.hash, guard: 'run_threshold' }
    await releaseGuard(as('mem_a'), released)
    expect(await codeOf(apply(made, as('mem_a')))).toBe('people.plan_blocked')
    await releaseGuard(as('mem_b'), released)
    const applied = await apply(made, as('mem_a'))
    expect(applied.outcomes.filter(({ itemId }) => itemId.startsWith('strip'))).toHaveLength(4)
    const refused = (await actions()).filter(({ action }) => action === 'people.refuse')
    expect(refused[0]).toMatchObject({ after: { guard: 'run_threshold' } })
  })

  test('most guards let nobody pass, whoever asks', async () => {
    const made = await plan(four())
    const asked = { plan: made.id, planHash: made.hash, guard: 'last_super_admins' }
    expect(await codeOf(releaseGuard(as('mem_b'), asked))).toBe('people.plan_blocked')
  })

  test('a halt: nothing more is written, until somebody resumes', async () => {
    const connection = world.connection.name
    const made = await plan({ rules: [{ emails: [`halt-${world.count}@our-firm.example`] }] })
    await haltProvisioning(world.rig.ctx, { connection })
    expect(await codeOf(apply(made))).toBe('people.plan_blocked')
    expect(nowOf(`halt-${world.count}@our-firm.example`)).toBeUndefined()
    await resumeProvisioning(world.rig.ctx, { connection })
    expect(endings(await apply(made))).toEqual({ create: 'done' })
  })

  test('a role that may not approve', async () => {
    const made = await plan({})
    expect(await codeOf(apply(made, world.rig.as('auditor')))).toBe('auth.forbidden')
  })
})
