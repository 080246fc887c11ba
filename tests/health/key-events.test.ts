/** What happened to a key at HubSpot is told once, with its doubts, and says why a key ended. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../emulator/index.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import { readKeyEvents } from '../../src/application/health/read-key-events.ts'
import { showHealth } from '../../src/application/health/show-health.ts'
import { showSlots } from '../../src/application/rotation/show-slots.ts'
import { healthRig, type HealthRig } from '../support/health-rig.ts'

let rig: HealthRig
beforeEach(async () => {
  rig = await healthRig()
  rig.organisation.clock.now = new Date()
})
afterEach(() => rig.close())

const WATCHING: EmulatorOptions = {
  tokens: [{ kind: 'service_key', scopes: ['oauth', 'account-info.security.read'] }],
}

/** A while passes for us and for the portal, and the activity is read. */
async function later(portal: Emulator, minutes = 5): Promise<number> {
  portal.clock.advance(minutes * 60_000)
  rig.organisation.clock.now = new Date(portal.clock.now())
  return readKeyEvents(rig.job)
}

const seen = async (name: string) => showHealth(rig.job, { connection: name })

test('each event is told once, however often it is read, and in the inbox of who keeps keys', async () => {
  const admin = await createMember(rig.organisation.operator, {
    name: 'Keeper',
    email: 'keeper@example.com',
    role: 'admin',
  })
  const portal = await rig.portal('main', WATCHING)
  portal.clock.advance(60_000)
  portal.happens(portal.tokens[0]!, { event: 'revealed' })
  expect(await later(portal)).toBe(1)
  expect(await later(portal)).toBe(0)
  portal.happens(portal.tokens[0]!, { event: 'scopes-added', scopes: ['tickets'] })
  expect(await later(portal)).toBe(1)
  const { keyEvents, reading } = await seen('main')
  expect(keyEvents.map(({ meaning, concern }) => [meaning, concern])).toEqual([
    ['scopes_changed', 'this'],
    ['revealed', 'this'],
  ])
  expect(reading).toMatchObject({ outcome: 'read', gap: null, idsProven: true })
  const inbox = await rig.job.store.read.notices.inbox(admin.id, { limit: 10 })
  expect(inbox.map(({ kind, facts }) => [kind, facts['what']])).toEqual([
    ['health.key_event', 'scopes_changed'],
    ['health.key_event', 'revealed'],
  ])
  // An id, since a notice carries no name that somebody typed.
  expect(inbox.map(({ links }) => links.join())).toEqual([
    expect.stringMatching(/^\/connections\/con_[a-z0-9]+$/),
    expect.stringMatching(/^\/connections\/con_[a-z0-9]+$/),
  ])
})

test('what was before the key came here is known, and alarms nobody', async () => {
  const admin = await createMember(rig.organisation.operator, {
    name: 'Keeper',
    email: 'keeper@example.com',
    role: 'admin',
  })
  const portal = await rig.portal('main', WATCHING)
  portal.security.add({
    createdAt: portal.clock.now() - 86_400_000,
    type: 'SERVICE_KEY_CREATE',
    userId: 1,
    actingUser: 'super-admin@example.com',
    objectId: String(portal.tokens[0]!.appId),
  })
  portal.security.add({
    createdAt: portal.clock.now() - 86_000_000,
    type: 'SERVICE_KEY_REVEAL',
    userId: 1,
    actingUser: 'super-admin@example.com',
    objectId: String(portal.tokens[0]!.appId),
  })
  expect(await later(portal)).toBe(2)
  expect(await rig.job.store.read.notices.inbox(admin.id, { limit: 10 })).toEqual([])
})

test('a credential that may not read it says so, and asks nothing of HubSpot', async () => {
  const portal = await rig.portal('main', { tokens: [{ scopes: ['oauth'] }] })
  expect(await later(portal)).toBe(0)
  expect((await seen('main')).reading?.outcome).toBe('not_permitted')
  expect(portal.requests.count({ path: /activity/ })).toBe(0)
})

