/**
 * Promise: access for a while ends, whatever a provider writes back of what it read. What was given,
 * and what HubSpot merely happened to have, does not become what the directory wishes.
 */
import { expect, test } from 'vitest'
import { accessRequests, HOUR_MS, NEW_SET } from '../../../tests/support/access-requests.ts'
import { checkRig } from '../../../tests/support/check-rig.ts'
import { EVERYTHING } from '../../domain/scim/project.ts'
import { planPeople } from '../people/provisioning/plan-people.ts'
import { patchScimResource, replaceScimResource } from './change-resource.ts'
import type { ScimResource } from './ports.ts'
import type { ScimContext } from './scim-context.ts'

const world = checkRig()
const { sync, asker, later, tend, granted, nowOf, stateOf } = accessRequests(world)

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

const provider = async (): Promise<ScimContext> => ({
  ...world.rig.ctx,
  door: 'scim',
  connection: await world.stored(),
  base: 'http://localhost/scim/v2/main',
})
const resource = async (kind: 'User' | 'Group', hubspotId: string): Promise<ScimResource> => {
  const all = await world.rig.services.store.read.scim.list(world.connection.id, kind)
  const found = all.find((one) => one.hubspotId === hubspotId)
  if (!found) throw new Error(`no ${kind} ${hubspotId}`)
  return found
}
const changeOf = (kind: 'User' | 'Group', { id }: ScimResource, body: unknown) => ({
  kind,
  id,
  body,
  precondition: null,
  wanted: EVERYTHING,
})
/** As Okta does: all that it read, with another title. */
const putBack = async (user: ScimResource) =>
  replaceScimResource(
    await provider(),
    changeOf('User', user, { schemas: [USER], ...user.content, title: 'Head of Sales' }),
  )
const planned = async (email: string) => {
  await sync()
  const rules = { version: 1 as const, protected: ['rescue@our-firm.example'] }
  const { plan } = await planPeople(world.rig.ctx, { connection: world.connection.id, rules })
  return plan.items.filter((item) => item.email === email)
}

test('a provider reads, and writes back, what somebody has for good', async () => {
  const who = await asker()
  const before = nowOf(who)
  const request = await granted(who)
  expect(nowOf(who).roleIds).toEqual([NEW_SET])
  await sync()
  const user = await resource('User', String(who.id))
  expect(user.content['roles']).toMatchObject([{ value: before.roleIds[0] }])
  await putBack(user)
  later(9 * HOUR_MS)
  await tend()
  expect(await stateOf(request)).toMatchObject({ state: 'ended' })
  expect(nowOf(who)).toEqual(before)
  expect(await planned(who.email)).toEqual([])
})

test('a team that a provider changes for somebody else does not keep who was in it for a while', async () => {
  const who = await asker()
  const other = await asker(1)
  const before = nowOf(who)
  await granted(who)
  const [team] = nowOf(who).secondaryTeamIds
  await sync()
  const group = await resource('Group', String(team))
  const value = (await resource('User', String(other.id))).id
  await patchScimResource(
    await provider(),
    changeOf('Group', group, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'Add', path: 'members', value: [{ value }] }],
    }),
  )
  later(9 * HOUR_MS)
  await tend()
  expect(nowOf(who)).toEqual(before)
  expect(await planned(who.email)).toEqual([])
  expect(await planned(other.email)).toMatchObject([{ act: 'change' }])
})

test('what a provider writes back unchanged is no wish: a change by hand stays', async () => {
  const who = await asker()
  await sync()
  await putBack(await resource('User', String(who.id)))
  world.rig.portal.people.happens(who.id, {
    event: 'changed',
    change: { roleIds: [NEW_SET] },
  })
  expect(await planned(who.email)).toEqual([])
  // What it writes otherwise is one.
  const user = await resource('User', String(who.id))
  await replaceScimResource(
    await provider(),
    changeOf('User', user, { schemas: [USER], ...user.content, roles: [{ value: '51001' }] }),
  )
  expect(await planned(who.email)).toMatchObject([
    { act: 'change', after: { permissionSetIds: ['51001'] } },
  ])
})
