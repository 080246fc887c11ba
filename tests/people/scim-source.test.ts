/**
 * What identity providers say, all the way: over HTTP in their dialects, into a plan with its guards,
 * into the emulated portal, and back to the provider once a sealed reading shows it.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { User } from '../../emulator/index.ts'
import { applyPlan } from '../../src/application/people/provisioning/apply-plan.ts'
import type { Applied } from '../../src/application/people/provisioning/carry-through.ts'
import { planPeople } from '../../src/application/people/provisioning/plan-people.ts'
import type { StoredPlan } from '../../src/application/people/provisioning/ports.ts'
import { syncPeople } from '../../src/application/people/sync-people.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import type { Context } from '../../src/application/context.ts'
import { createReview } from '../../src/application/review/create-review.ts'
import { decideRows } from '../../src/application/review/decide-rows.ts'
import { freezeReview } from '../../src/application/review/freeze-review.ts'
import { openReview } from '../../src/application/review/open-review.ts'
import { planRemediation } from '../../src/application/review/plan-remediation.ts'
import { listRows } from '../../src/application/review/show-reviews.ts'
import { revokeKey } from '../../src/application/access/revoke-key.ts'
import type { PeopleRules } from '../../src/domain/people/rules.ts'
import { AMPLE, grantAmple } from '../support/ample.ts'
import { patch, person, PORTAL, scimWorld, type ScimWorld } from '../support/scim-world.ts'

const connection = 'main'
let world: ScimWorld
let ask: ScimWorld['provider']['ask']
beforeAll(async () => {
  world = await scimWorld({ portal: { users: 60, ...AMPLE } })
  await grantAmple(world.admin, connection)
  ask = (...asked) => world.provider.ask(...asked)
  await sync()
  untouched.push(
    ...world.portal.people
      .list()
      .filter(({ superAdmin, state, roleIds }) => !superAdmin && state === 'active' && roleIds[0])
      .map((user) => ({ ...user })),
  )
  // Nobody knows as whom a service key works, so somebody has to be named whom to spare.
  await apply(await plan({ version: 1, protected: ['rescue@our-firm.example'] }))
})
afterAll(() => world.close())

const sync = async (): Promise<void> => {
  expect(await syncPeople(world.admin, { connection })).toMatchObject({ state: 'sealed' })
}
const plan = async (rules?: PeopleRules): Promise<StoredPlan> => {
  await sync()
  return planPeople(world.admin, { connection, ...(rules && { rules }) })
}
const apply = (made: StoredPlan): Promise<Applied> =>
  applyPlan(world.admin, { plan: made.id, planHash: made.hash })
const itemsOf = (made: StoredPlan, email: string) =>
  made.plan.items.filter((item) => item.email === email).map(({ act }) => act)
/** Where sources differ; nobody is `rescue@…`, which is told too. */
const differing = (made: StoredPlan) =>
  (made.plan.notes ?? []).filter(({ heard }) => heard !== null)
const endings = ({ outcomes }: Applied) => [...new Set(outcomes.map(({ ending }) => ending))]

const untouched: User[] = []
/** Another one each time: active, plain, with some access. */
function somebody(): User {
  const user = untouched.shift()
  if (!user) throw new Error('nobody is left')
  return user
}
const idOf = async (email: string): Promise<string> => {
  const { body } = await ask('GET', `/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}`)
  const [found] = body['Resources'] as unknown as { id: string }[]
  return found?.id ?? ''
}
const statusOf = async (id: string): Promise<unknown> => {
  const { body } = await ask('GET', `/Users/${id}`)
  return (body[PORTAL] as { status?: unknown } | undefined)?.status
}
const nowOf = (email: string) => world.portal.people.find(email)

beforeEach(() => world.portal.faults.clear())

const DIALECTS = {
  Okta: {
    off: patch({ op: 'replace', value: { active: false } }),
    on: patch({ op: 'replace', value: { active: true } }),
  },
  Entra: {
    off: patch({ op: 'Replace', path: 'active', value: 'False' }),
    on: patch({ op: 'Replace', path: 'active', value: 'True' }),
  },
}

