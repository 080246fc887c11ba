/** What identity providers wish, carried out without a person: only where it is switched on, and no guard asks. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { setAutomatic } from '../../src/application/people/provisioning/automatic.ts'
import { applyPlan } from '../../src/application/people/provisioning/apply-plan.ts'
import { planPeople } from '../../src/application/people/provisioning/plan-people.ts'
import { provisionDue } from '../../src/application/people/provisioning/provision-due.ts'
import { undoPlan } from '../../src/application/people/provisioning/undo-plan.ts'
import { approveRequest } from '../../src/application/people/requests/answer-request.ts'
import { askAccess } from '../../src/application/people/requests/ask-access.ts'
import { tendRequests } from '../../src/application/people/requests/tend-requests.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import { syncPeople } from '../../src/application/people/sync-people.ts'
import type { Context } from '../../src/application/context.ts'
import { AMPLE, grantAmple } from '../support/ample.ts'
import { patch, person, PORTAL, scimWorld, type ScimWorld } from '../support/scim-world.ts'

const connection = 'main'
let world: ScimWorld
let job: Context
const users: { email: string; roleIds: readonly string[] }[] = []
beforeAll(async () => {
  world = await scimWorld({ portal: { users: 40, ...AMPLE } })
  await grantAmple(world.admin, 'main')
  job = { ...world.admin, actor: { kind: 'job', name: 'people.provision' }, door: 'system' }
  await syncPeople(world.admin, { connection })
  users.push(
    ...world.portal.people
      .list()
      .filter(({ superAdmin, state, roleIds }) => !superAdmin && state === 'active' && roleIds[0])
      .map((user) => structuredClone(user)),
  )
  const rules = { version: 1, protected: ['rescue@our-firm.example'] } as const
  const made = await planPeople(world.admin, { connection, rules })
  await applyPlan(world.admin, { plan: made.id, planHash: made.hash })
})
afterAll(() => world.close())

const ask = (...asked: Parameters<ScimWorld['provider']['ask']>) => world.provider.ask(...asked)
const nowOf = (email: string) => world.portal.people.find(email)
const plans = async () => {
  const { read } = world.admin.store
  const { id } = (await read.connections.findByName(connection))!
  return read.provisioning.plans(id, 50)
}
const idOf = async (email: string): Promise<string> => {
  const { body } = await ask('GET', `/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}`)
  return (body['Resources'] as unknown as { id: string }[])[0]?.id ?? ''
}
const waits = async () =>
  (await world.pool.query("select facts from notice where kind = 'people.plan_waits'")).rows

it('is off unless somebody switches it on', async () => {
  await ask('POST', '/Users', person('first@our-firm.example'))
  await provisionDue(job)
  expect(nowOf('first@our-firm.example')).toBeUndefined()
  await expect(setAutomatic(job, { connection, on: true })).rejects.toMatchObject({
    code: 'auth.forbidden',
  })
})

it('then a create is there, and the provider is told by the reading after it', async () => {
  await setAutomatic(world.admin, { connection, on: true })
  await provisionDue(job)
  expect(nowOf('first@our-firm.example')).toMatchObject({ state: 'invited' })
  const { body } = await ask('GET', `/Users/${await idOf('first@our-firm.example')}`)
  expect(body[PORTAL]).toMatchObject({ status: { state: 'applied' } })
})

it('where nothing is new nothing is planned, read or told', async () => {
  await provisionDue(job)
  const before = (await plans()).length
  const reading = await world.pool.query('select count(*) from people_reading')
  await provisionDue(job)
  await provisionDue(job)
  expect(await plans()).toHaveLength(before)
  expect((await world.pool.query('select count(*) from people_reading')).rows).toEqual(reading.rows)
})

it('a leaver goes up to the strip; too many at once wait for a person, who is told once', async () => {
  const off = patch({ op: 'replace', value: { active: false } })
  const [leaver, ...many] = users.splice(0, 8)
  await ask('PATCH', `/Users/${await idOf(leaver!.email)}`, off)
  await provisionDue(job)
  expect(nowOf(leaver!.email)).toMatchObject({ state: 'active', roleIds: [] })
  expect(await waits()).toEqual([])
  for (const { email } of many) await ask('PATCH', `/Users/${await idOf(email)}`, off)
  await provisionDue(job)
  await provisionDue(job)
  for (const { email, roleIds } of many) expect(nowOf(email)).toMatchObject({ roleIds })
  expect(await waits()).toHaveLength(1)
  const on = patch({ op: 'replace', value: { active: true } })
  for (const { email } of many) await ask('PATCH', `/Users/${await idOf(email)}`, on)
  await provisionDue(job)
})

it('what a person took back is not done again', async () => {
  const [one] = users.splice(0, 1)
  const off = patch({ op: 'replace', value: { active: false } })
  await ask('PATCH', `/Users/${await idOf(one!.email)}`, off)
  await provisionDue(job)
  expect(nowOf(one!.email)?.roleIds).toEqual([])
  const did = (await plans()).find(({ plan }) =>
    plan.plan.items.some(({ act, email }) => act === 'strip' && email === one!.email),
  )
  await syncPeople(world.admin, { connection })
  const back = await undoPlan(world.admin, { plan: did!.plan.id })
  await applyPlan(world.admin, { plan: back.id, planHash: back.hash })
  expect(nowOf(one!.email)?.roleIds).toEqual(one!.roleIds)
  await syncPeople(world.admin, { connection })
  await provisionDue(job)
  expect(nowOf(one!.email)?.roleIds).toEqual(one!.roleIds)

  // Also where access for a while was given meanwhile, and somebody has looked at what a plan would do.
  const { id } = world.portal.people.find(one!.email)!
  const [asker] = users.splice(0, 1)
  await givenForAWhile(asker!.email)
  await planPeople(world.admin, { connection })
  await syncPeople(world.admin, { connection })
  await provisionDue(job)
  expect(world.portal.people.find(id)?.roleIds).toEqual(one!.roleIds)
  // Until a person has applied another plan: then what is still wished is done.
  const next = await planPeople(world.admin, { connection })
  expect(next.plan.items.map(({ act }) => act)).toContain('strip')
  await applyPlan(world.admin, { plan: next.id, planHash: next.hash })
  expect(world.portal.people.find(id)?.roleIds).toEqual([])
  const [another] = users.splice(0, 1)
  await ask('PATCH', `/Users/${await idOf(another!.email)}`, off)
  await provisionDue(job)
  expect(nowOf(another!.email)?.roleIds).toEqual([])
})

it('what HubSpot refuses is told once and tried again after longer and longer pauses, and the rest is done', async () => {
  const refused = 'refused@our-firm.example'
  world.portal.faults.set({
    match: { method: 'POST', path: '^/settings/v3/users$' },
    effect: { kind: 'status', status: 400, category: 'VALIDATION_ERROR' },
  })
  const tries = async (): Promise<number> => {
    const { rows } = await world.pool.query(
      "select from provisioning_outcome where item_id like '%' || $1 and ending = 'refused'",
      [refused],
    )
    return rows.length
  }
  const told = (await waits()).length
  await ask('POST', '/Users', person(refused))
  for (let round = 0; round < 4; round += 1) await provisionDue(job)
  const made = (await plans()).length
  for (let round = 0; round < 4; round += 1) await provisionDue(job)
  expect(await tries()).toBe(1)
  expect(await plans()).toHaveLength(made)
  expect((await waits()).slice(told)).toMatchObject([
    { facts: { guards: 'refused', waiting: '1' } },
  ])
  // A second attempt after ten minutes, a third twenty minutes later.
  await inMinutes(11)
  await inMinutes(11)
  expect(await tries()).toBe(2)
  await inMinutes(11)
  expect(await tries()).toBe(3)
  expect((await waits()).slice(told)).toHaveLength(1)
  // Meanwhile others come.
  world.portal.faults.clear()
  await ask('POST', '/Users', person('meanwhile@our-firm.example'))
  await provisionDue(job)
  expect(nowOf('meanwhile@our-firm.example')).toMatchObject({ state: 'invited' })
  expect(nowOf(refused)).toBeUndefined()
  await inMinutes(41)
  expect(nowOf(refused)).toMatchObject({ state: 'invited' })
})

/** For the job; what was noted grows older by as much. */
async function inMinutes(minutes: number): Promise<void> {
  await world.pool.query(
    "update provisioning_outcome set at = at - make_interval(mins => $1) where ending = 'refused'",
    [minutes],
  )
  for (let round = 0; round < 3; round += 1) await provisionDue(job)
}

/** Asked for and approved by others, and given by the job. */
async function givenForAWhile(email: string): Promise<void> {
  const member = await createMember(world.admin, { email, name: email, role: 'member' })
  const actor = {
    kind: 'principal' as const,
    principalId: member.id,
    principalName: email,
    role: 'member' as const,
    means: { kind: 'key' as const, id: 'key_asks', name: 'test', expiresAt: null },
  }
  const reason = 'The quarter ends.'
  const asked = await askAccess(
    { ...world.admin, actor },
    { connection, teams: ['Service'], hours: 8, reason },
  )
  await approveRequest(world.admin, { request: asked.id })
  await tendRequests(job)
  expect(await world.admin.store.read.requests.get(asked.id)).toMatchObject({ state: 'granted' })
}
