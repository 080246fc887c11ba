/** Plans of people beside those of requests: neither puts the other out of force, nor gives what nobody approved. */
import { beforeEach, describe, expect, test } from 'vitest'
import { checkRig, codeOf } from '../../../../tests/support/check-rig.ts'
import type { PeopleRules } from '../../../domain/people/rules.ts'
import { createMember } from '../../access/create-member.ts'
import type { Context } from '../../context.ts'
import { approveRequest } from '../requests/answer-request.ts'
import { askAccess } from '../requests/ask-access.ts'
import { tendRequests } from '../requests/tend-requests.ts'
import { syncPeople } from '../sync-people.ts'
import { applyPlan } from './apply-plan.ts'
import type { Applied } from './carry-through.ts'
import { planPeople } from './plan-people.ts'
import type { StoredPlan } from './ports.ts'
import { showUndo, undoPlan } from './undo-plan.ts'

const world = checkRig()
const HOUR_MS = 3_600_000
const NEW_SET = '51002'
const SPARED = ['rescue@our-firm.example']

interface Asker {
  readonly ctx: Context
  readonly email: string
  readonly id: number
}

async function asker(n = 0): Promise<Asker> {
  const { people, portal } = world.rig.portal
  const email = `beside-${world.count}-${n}@our-firm.example`
  const set = [...portal.users.permissionSets.values()].find(
    ({ id, seatName }) => id !== NEW_SET && !seatName,
  )
  const { id } = people.invite({ email, roleIds: set ? [set.id] : [] })
  people.happens(id, { event: 'accepted' })
  const member = await createMember(world.rig.ctx, { email, name: email, role: 'member' })
  return { email, id, ctx: world.rig.as('member', member.id) }
}
const setsOf = ({ id }: Asker) => [...world.rig.portal.people.find(id)!.roleIds]
const later = (ms: number): void => {
  const { clock } = world.rig.organisation
  clock.now = new Date(clock.now.getTime() + ms)
}
const sync = () => syncPeople(world.rig.ctx, { connection: world.connection.id })
const tend = async (): Promise<void> => {
  later(15 * 60_000)
  await tendRequests({
    ...world.rig.services,
    actor: { kind: 'job', name: 'people.requests' },
    door: 'system',
  })
}
async function approved(who: Asker): Promise<string> {
  await sync()
  const request = await askAccess(who.ctx, {
    connection: world.connection.name,
    permissionSet: NEW_SET,
    hours: 8,
    reason: 'The quarter ends.',
  })
  await approveRequest(world.rig.ctx, { request: request.id })
  return request.id
}
async function granted(who: Asker): Promise<string> {
  const id = await approved(who)
  await tend()
  expect(setsOf(who)).toEqual([NEW_SET])
  return id
}
const requestOf = async (id: string) => (await world.rig.services.store.read.requests.get(id))!
async function plan(rules?: Omit<PeopleRules, 'version'>): Promise<StoredPlan> {
  await sync()
  const connection = world.connection.name
  if (!rules) return planPeople(world.rig.ctx, { connection })
  return planPeople(world.rig.ctx, {
    connection,
    rules: { version: 1, protected: SPARED, ...rules },
  })
}
const apply = (made: StoredPlan): Promise<Applied> =>
  applyPlan(world.rig.ctx, { plan: made.id, planHash: made.hash })
const inForce = async () =>
  (await world.rig.services.store.read.provisioning.lastWanted(world.connection.id))?.rules
/** HubSpot takes no write any more, so that a run stops. */
const refuseWrites = () =>
  world.rig.portal.faults.set({
    match: { method: 'PUT', path: '^/settings/v3/users/' },
    effect: { kind: 'status', status: 403, category: 'MISSING_SCOPES' },
  })

beforeEach(() => {
  world.rig.organisation.clock.now = new Date()
  world.rig.portal.faults.clear()
})

