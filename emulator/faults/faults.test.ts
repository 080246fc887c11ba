// Each fault does what its name says, to the calls that it names, and to no others.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Emulator } from '../index.ts'
import { asker, startPortal, type Ask } from '../testing/portal.ts'
import { FaultBoard } from './board.ts'

let emulator: Emulator
let ask: Ask

beforeAll(async () => {
  emulator = await startPortal()
  ask = asker(emulator)
})
afterEach(() => emulator.faults.clear())
afterAll(() => emulator.close())

/** How the client tells of a connection that broke. */
const CUT = /fetch failed|terminated|aborted/
const CONTACTS = '/crm/v3/objects/contacts'
const total = async () => (await ask('POST', `${CONTACTS}/search`, {})).json.total

test('a fault strikes only what it matches, and as often as it says', async () => {
  emulator.faults.set({
    match: { method: 'get', path: '^/crm/v3/owners' },
    effect: { kind: 'status', status: 502, body: 'html' },
    count: 2,
  })
  expect((await ask('GET', CONTACTS)).status).toBe(200)
  const struck = [
    await ask('GET', '/crm/v3/owners'),
    await ask('GET', '/crm/v3/owners'),
    await ask('GET', '/crm/v3/owners'),
  ]
  expect(struck.map(({ status }) => status)).toEqual([502, 502, 200])
  expect(struck[0]!.text).toContain('<h1>502')
  expect(emulator.faults.list()[0]).toMatchObject({ struck: 2 })
})

test('chances come from the seed, so that a bad run can be run again', () => {
  const run = () => {
    const board = new FaultBoard(5)
    board.set({ effect: { kind: 'reset', when: 'before' }, probability: 0.4 })
    return Array.from({ length: 60 }, () => board.strike('GET', '/', null).length)
  }
  expect(run()).toEqual(run())
  expect(new Set(run())).toEqual(new Set([0, 1]))
})

test('a reset before the call leaves no trace; one after it is a lost answer to a write that happened', async () => {
  const create = (email: string) => ask('POST', CONTACTS, { properties: { email } })
  emulator.faults.set({
    match: { method: 'POST' },
    effect: { kind: 'reset', when: 'before' },
    count: 1,
  })
  await expect(create('before@lost.example')).rejects.toThrow(CUT)
  expect((await ask('GET', `${CONTACTS}/before@lost.example?idProperty=email`)).status).toBe(404)
  emulator.faults.set({
    match: { method: 'POST' },
    effect: { kind: 'reset', when: 'after' },
    count: 1,
  })
  await expect(create('after@lost.example')).rejects.toThrow(CUT)
  expect((await ask('GET', `${CONTACTS}/after@lost.example?idProperty=email`)).status).toBe(200)
})

test('a torn body breaks off after its headers, so that a client cannot take it for whole', async () => {
  emulator.faults.set({ effect: { kind: 'torn-body', share: 0.3 }, count: 1 })
  await expect(ask('GET', CONTACTS)).rejects.toThrow(CUT)
})

test('latency delays the answer', async () => {
  emulator.faults.set({ effect: { kind: 'latency', ms: 30, toMs: 60 }, count: 1 })
  const started = performance.now()
  expect((await ask('GET', '/crm/v3/owners')).status).toBe(200)
  // Timers may fire a millisecond early by another clock; the wait itself is what is promised.
  expect(performance.now() - started).toBeGreaterThan(28)
})

test('a late answer is of a call that was carried out before', async () => {
  const before = await total()
  emulator.faults.set({
    effect: { kind: 'latency', ms: 400, when: 'after' },
    match: { method: 'POST', path: `${CONTACTS}$` },
  })
  const answer = ask('POST', CONTACTS, { properties: { email: 'slow@answer.example' } })
  const first = Promise.race([
    answer.then(() => 'answered'),
    (async () => {
      while ((await total()) === before) await new Promise((resolve) => setTimeout(resolve, 5))
      return 'carried out'
    })(),
  ])
  expect(await first).toBe('carried out')
  expect((await answer).status).toBe(201)
})

test('a lagging index shows creates, changes and deletions late, while reads by id are current', async () => {
  const before = await total()
  emulator.clock.freeze()
  emulator.faults.set({ effect: { kind: 'search-lag', ms: 5000 } })
  const { json } = await ask('POST', CONTACTS, {
    properties: { email: 'late@index.example', firstname: 'Late' },
  })
  const gone = (await ask('GET', `${CONTACTS}?limit=1`)).json.results[0]!.id
  await ask('DELETE', `${CONTACTS}/${gone}`)
  expect((await ask('GET', `${CONTACTS}/${json.id}`)).status).toBe(200)
  expect(await total()).toBe(before)
  emulator.clock.advance(5000)
  expect(await total()).toBe(before)
  const find = {
    filterGroups: [{ filters: [{ propertyName: 'firstname', operator: 'EQ', value: 'Late' }] }],
  }
  expect((await ask('POST', `${CONTACTS}/search`, find)).json.total).toBe(1)
  await ask('PATCH', `${CONTACTS}/${json.id}`, { properties: { firstname: 'Later' } })
  expect(
    (await ask('POST', `${CONTACTS}/search`, find)).json.results[0]!.properties['firstname'],
  ).toBe('Late')
  emulator.clock.advance(5001)
  expect((await ask('POST', `${CONTACTS}/search`, find)).json.total).toBe(0)
  emulator.clock.resume()
})

test('a mis-sorted page holds the same records in another order', async () => {
  const page = async () =>
    (await ask('POST', `${CONTACTS}/search`, { limit: 50 })).json.results.map(
      (one: { id: string }) => one.id,
    )
  const straight: string[] = await page()
  emulator.faults.set({ effect: { kind: 'mis-sort', chance: 0.5 } })
  const crooked: string[] = await page()
  expect(crooked).not.toEqual(straight)
  expect([...crooked].sort()).toEqual([...straight].sort())
})