describe.each(Object.entries(DIALECTS))('%s switches somebody off', (_, { off, on }) => {
  it('which is the way out by a plan, and applied only once a reading shows it', async () => {
    const leaver = somebody()
    const id = await idOf(leaver.email)
    expect((await ask('PATCH', `/Users/${id}`, off)).status).toBe(200)
    expect(await statusOf(id)).toMatchObject({ state: 'pending' })
    const made = await plan()
    expect(itemsOf(made, leaver.email)).toEqual(['flag', 'strip', 'task'])
    expect(nowOf(leaver.email)).toMatchObject({ roleIds: leaver.roleIds })
    expect(endings(await apply(made))).toEqual(['done'])
    expect(nowOf(leaver.email)).toMatchObject({ roleIds: [], seatNames: [], primaryTeamId: null })
    // Stripped is not gone, and the provider is told so.
    await sync()
    expect(await statusOf(id)).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining('taken') as unknown,
    })
    world.portal.people.happens(leaver.id, { event: 'deactivated' })
    expect(await statusOf(id)).toMatchObject({ state: 'pending' })
    await sync()
    expect(await statusOf(id)).toMatchObject({ state: 'applied' })
  })

  it('and on again: exactly what was taken is given back', async () => {
    const leaver = somebody()
    const id = await idOf(leaver.email)
    await ask('PATCH', `/Users/${id}`, off)
    await apply(await plan())
    await ask('PATCH', `/Users/${id}`, on)
    await sync()
    const back = await plan()
    expect(itemsOf(back, leaver.email)).toEqual(['restore'])
    await apply(back)
    expect(nowOf(leaver.email)).toMatchObject({
      roleIds: leaver.roleIds,
      primaryTeamId: leaver.primaryTeamId,
      seatNames: leaver.seatNames,
    })
  })
})

it('a create is a create in the plan; the resource then is that user', async () => {
  const email = 'joiner@our-firm.example'
  const made = await ask('POST', '/Users', person(email, { roles: [{ value: 'View only' }] }))
  const id = String(made.body['id'])
  const first = await plan()
  expect(itemsOf(first, email)).toEqual(['create'])
  await apply(first)
  expect(nowOf(email)).toMatchObject({ state: 'invited', roleIds: ['51002'] })
  expect(await statusOf(id)).toMatchObject({ state: 'pending' })
  await sync()
  const { body } = await ask('GET', `/Users/${id}`)
  expect(body[PORTAL]).toMatchObject({
    hubspotUserId: String(nowOf(email)?.id),
    status: { state: 'applied' },
  })
  expect(itemsOf(await plan(), email)).toEqual([])
})

it('DELETE is a wish held by guards, and dropping out of the directory is none', async () => {
  const [gone, silent] = [somebody(), somebody()]
  await ask('DELETE', `/Users/${await idOf(gone.email)}`)
  const made = await plan()
  expect(itemsOf(made, gone.email)).toEqual(['flag', 'strip', 'task'])
  // Nobody ever wrote this one: a directory that does not name somebody says nothing of them.
  expect(itemsOf(made, silent.email)).toEqual([])
  await apply(made)
  expect(nowOf(gone.email)).toMatchObject({ state: 'active', roleIds: [] })
})

it('too many at once are held by the limit, and the provider reads which', async () => {
  const four = [somebody(), somebody(), somebody(), somebody(), somebody(), somebody(), somebody()]
  const ids = await Promise.all(four.map(({ email }) => idOf(email)))
  for (const id of ids) await ask('PATCH', `/Users/${id}`, DIALECTS.Okta.off)
  const made = await plan()
  expect(made.plan.blocks.map(({ guard }) => guard)).toContain('run_threshold')
  await expect(apply(made)).rejects.toMatchObject({ code: 'people.plan_blocked' })
  expect(await statusOf(ids[0]!)).toMatchObject({
    state: 'blocked',
    reason: expect.stringContaining('lose their access') as unknown,
  })
  for (const id of ids) await ask('PATCH', `/Users/${id}`, DIALECTS.Okta.on)
  for (const { email, roleIds } of four) expect(nowOf(email)).toMatchObject({ roleIds })
  await sync()
  expect(await statusOf(ids[0]!)).toMatchObject({ state: 'applied' })
})

