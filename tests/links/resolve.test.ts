/** Links and pick lists through the admin API of the product as it ships, against the emulated portal. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ALL_SCOPES } from '../../emulator/index.ts'
import { addToGroup } from '../../src/application/access/add-to-group.ts'
import { createGroup } from '../../src/application/access/create-group.ts'
import { setGrant } from '../../src/application/access/set-grant.ts'
import { suspendConnection } from '../../src/application/connection/suspend-connection.ts'
import { resumeConnection } from '../../src/application/connection/resume-connection.ts'
import type { PickListView, ResolutionView } from '../../src/surfaces/admin/contract/resolve.ts'
import { product, type Product } from '../support/product.ts'

let hubward: Product
let portal: number
beforeAll(async () => {
  hubward = await product()
  portal = (await hubward.admin.store.read.connections.list())[0]!.portalId
})
afterAll(() => hubward.close())

async function ask(method: string, path: string, body?: unknown, key = hubward.adminKey) {
  const response = await fetch(`${hubward.urls[0]}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: await response.json() }
}
const resolve = async (link: string, connection?: string): Promise<ResolutionView> => {
  const { status, json } = await ask('POST', '/resolutions', { link, connection })
  expect(status, JSON.stringify(json)).toBe(200)
  return json as ResolutionView
}
const pick = async (list: string, search?: string): Promise<PickListView> => {
  const { status, json } = await ask('POST', '/connections/main/ids', { list, search })
  expect(status, JSON.stringify(json)).toBe(200)
  return json as PickListView
}
const inApp = (path: string) => `https://app.hubspot.com${path.replace('P', String(portal))}`

it('what can be picked is found again by the link to it', async () => {
  const pipelines = await pick('pipelines')
  const deals = pipelines.items.find(({ of }) => of === 'deals')!
  expect(deals.parts.map(({ note }) => note)).toContain('won')
  const board = inApp(`/contacts/P/objects/0-3/views/all/board?pipeline=${deals.id}`)
  expect(await resolve(board)).toMatchObject({
    connection: { name: 'main' },
    portal: 'same',
    link: { kind: 'pipeline', id: deals.id },
    found: { state: 'found', name: deals.name },
    rights: { scope: 'deals:read', credential: true },
  })

  const [form] = (await pick('forms')).items
  expect(await resolve(inApp(`/forms/P/editor/${form!.id}/edit/form`))).toMatchObject({
    found: { state: 'found', name: form!.name },
  })

  const [list] = (await pick('lists')).items
  expect(await resolve(inApp(`/contacts/P/objectLists/${list!.id}/filters`))).toMatchObject({
    found: { state: 'found', name: list!.name, apiId: null },
  })

  const [object] = (await pick('objects')).items
  expect(await resolve(inApp(`/contacts/P/objects/${object!.id}`))).toMatchObject({
    found: { state: 'found', name: object!.name },
  })

  const meetings = (await pick('meetings')).items
  expect(meetings.map(({ id }) => id)).toContain('team/demo')
  for (const meeting of meetings) {
    const link = meeting.facts.find(({ name }) => name === 'link')!.value
    expect(await resolve(link, 'main'), link).toMatchObject({
      portal: 'unsaid',
      link: { kind: 'meeting_link', portalId: null },
      found: { state: 'found', name: meeting.name },
    })
  }
})

it('a scheduling page of another region or domain is not taken for one of the same slug', async () => {
  const [meeting] = (await pick('meetings')).items
  for (const link of [
    `https://meetings-eu1.hubspot.com/${meeting!.id}`,
    `https://www.another-firm.example/meetings/${meeting!.id}`,
  ])
    expect(await resolve(link, 'main'), link).toMatchObject({
      found: { state: 'missing', name: null, why: expect.stringContaining('another portal') },
    })
  const embedded = `https://app.hubspot.com/meetings/${meeting!.id}?embed=true`
  expect(await resolve(embedded, 'main')).toMatchObject({ found: { state: 'found' } })
  expect(await resolve('https://meetings.hubspot.com/no-such-page', 'main')).toMatchObject({
    found: { state: 'missing', why: expect.stringContaining('no scheduling page') },
  })
})

it('an older list id is turned into the one that the API takes', async () => {
  const [list] = (await pick('lists')).items
  const older = String(Number(list!.id) + 700)
  expect(await resolve(inApp(`/contacts/P/lists/${older}`))).toMatchObject({
    found: { state: 'found', name: list!.name, apiId: list!.id },
    notes: [expect.stringContaining('older list id')],
  })
  // An older number that is the API’s id of another list is not taken for it.
  for (const number of ['99999', list!.id])
    expect(await resolve(inApp(`/contacts/P/lists/${number}`))).toMatchObject({
      found: { state: 'missing' },
    })
})

it('a pick list is narrowed by words, also by those of a stage', async () => {
  const won = await pick('pipelines', 'closed won')
  expect(won.items.map(({ of }) => of)).toEqual(['deals'])
  expect((await pick('forms', 'no such form')).items).toEqual([])
})

it('a record is looked up only as far as a grant of the asker’s goes, whatever their role', async () => {
  const { admin } = hubward
  const id = String(hubward.portal.portal.store(hubward.portal.portal.types.find('0-1')!).idOf(0))
  const contact = inApp(`/contacts/P/record/0-1/${id}`)
  const asked = hubward.portal.requests.total
  expect(await resolve(contact)).toMatchObject({
    found: { state: 'not_looked_up', name: null, why: expect.stringContaining('contacts:read') },
    rights: { scope: 'contacts:read', credential: true, you: false },
  })
  expect(hubward.portal.requests.total).toBe(asked)

  await createGroup(admin, { name: 'ops', title: 'Ops', description: '', context: '' })
  await addToGroup(admin, { group: 'ops', principal: 'admin@localhost' })
  await setGrant(admin, {
    group: 'ops',
    connection: 'main',
    scopes: ['contacts:read'],
    expiresAt: null,
  })
  const seen = await resolve(contact)
  expect(seen).toMatchObject({ found: { state: 'found' }, rights: { you: true } })
  expect(seen.found.name).toMatch(/\S+ \S+/)
  expect(await resolve(inApp('/contacts/P/contact/999999999999'))).toMatchObject({
    found: { state: 'missing' },
  })
  const [call] = await admin.store.read.audit.list({ type: 'call' }, { limit: 1 })
  expect(call!.event).toMatchObject({
    door: 'system',
    tool: 'look-up',
    principalName: 'Admin',
    groupName: 'ops',
    operation: 'crm.objects.get',
  })
})

it('reading definitions is recorded under the name of who asked, and counted', async () => {
  await pick('forms')
  const [call] = await hubward.admin.store.read.audit.list({ type: 'call' }, { limit: 1 })
  expect(call!.event).toMatchObject({
    door: 'system',
    tool: 'look-up',
    operation: 'marketing.forms.list',
    principalName: 'Admin',
    decision: 'permitted',
    status: 200,
  })
})

it('a link of another portal is said to be one, and is not looked up', async () => {
  const asked = hubward.portal.requests.total
  const other = await resolve(`https://app.hubspot.com/contacts/${portal + 1}/deal/5`, 'main')
  expect(other).toMatchObject({ portal: 'other', found: { state: 'not_looked_up' }, rights: null })
  expect(other.notes.join(' ')).toContain(`portal ${portal + 1}`)
  expect(await resolve(`https://app.hubspot.com/contacts/${portal + 1}/deal/5`)).toMatchObject({
    connection: null,
    notes: [expect.stringContaining('No connection here')],
  })
  expect(hubward.portal.requests.total).toBe(asked)
})

it('what leaves room for doubt is said beside what was found', async () => {
  const { items } = await pick('lists')
  const api = `https://api.hubapi.com/crm/v3/lists/${items[0]!.id}`
  expect(await resolve(api, 'main')).toMatchObject({
    portal: 'unsaid',
    found: { state: 'found' },
    notes: [expect.stringContaining('does not say which portal')],
  })
  const typed = `https://app-eu1.hubspot.com/contacts/${portal}/objectLists/${items[0]!.id}`
  expect(await resolve(typed)).toMatchObject({
    portal: 'same',
    notes: [expect.stringContaining('region eu1')],
  })
})

it('what is no link is refused with what was seen and what is needed, and never fetched', async () => {
  const { status, json } = await ask('POST', '/resolutions', {
    link: 'https://app.hubspot.com.evil.example/contacts/1/record/0-1/2?token=abc',
  })
  expect(status).toBe(422)
  expect(json).toMatchObject({
    error: {
      code: 'link.unreadable',
      details: { reason: 'lookalike', saw: 'app.hubspot.com.evil.example' },
    },
  })
  expect(JSON.stringify(json)).not.toContain('abc')
})

/** What the token holds at HubSpot from now on. */
const set = (scopes: readonly string[]) =>
  fetch(`${hubward.portal.url}/_emulator/tokens/${hubward.portal.tokens[0]!.id}`, {
    method: 'PATCH',
    body: JSON.stringify({ scopes }),
  })

