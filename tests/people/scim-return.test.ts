/**
 * Whoever an identity provider switches off by mistake gets back exactly what was taken, also where
 * teams are the directory's matter and nobody ever spoke of theirs; and a deleted Group empties no team.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { applyPlan } from '../../src/application/people/provisioning/apply-plan.ts'
import { planPeople } from '../../src/application/people/provisioning/plan-people.ts'
import { syncPeople } from '../../src/application/people/sync-people.ts'
import { AMPLE, grantAmple } from '../support/ample.ts'
import { patch, scimWorld, type ScimWorld } from '../support/scim-world.ts'

const connection = 'main'
let world: ScimWorld
beforeAll(async () => {
  world = await scimWorld({ portal: { users: 60, ...AMPLE } })
  await grantAmple(world.admin, connection)
  await syncPeople(world.admin, { connection })
})
afterAll(() => world.close())

const ask: ScimWorld['provider']['ask'] = (...asked) => world.provider.ask(...asked)
/** From the newest reading that there is. */
const plan = () => {
  const rules = { version: 1 as const, protected: ['rescue@our-firm.example'] }
  return planPeople(world.admin, { connection, rules })
}
const apply = async () => {
  await syncPeople(world.admin, { connection })
  const made = await plan()
  await applyPlan(world.admin, { plan: made.id, planHash: made.hash })
}
const idOf = async (email: string): Promise<string> => {
  const filter = encodeURIComponent(`userName eq "${email}"`)
  const { body } = await ask('GET', `/Users?filter=${filter}`)
  return (body['Resources'] as unknown as { id: string }[])[0]?.id ?? ''
}
const groups = async () =>
  (await ask('GET', '/Groups?count=50')).body['Resources'] as unknown as {
    id: string
    displayName: string
    members?: { value: string }[]
  }[]
const active = (on: boolean) => patch({ op: 'replace', value: { active: on } })
const accessOf = (email: string) => {
  const user = world.portal.people.find(email)
  if (!user) throw new Error(`${email} is gone`)
  const { roleIds, primaryTeamId, secondaryTeamIds, seatNames } = user
  return structuredClone({ roleIds, primaryTeamId, secondaryTeamIds, seatNames })
}

it('gives back teams that no Group of the provider is', async () => {
  const [leaver, other] = world.portal.people
    .list()
    .filter(
      ({ superAdmin, state, primaryTeamId }) => !superAdmin && state === 'active' && primaryTeamId,
    )
  if (!leaver || !other) throw new Error('nobody is there')
  const before = accessOf(leaver.email)
  const id = await idOf(leaver.email)
  // From here on teams are the directory's matter.
  const group = (await groups()).find((one) => !one.members?.some(({ value }) => value === id))
  const added = patch({ op: 'Add', path: 'members', value: [{ value: await idOf(other.email) }] })
  expect((await ask('PATCH', `/Groups/${group?.id}`, added)).status).toBe(200)
  await ask('PATCH', `/Users/${id}`, active(false))
  await apply()
  expect(accessOf(leaver.email)).toMatchObject({ roleIds: [], primaryTeamId: null })
  await syncPeople(world.admin, { connection })
  await ask('PATCH', `/Users/${id}`, active(true))
  await apply()
  expect(accessOf(leaver.email)).toEqual(before)
})

it('holds what a deleted Group would take from most of a team', async () => {
  const [large, another] = (await groups()).toSorted(
    (a, b) => (b.members?.length ?? 0) - (a.members?.length ?? 0),
  )
  // As a push of two Groups does: teams are the directory's matter.
  const members = another?.members?.slice(0, 1)
  await ask(
    'PATCH',
    `/Groups/${another?.id}`,
    patch({ op: 'Add', path: 'members', value: members }),
  )
  expect((await ask('DELETE', `/Groups/${large?.id}`)).status).toBe(204)
  const { plan: made } = await plan()
  const held = made.blocks.filter(({ guard }) => guard === 'emptied_team')
  expect(held.length).toBeGreaterThan(5)
  expect(held[0]?.sentence).toContain(`the team "${large?.displayName}"`)
})