it('a super admin whom the directory switches off is a person’s to demote', async () => {
  const admin = world.portal.people.list().find(({ superAdmin }) => superAdmin)!
  const id = await idOf(admin.email)
  await ask('PATCH', `/Users/${id}`, DIALECTS.Entra.off)
  const made = await plan()
  expect(itemsOf(made, admin.email)).toEqual(['task'])
  expect(made.plan.blocks).toContainEqual(
    expect.objectContaining({ guard: 'last_super_admins', email: admin.email }),
  )
  await apply(made)
  expect(nowOf(admin.email)).toMatchObject({ superAdmin: true, state: 'active' })
  expect(await statusOf(id)).toMatchObject({ state: 'blocked' })
  await ask('PATCH', `/Users/${id}`, DIALECTS.Entra.on)
})

it('of a permission set that there is not, nothing is planned, and both sides are told', async () => {
  const one = somebody()
  const id = await idOf(one.email)
  await ask(
    'PATCH',
    `/Users/${id}`,
    patch({ op: 'replace', path: 'roles', value: [{ value: 'No such set' }] }),
  )
  const made = await plan()
  expect(itemsOf(made, one.email)).toEqual([])
  expect(made.plan.blocks).toContainEqual(
    expect.objectContaining({ guard: 'unknown_target', on: 'person', email: one.email }),
  )
  expect(await statusOf(id)).toMatchObject({
    state: 'blocked',
    reason: expect.stringContaining('No such set') as unknown,
  })
  await ask('PATCH', `/Users/${id}`, patch({ op: 'remove', path: 'roles' }))
})

it('members of a group are in its team after the plan', async () => {
  const { body } = await ask('GET', '/Groups')
  const [team] = body['Resources'] as unknown as { id: string; members?: { value: string }[] }[]
  const members = new Set((team?.members ?? []).map(({ value }) => value))
  let one = somebody()
  while (members.has(await idOf(one.email))) one = somebody()
  const id = await idOf(one.email)
  await ask(
    'PATCH',
    `/Groups/${team?.id}`,
    patch({ op: 'add', path: 'members', value: [{ value: id }] }),
  )
  const made = await plan()
  expect(itemsOf(made, one.email)).toEqual(['change'])
  // It was read from the portal, so nobody else's teams move with it.
  expect(made.plan.items.filter(({ act }) => act === 'change')).toHaveLength(1)
  await apply(made)
  const group = (await ask('GET', `/Groups/${team?.id}`)).body[PORTAL.replace('User', 'Group')]
  const { hubspotTeamId } = group as unknown as { hubspotTeamId: string }
  const { primaryTeamId, secondaryTeamIds } = nowOf(one.email)!
  expect([primaryTeamId, ...secondaryTeamIds]).toContain(hubspotTeamId)
})

describe('beside rules', () => {
  it('the directory is heard on what both say, rules fill in the rest, and that is told', async () => {
    const one = somebody()
    const id = await idOf(one.email)
    await ask(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'replace', path: 'roles', value: [{ value: '51002' }] }),
    )
    const protectedUsers = { version: 1, protected: ['rescue@our-firm.example'] } as const
    const made = await plan({
      ...protectedUsers,
      rules: [{ emails: [one.email], permissionSet: null, seats: ['View-Only Seat'] }],
    })
    const item = made.plan.items.find(({ email }) => email === one.email)
    expect(item?.after).toMatchObject({ seats: ['View-Only Seat'], permissionSetIds: ['51002'] })
    expect(item?.reason).toContain('The directory and the rules file want')
    expect(differing(made)).toMatchObject([
      { email: one.email, heard: 'scim', passedOver: 'rules' },
    ])
    expect(differing(made)[0]?.sentence).toContain('permission set')
  })

  it('a leaver of the directory leaves, though a rule wants them; a leaver of the file whom it wants is held', async () => {
    const [leaver, disputed] = [somebody(), somebody()]
    await ask('PATCH', `/Users/${await idOf(leaver.email)}`, DIALECTS.Okta.off)
    await ask('PATCH', `/Users/${await idOf(disputed.email)}`, DIALECTS.Okta.on)
    await ask(
      'PATCH',
      `/Users/${await idOf(disputed.email)}`,
      patch({ op: 'replace', path: 'title', value: 'Taster' }),
    )
    const made = await plan({
      version: 1,
      protected: ['rescue@our-firm.example'],
      rules: [{ emails: [leaver.email], permissionSet: 'View only' }],
      leavers: [{ email: disputed.email }],
    })
    expect(itemsOf(made, leaver.email)).toEqual(['flag', 'strip', 'task'])
    expect(differing(made)).toMatchObject([{ email: leaver.email }])
    expect(itemsOf(made, disputed.email)).toEqual([])
    expect(made.plan.blocks).toContainEqual(
      expect.objectContaining({ guard: 'ambiguous_match', email: disputed.email }),
    )
    await ask('PATCH', `/Users/${await idOf(leaver.email)}`, DIALECTS.Okta.on)
  })

  it('stay in force without their file, until another is carried out', async () => {
    const one = somebody()
    await apply(
      await plan({
        version: 1,
        protected: ['rescue@our-firm.example', one.email],
        settings: { coolOffDays: 30 },
      }),
    )
    await ask('PATCH', `/Users/${await idOf(one.email)}`, DIALECTS.Okta.off)
    const made = await plan()
    expect(made.wanted.settings.coolOffDays).toBe(30)
    expect(made.plan.blocks).toMatchObject([
      { guard: 'break_glass' },
      { guard: 'break_glass' },
      { guard: 'break_glass' },
    ])
    await ask('PATCH', `/Users/${await idOf(one.email)}`, DIALECTS.Okta.on)
  })
})