test('a key that ended cannot tell why; another one of the portal can', async () => {
  const portal = await rig.portal('worker', {
    tokens: [{ kind: 'service_key', scopes: ['oauth'] }],
  })
  const watcher = portal.addToken({
    kind: 'service_key',
    scopes: ['oauth', 'account-info.security.read'],
  })
  await rig.connect('watcher', watcher.secret, {
    baseUrl: portal.url,
    portalId: portal.portal.identity.portalId,
    hubspotScopes: ['account-info.security.read', 'oauth'],
    hubspotAppId: watcher.appId,
  })
  portal.clock.advance(60_000)
  portal.happens(portal.tokens[0]!, { event: 'found-in-public' })
  await later(portal)
  expect(await rig.look('worker', 2)).toBe('revoked deactivated')
  const { diagnosis } = await seen('worker')
  expect(diagnosis.confidence).toBe('likely')
  expect(diagnosis.description).toContain('public')
})

/** A key that may not read the activity, beside one of another maker that may. */
async function watchedByAnother(): Promise<Emulator> {
  const portal = await rig.portal('worker', {
    tokens: [{ kind: 'service_key', scopes: ['oauth'] }],
  })
  const watcher = portal.addToken({
    kind: 'service_key',
    userId: 99,
    scopes: ['oauth', 'account-info.security.read'],
  })
  await rig.connect('watcher', watcher.secret, {
    baseUrl: portal.url,
    portalId: portal.portal.identity.portalId,
    hubspotScopes: ['account-info.security.read', 'oauth'],
    hubspotAppId: watcher.appId,
    hubspotUserId: 99,
  })
  return portal
}

test.each([
  ['and the key goes on', false, 'creator_deactivated creator_left', 'active'],
  ['and the key ends with it', true, 'revoked creator_left', 'needs_reauth'],
])('its maker leaves, %s: either reading is told', async (_, ends, believed, state) => {
  const portal = await watchedByAnother()
  portal.switches.creatorEndsTokens = ends
  portal.clock.advance(60_000)
  portal.happens(portal.tokens[0]!, { event: 'creator-removed' })
  await later(portal)
  expect(await rig.look('worker', 2)).toBe(believed)
  expect(await rig.look('watcher', 2)).toBe('healthy')
  const { diagnosis } = await seen('worker')
  expect(diagnosis.remedy).toContain('super admin who stays')
  expect((await rig.job.store.read.connections.findByName('worker'))?.state).toBe(state)
})

test('why a key ended is told to callers as soon as it is known', async () => {
  const portal = await watchedByAnother()
  const reason = async () =>
    (await rig.job.store.read.connections.findByName('worker'))?.stateReason ?? ''
  portal.clock.advance(60_000)
  portal.happens(portal.tokens[0]!, { event: 'deactivated' })
  rig.organisation.clock.now = new Date(portal.clock.now())
  expect(await rig.look('worker', 2)).toBe('revoked removed_unseen')
  expect(await reason()).toContain('HubSpot does not say why')
  await later(portal)
  expect(await rig.look('worker')).toBe('revoked deactivated')
  expect(await reason()).toContain('shows that the key was deactivated')
  const changes = (await rig.organisation.events()).length
  await rig.look('worker', 2)
  expect((await rig.organisation.events()).length).toBe(changes)
})

test('a key that ended is told by its end, though its maker left afterwards', async () => {
  const portal = await watchedByAnother()
  portal.clock.advance(60_000)
  portal.happens(portal.tokens[0]!, { event: 'found-in-public' })
  portal.clock.advance(60_000)
  portal.happens(portal.tokens[0]!, { event: 'creator-removed' })
  await later(portal)
  expect(await rig.look('worker', 2)).toBe('revoked deactivated')
})