it('a scope that the credential lacks is named, with an empty list and no error', async () => {
  await set(ALL_SCOPES.filter((scope) => scope !== 'forms'))
  expect(await pick('forms')).toMatchObject({
    items: [],
    complete: false,
    missingScopes: ['forms'],
    notices: [expect.stringContaining('forms')],
  })
  await set(ALL_SCOPES)
  expect((await pick('forms')).missingScopes).toEqual([])
})

it('of several scopes that would do, the least is named', async () => {
  await set(ALL_SCOPES.filter((scope) => !scope.includes('.deals.')))
  try {
    expect((await pick('pipelines')).missingScopes).toEqual(['crm.objects.deals.read'])
  } finally {
    await set(ALL_SCOPES)
  }
})

it.each([
  ['HubSpot fails', { kind: 'status', status: 503 }, 503],
  [
    'HubSpot answers with a page instead of JSON',
    { kind: 'status', status: 502, body: 'html' },
    502,
  ],
  ['the connection is cut', { kind: 'reset', when: 'before' }, 502],
  ['the answer breaks off', { kind: 'torn-body' }, 502],
] as const)(
  'where %s, that is said, recorded, and nothing is called missing',
  async (_, effect, status) => {
    const { faults } = hubward.portal
    const [form] = (await pick('forms')).items
    faults.set({ match: { path: '/marketing/v3/forms' }, effect })
    try {
      expect(await pick('forms')).toMatchObject({
        items: [],
        complete: false,
        missingScopes: [],
        notices: [expect.stringContaining('could not be read')],
      })
      const [call] = await hubward.admin.store.read.audit.list({ type: 'call' }, { limit: 1 })
      expect(call!.event).toMatchObject({ operation: 'marketing.forms.list', status })
    } finally {
      faults.clear()
    }
    // The allowance came back: the next look-up is answered.
    expect(await resolve(inApp(`/forms/P/${form!.id}/edit`))).toMatchObject({
      found: { state: 'found', name: form!.name },
    })
  },
)

