/** An entry of HubSpot's security activity is ours by its id, perhaps ours without one, or not at all. */
import { expect, test } from 'vitest'
import { concernOf, KEY_EVENTS, type OurKey, type SecurityEntry } from './key-events.ts'

const OURS: OurKey = { kind: 'service_key', appId: 31, creatorId: 8, idsProven: false }
const entry = (type: string, objectId: string | null): SecurityEntry => ({
  id: '1',
  at: new Date(0),
  type,
  actorId: 9,
  objectId,
})

test('by its id', () => {
  expect(concernOf(entry('SERVICE_KEY_ROTATE', '31'), OURS)).toEqual({
    means: 'rotated',
    concern: 'this',
  })
})

test('an entry without an id, or with one that means something else, is perhaps ours', () => {
  expect(concernOf(entry('SERVICE_KEY_REVEAL', null), OURS)?.concern).toBe('perhaps')
  expect(concernOf(entry('SERVICE_KEY_REVEAL', '99'), OURS)?.concern).toBe('perhaps')
})

test('once ids proved right, another id is another key', () => {
  expect(concernOf(entry('SERVICE_KEY_REVEAL', '99'), { ...OURS, idsProven: true })).toBeNull()
})

test('another kind of key is none of ours', () => {
  expect(concernOf(entry('PRIVATE_APP_ACCESS_TOKEN_ROTATE', '32'), OURS)).toBeNull()
  expect(concernOf(entry('PRIVATE_APP_ACCESS_TOKEN_ROTATE', null), OURS)).toBeNull()
  expect(concernOf(entry('SERVICE_KEY_ROTATE', '32'), { ...OURS, kind: 'private_app' })).toBeNull()
})

test('HubSpot’s own number says more than the kind that somebody chose when they pasted it', () => {
  expect(concernOf(entry('PRIVATE_APP_ACCESS_TOKEN_ROTATE', '31'), OURS)).toEqual({
    means: 'rotated',
    concern: 'this',
  })
})

test('only the key’s own maker counts among users', () => {
  expect(concernOf(entry('REMOVE_USER', '8'), OURS)?.means).toBe('creator_removed')
  expect(concernOf(entry('REMOVE_USER', '7'), OURS)).toBeNull()
  expect(concernOf(entry('REMOVE_USER', null), { ...OURS, creatorId: null })).toBeNull()
})

test('what has nothing to do with keys is left alone', () => {
  expect(concernOf(entry('GDPR_DELETE', '31'), OURS)).toBeNull()
  expect(concernOf(entry('constructor', '31'), OURS)).toBeNull()
  expect(Object.keys(KEY_EVENTS).length).toBeGreaterThan(15)
})