it('what a review took is not given back by a directory that knows the user by another address', async () => {
  const user = somebody()
  const { admin } = world
  const id = await idOf(user.email)
  const renamed = `renamed-${user.id}@our-firm.example`
  const value = {
    userName: renamed,
    emails: [{ primary: true, value: renamed, type: 'work' }],
    roles: [{ value: 'View only' }],
  }
  expect((await ask('PATCH', `/Users/${id}`, patch({ op: 'replace', value }))).status).toBe(200)
  await sync()
  for (const name of ['reviewer', 'stand-in'])
    await createMember(admin, { name, email: `${name}@our-firm.example`, role: 'member' })
  const { id: review } = await createReview(admin, {
    name: 'Q4',
    connections: [{ connection }],
    scope: 'all',
    privilegedSets: [],
    reviewer: { person: 'reviewer@our-firm.example' },
    fallback: ['stand-in@our-firm.example'],
    dueAt: new Date(Date.now() + 86_400_000),
    remindDays: [],
  })
  await openReview(admin, { review })
  const { items } = await listRows(admin, { review, mine: false, limit: 500, after: 0 })
  const { reviewer, no } = items.find(({ row }) => row.userId === String(user.id))!.row
  const by = { ...admin, actor: actorOf(reviewer) }
  const nos = items.map(({ row }) => row.no)
  await decideRows(by, {
    review,
    rows: nos,
    decision: { kind: 'keep', reason: null },
    seconds: null,
  })
  await decideRows(by, {
    review,
    rows: [no],
    decision: { kind: 'change', to: { permissionSetId: null }, reason: null },
    seconds: null,
  })
  await freezeReview(admin, { review })
  await sync()
  const [made] = await planRemediation(admin, { review })
  expect(made?.plan.items).toEqual([])
  expect(made?.plan.blocks).toMatchObject([{ guard: 'ambiguous_match' }])
})

it('a provider whose last key was revoked takes nobody’s access', async () => {
  const one = somebody()
  const id = await idOf(one.email)
  await ask('PATCH', `/Users/${id}`, DIALECTS.Okta.off)
  const [, keyId] = /^hw_([a-z0-9]+)_/.exec(world.provider.key) ?? []
  const keys = await world.admin.store.read.keys.list()
  const key = keys.find((known) => known.id.endsWith(keyId ?? '?'))
  await revokeKey(world.admin, { key: key?.id ?? '' })
  const made = await plan()
  const held = made.plan.blocks.filter(({ guard }) => guard === 'shrunken_source')
  expect(held.map(({ email }) => email)).toContain(one.email)
  expect(held[0]?.sentence).toContain('expired')
})

const actorOf = ({ id, name }: { id: string; name: string }): Context['actor'] => ({
  kind: 'principal',
  principalId: id,
  principalName: name,
  means: { kind: 'key', id: 'key_00000000000000000000', name: 'test', expiresAt: null },
  role: 'member',
})