it('a portal whose allowance is spent is left alone, and that is said', async () => {
  hubward.portal.faults.set({
    match: { path: '/marketing/v3/forms' },
    effect: { kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING' },
  })
  const spent = await pick('forms')
  expect(spent).toMatchObject({ items: [], complete: false, missingScopes: [] })
  expect(spent.notices.join(' ')).toContain('allowance')
  hubward.portal.faults.clear()
})

it('a paused connection is not asked', async () => {
  await suspendConnection(hubward.admin, { connection: 'main', reason: 'a test' })
  const asked = hubward.portal.requests.total
  const { status, json } = await ask('POST', '/connections/main/ids', { list: 'forms' })
  expect([status, json]).toMatchObject([409, { error: { code: 'connection.suspended' } }])
  expect(
    await resolve(inApp('/forms/P/editor/866a9eb0-c553-49c6-9374-431e82d71b5e')),
  ).toMatchObject({
    portal: 'same',
    found: { state: 'not_looked_up', why: expect.stringContaining('a test') },
    rights: { scope: 'forms:read' },
  })
  expect(hubward.portal.requests.total).toBe(asked)
  await resumeConnection(hubward.admin, { connection: 'main' })
})

it('is for those who operate connections: others are refused', async () => {
  const member = await hubward.member('reader', ['contacts:read'])
  const refused = await ask('POST', '/resolutions', { link: '0-1' }, member.key)
  expect(refused).toMatchObject({ status: 403, json: { error: { code: 'auth.forbidden' } } })
})