test('without ids it is perhaps this key; oldest first is read as well', async () => {
  const portal = await rig.portal('main', WATCHING)
  portal.switches.securityActivityObjects = false
  portal.switches.securityActivityOrder = 'oldest'
  portal.clock.advance(60_000)
  portal.happens(portal.tokens[0]!, { event: 'revealed' })
  expect(await later(portal)).toBe(1)
  expect((await seen('main')).keyEvents[0]).toMatchObject({ concern: 'perhaps' })
})

test('more than is read at once is read in halves, and nothing is lost', async () => {
  const portal = await rig.portal('main', WATCHING)
  for (let index = 0; index < 4_500; index++)
    portal.security.add({
      createdAt: portal.clock.now() - 2 * 86_400_000 + index * 30_000,
      type: index % 1_500 === 0 ? 'SERVICE_KEY_REVEAL' : 'CONTACT_DATA_EXPORT',
      userId: 1,
      actingUser: 'super-admin@example.com',
      objectId: String(portal.tokens[0]!.appId),
    })
  expect(await later(portal)).toBe(3)
})

test('after an outage longer than HubSpot is known to keep, the gap is said', async () => {
  const portal = await rig.portal('main', WATCHING)
  await later(portal)
  await later(portal, 120 * 24 * 60)
  const { reading } = await seen('main')
  expect(reading?.gap).not.toBeNull()
  const days = (reading!.gap!.to.getTime() - reading!.gap!.from.getTime()) / 86_400_000
  expect(Math.round(days)).toBe(30)
})

test('what could not be read is read later: nothing is skipped', async () => {
  const portal = await rig.portal('main', WATCHING)
  portal.clock.advance(60_000)
  portal.happens(portal.tokens[0]!, { event: 'revealed' })
  portal.faults.set({ effect: { kind: 'status', status: 503 } })
  expect(await later(portal, 180)).toBe(0)
  expect((await seen('main')).reading?.outcome).toBe('failed')
  portal.faults.clear()
  expect(await later(portal, 180)).toBe(1)
})

/** Somebody rotates it at HubSpot, and lets the present one expire later. */
function rotatedElsewhere(portal: Emulator): { readonly endsAt: Date } {
  const [token] = portal.tokens
  if (!token) throw new Error('the portal has no token')
  portal.rotateToken(token, 7 * 86_400_000)
  const createdAt = portal.clock.now()
  portal.security.add({
    createdAt,
    type: 'SERVICE_KEY_ROTATE',
    userId: 1,
    actingUser: 'super-admin@example.com',
    objectId: String(token.appId),
  })
  return { endsAt: new Date(createdAt + 7 * 86_400_000) }
}
const endOf = async (name: string) =>
  (await showSlots(rig.job, { connection: name })).current?.endsAt

test('a key that somebody rotated at HubSpot has an end, and what became of its maker is told all the same', async () => {
  const portal = await rig.portal('main', WATCHING)
  portal.clock.advance(60_000)
  portal.happens(portal.tokens[0]!, { event: 'creator-demoted' })
  await later(portal)
  const { endsAt } = rotatedElsewhere(portal)
  await later(portal)
  expect(await endOf('main')).toEqual(endsAt)
  // HubSpot takes it still: that it was rotated does not hide why it may end sooner.
  expect(await rig.look('main', 3)).toMatch(/^creator_deactivated/)
})

test('its end is known also where somebody checked the key before the activity was read', async () => {
  const portal = await rig.portal('main', WATCHING)
  // Later than clocks may differ by.
  portal.clock.advance(10 * 60_000)
  const { endsAt } = rotatedElsewhere(portal)
  portal.clock.advance(1_000)
  // HubSpot takes it for some days, so a check proves nothing of a rotation.
  await rig.organisation.database.pool.query('update connection set checked_at = $1', [
    new Date(portal.clock.now()),
  ])
  await rig.job.pictures.refresh()
  await later(portal)
  expect(await endOf('main')).toEqual(endsAt)
})
