// A bad day from one number: the same over the wire and in the process, and bad in every way that is
// meant.
import { afterEach, expect, test } from 'vitest'
import { ConnectionCut, openPortal, type DirectPortal, type Emulator } from '../index.ts'
import { asker, startPortal } from '../testing/portal.ts'
import { chaosRules } from './chaos.ts'
import { PAGE_DEFECTS, type PageDefect } from './pages.ts'

let emulator: Emulator | undefined
afterEach(async () => {
  await emulator?.close()
  emulator = undefined
})

const USERS = '/settings/v3/users'

type Page = { results: { id: string }[]; paging?: { next: { after: string } } }

/** What a reader who checks nothing takes the list to be; it gives up after 12 pages. */
function readCarelessly(portal: DirectPortal, limit = 10): string[] {
  const ids: string[] = []
  for (let after = '', pages = 0; pages < 12; pages += 1) {
    const { status, text } = call(portal, 'GET', `${USERS}?limit=${limit}&after=${after}`)
    if (status !== 200 || text === '') return ids
    const page = JSON.parse(text) as Page
    ids.push(...page.results.map(({ id }) => id))
    if (!page.paging) return ids
    after = page.paging.next.after
  }
  return ids
}

function call(portal: DirectPortal, method: string, path: string, body?: unknown) {
  const authorization = `Bearer ${portal.tokens[0]!.secret}`
  return portal.ask({ method, path, headers: { authorization }, body })
}

const small = (seed = 1): DirectPortal =>
  openPortal({ seed, contacts: 0, users: 40, enforceLimits: false, now: () => NOW })
const NOW = Date.UTC(2026, 10, 20, 12)

test('a portal in the process answers as the one on the wire', async () => {
  emulator = await startPortal({ contacts: 5, users: 40, now: () => NOW })
  const direct = openPortal({ contacts: 5, users: 40, enforceLimits: false, now: () => NOW })
  const ask = asker(emulator)
  for (const path of [
    `${USERS}?limit=7`,
    '/crm/v3/owners',
    '/crm/v3/objects/users?properties=hs_email',
    '/account-info/v3/activity/login?limit=3',
    '/nowhere',
    `${USERS}/nobody`,
  ]) {
    const wired = await ask('GET', path)
    const answer = call(direct, 'GET', path)
    const plain = (text: string) =>
      text
        .replaceAll(emulator!.url, 'http://portal.invalid')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    expect([answer.status, plain(answer.text)]).toEqual([wired.status, plain(wired.text)])
  }
  expect(direct.requests.total).toBe(6)
})

test.each<[PageDefect, { seen: number; different: number }]>([
  ['lost', { seen: 30, different: 30 }],
  ['repeated', { seen: 50, different: 40 }],
  ['looped', { seen: 120, different: 20 }],
  ['truncated', { seen: 35, different: 35 }],
  ['cut-short', { seen: 20, different: 20 }],
  ['empty', { seen: 10, different: 10 }],
  ['blank', { seen: 10, different: 10 }],
  ['shifted', { seen: 40, different: 39 }],
])('a page can be %s, and who checks nothing is wrong', (defect, expected) => {
  const portal = small()
  portal.faults.set({
    match: { path: `^${USERS}$` },
    effect: { kind: 'page', defect },
    after: 1,
    ...(defect === 'looped' ? {} : { count: 1 }),
  })
  const ids = readCarelessly(portal)
  expect({ seen: ids.length, different: new Set(ids).size }).toEqual(expected)
  portal.faults.clear()
  expect(new Set(readCarelessly(portal)).size).toBe(40)
})

test('an answer is lost after the write was done, by a cut or behind a 502', () => {
  const portal = small()
  const invite = (email: string) => call(portal, 'POST', USERS, { email })
  portal.faults.set({ effect: { kind: 'reset', when: 'after' }, count: 1 })
  expect(() => invite('a@our-firm.example')).toThrow(ConnectionCut)
  portal.faults.set({ effect: { kind: 'status', status: 502, when: 'after' }, count: 1 })
  expect(invite('b@our-firm.example').status).toBe(502)
  portal.faults.set({ effect: { kind: 'reset', when: 'before' }, count: 1 })
  expect(() => invite('c@our-firm.example')).toThrow(ConnectionCut)
  const state = (name: string) => portal.people.find(`${name}@our-firm.example`)?.state
  expect(['a', 'b', 'c'].map(state)).toEqual(['invited', 'invited', undefined])
})