describe('rules in force', () => {
  const NEWER = [...SPARED, 'ceo@our-firm.example']

  test('are not put back by a request that goes on after newer ones were applied', async () => {
    const who = await asker()
    await apply(await plan({}))
    const request = await approved(who)
    refuseWrites()
    await tend()
    expect(await requestOf(request)).toMatchObject({ state: 'granting' })
    world.rig.portal.faults.clear()
    const rules = [{ emails: [who.email], permissionSet: 'View only' }]
    await apply(await plan({ protected: NEWER, rules }))
    const { provisioning } = world.rig.services.store.read
    const covered = await provisioning.sources(world.connection.id)
    expect(covered).toMatchObject([{ keys: [who.email] }])
    await tend()
    expect(await requestOf(request)).toMatchObject({ state: 'granted' })
    // What later plans compare with, to see who dropped out.
    expect(await provisioning.sources(world.connection.id)).toEqual(covered)
    expect(await inForce()).toMatchObject({ protected: NEWER })
  })

  test('nor by the way back from a plan of before them', async () => {
    const who = await asker()
    const older = await plan({ rules: [{ emails: [who.email], permissionSet: 'View only' }] })
    await apply(older)
    await apply(await plan({ protected: NEWER }))
    later(1_000)
    await sync()
    await apply(await undoPlan(world.rig.ctx, { plan: older.id }))
    expect(await inForce()).toMatchObject({ protected: NEWER })
  })

  test('nor by a plan without a file that was made before and goes on', async () => {
    const who = await asker()
    await apply(await plan({ rules: [{ emails: [who.email], permissionSet: 'View only' }] }))
    world.rig.portal.people.happens(who.id, { event: 'changed', change: { roleIds: [] } })
    const older = await plan()
    refuseWrites()
    expect((await apply(older)).run.state).toBe('stopped')
    world.rig.portal.faults.clear()
    await apply(await plan({ protected: NEWER }))
    later(1_000)
    expect((await apply(older)).run.state).toBe('finished')
    expect(await inForce()).toMatchObject({ protected: NEWER })
  })
})

test('a plan that somebody has looked at can be applied after access was given by itself', async () => {
  const [who, other] = [await asker(0), await asker(1)]
  const request = await approved(who)
  const made = await plan({ rules: [{ emails: [other.email], permissionSet: 'View only' }] })
  await tend()
  expect(await requestOf(request)).toMatchObject({ state: 'granted' })
  expect((await apply(made)).run.state).toBe('finished')
  const older = await plan({})
  await plan({})
  expect(await codeOf(apply(older))).toBe('people.plan_changed')
})

describe('who has access for a while and leaves', () => {
  test('has it taken away in time, also where they were noted and nothing else was done', async () => {
    const who = await asker()
    const before = setsOf(who)
    const request = await granted(who)
    const made = await plan({ leavers: [{ email: who.email }] })
    refuseWrites()
    expect((await apply(made)).run.state).toBe('stopped')
    world.rig.portal.faults.clear()
    expect(await requestOf(request)).toMatchObject({ state: 'granted' })
    later(9 * HOUR_MS)
    await tend()
    expect(await requestOf(request)).toMatchObject({ state: 'ended' })
    expect(setsOf(who)).toEqual(before)
  })

  test('gets back what was theirs, and no more, when it is undone', async () => {
    const who = await asker()
    const before = setsOf(who)
    const request = await granted(who)
    const made = await plan({ leavers: [{ email: who.email }] })
    await apply(made)
    expect(setsOf(who)).toEqual([])
    expect(await requestOf(request)).toMatchObject({ state: 'ended' })
    await sync()
    await apply(await undoPlan(world.rig.ctx, { plan: made.id }))
    expect(setsOf(who)).toEqual(before)
  })
})

test('the way back from a giving back gives nothing: that is asked for again', async () => {
  const who = await asker()
  const before = setsOf(who)
  await granted(who)
  later(9 * HOUR_MS)
  await tend()
  expect(setsOf(who)).toEqual(before)
  const connection = world.connection.id
  const [last] = await world.rig.services.store.read.provisioning.plans(connection, 1)
  const id = last!.plan.id
  expect((await showUndo(world.rig.ctx, { plan: id })).entries).toMatchObject([
    { way: 'none', note: expect.stringContaining('asks again') as unknown },
  ])
  const back = await undoPlan(world.rig.ctx, { plan: id })
  expect(back.plan.items).toEqual([])
  await apply(back)
  expect(setsOf(who)).toEqual(before)
})