test('users change between one read and the next, with a trace, and never the last super admin', () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const portal = small(seed)
    const before = portal.people.list()
    portal.faults.set({ effect: { kind: 'people-change', seed } })
    for (let n = 0; n < 5; n += 1) call(portal, 'GET', `${USERS}?limit=1`)
    const after = portal.people.list()
    expect(after).not.toEqual(before)
    expect(portal.portal.users.superAdmins().length).toBeGreaterThan(0)
    expect(portal.people.find(8_200_000)?.state).toBe('active')
    const gone = before.filter(({ id, state }) => {
      return state !== 'removed' && portal.people.find(id)?.state === 'removed'
    })
    const told = portal.security.between(0, NOW + 1).filter(({ type }) => type === 'REMOVE_USER')
    expect(told.map(({ objectId }) => objectId)).toEqual(
      expect.arrayContaining(gone.map(({ id }) => String(id))),
    )
  }
})

test('the only super admin is left alone, whoever made the token', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const portal = openPortal({
      contacts: 0,
      users: 3,
      tokens: [{ scopes: ['settings.users.read'], userId: 8_200_017 }],
    })
    portal.faults.set({ effect: { kind: 'people-change', seed } })
    for (let n = 0; n < 4; n += 1) call(portal, 'GET', USERS)
    expect(portal.portal.users.superAdmins().length).toBeGreaterThan(0)
    expect(portal.people.find(8_200_017)).toMatchObject({ state: 'active', superAdmin: false })
  }
})

test('one seed is one day, over both doors; a thousand seeds meet every mishap', async () => {
  emulator = await startPortal({ contacts: 0 })
  const lever = asker(emulator, null)
  const wired = await lever('POST', '/_emulator/chaos', { seed: 7 })
  expect(wired.json).toEqual(small().chaos({ seed: 7 }))
  expect(emulator.faults.list()).toHaveLength(chaosRules({ seed: 7 }).length)
  await lever('POST', '/_emulator/chaos', { seed: 8 })
  expect(emulator.faults.list()).toMatchObject(chaosRules({ seed: 8 }))
  const met = new Set<string>()
  for (let seed = 0; seed < 1000; seed += 1) {
    for (const { effect } of chaosRules({ seed }))
      met.add(
        effect.kind === 'page'
          ? effect.defect
          : effect.kind === 'status' || effect.kind === 'reset'
            ? `${effect.kind} ${effect.kind === 'status' ? effect.status : ''} ${effect.when ?? ''}`
            : effect.kind,
      )
  }
  expect(met).toEqual(
    new Set([
      ...PAGE_DEFECTS,
      'people-change',
      'rate-limit',
      'reset  after',
      'reset  before',
      'status 400 ',
      'status 403 ',
      'status 500 ',
      'status 502 ',
      'status 502 after',
      'torn-body',
    ]),
  )
  const quiet = chaosRules({ seed: 7, reads: false, writes: false, changes: false })
  expect(quiet).toEqual([])
})

test('short pages make a long list of few users, so that a small portal has a midst to go wrong in', () => {
  const portal = small()
  portal.switches.shortPages = 4
  const pages = () => portal.requests.count({ path: USERS })
  expect(new Set(readCarelessly(portal, 100)).size).toBe(40)
  expect(pages()).toBe(10)
  const owners = JSON.parse(call(portal, 'GET', '/crm/v3/owners').text) as Page
  expect([owners.results.length, owners.paging?.next.after]).toEqual([4, '4'])
  for (let seed = 0; seed < 50; seed += 1)
    for (const rule of chaosRules({ seed, depth: 1, writes: false })) {
      if (rule.match?.path?.endsWith('[^/]+/?$') !== true) expect(rule.after).toBe(0)
    }
})

test('two runs of one seed are the same run', () => {
  const run = (seed: number) => {
    const portal = small(seed)
    portal.chaos({ seed })
    const told = ['GET', 'POST', 'GET', 'DELETE', 'GET'].map((method, n) => {
      const path = method === 'DELETE' ? `${USERS}/8200017` : `${USERS}?limit=15&after=${n * 5}`
      const body = method === 'POST' ? { email: 'a@our-firm.example' } : undefined
      try {
        const { status, text } = call(portal, method, path, body)
        return [status, text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')]
      } catch (cause) {
        return [cause]
      }
    })
    return { told, people: portal.people.list() }
  }
  for (let seed = 0; seed < 40; seed += 1) expect(run(seed)).toEqual(run(seed))
})
