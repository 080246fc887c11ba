// Pins of HubSpot's literal error bodies. A client is written against these words, so a slip here
// would teach it something false. The sources are in fidelity.md.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Emulator, Token } from './index.ts'
import { asker, startPortal, type Ask } from './testing/portal.ts'

const ID = expect.stringMatching(
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
)
const NOW = Date.UTC(2026, 10, 20, 12)

let emulator: Emulator
let ask: Ask

beforeAll(async () => {
  emulator = await startPortal({ now: () => NOW })
  ask = asker(emulator)
})
afterAll(() => emulator.close())

const as = (options: Parameters<Emulator['addToken']>[0]): [Ask, Token] => {
  const token = emulator.addToken(options)
  return [asker(emulator, token.secret), token]
}

describe('who is calling', () => {
  const MISSING = {
    status: 'error',
    message:
      'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    correlationId: ID,
    category: 'INVALID_AUTHENTICATION',
  }

  test('no credential, an unknown one and a disabled one are the same 401, so that none can be probed', async () => {
    const [disabled] = as({ scopes: ['oauth'], disabled: true })
    for (const someone of [asker(emulator, null), asker(emulator, 'pat-na1-nope'), disabled]) {
      const { status, json, headers } = await someone('GET', '/account-info/v3/details')
      expect(status).toBe(401)
      expect(json).toEqual(MISSING)
      expect(headers.get('x-hubspot-correlation-id')).toBe(json.correlationId)
    }
  })

  test('an expired token says when it expired, in the largest fitting unit', async () => {
    const expiresAt = NOW - 9 * 86_400_000
    const [expired] = as({ scopes: ['oauth'], expiresAt })
    const { status, json } = await expired('GET', '/account-info/v3/details')
    expect(status).toBe(401)
    expect(json).toEqual({
      status: 'error',
      message: 'The OAuth token used to make this call expired 9 day(s) ago.',
      correlationId: ID,
      category: 'EXPIRED_AUTHENTICATION',
      context: { 'expire time': ['2026-11-11T12:00:00.000Z'] },
    })
  })

  test('a hapikey is answered as ended, or as unknown, so that old clients learn which', async () => {
    const nobody = asker(emulator, null)
    const ended = await nobody(
      'GET',
      '/crm/v3/objects/contacts?hapikey=01234567-89ab-cdef-0123-456789abcdef',
    )
    expect(ended.json).toEqual({
      status: 'error',
      message:
        'The API key used to make this call is expired. View or manage your API key here : https://app.hubspot.com/l/api-key/',
      correlationId: ID,
    })
    const unknown = await nobody('GET', '/crm/v3/objects/contacts?hapikey=demo')
    expect(unknown.json).toEqual({
      status: 'error',
      message: "This hapikey doesn't exist.",
      correlationId: ID,
    })
    expect([ended.status, unknown.status]).toEqual([401, 401])
  })

  test('a developer key opens app management and nothing else, a token the reverse', async () => {
    const key = emulator.addToken({ kind: 'developer_key', scopes: [], appId: 77 })
    const nobody = asker(emulator, null)
    expect(
      (await nobody('GET', `/webhooks/v3/77/subscriptions?hapikey=${key.secret}`)).status,
    ).toBe(200)
    expect((await asker(emulator, key.secret)('GET', '/crm/v3/objects/contacts')).status).toBe(401)
    expect((await ask('GET', '/webhooks/v3/77/subscriptions')).json.message).toMatch(
      /^This API can't be called using an OAuth access token\./,
    )
  })

  test('a missing scope is named in the form that HubSpot lists it', async () => {
    const [reader] = as({ scopes: ['oauth'] })
    const { status, json } = await reader('GET', '/crm/v3/objects/deals')
    expect(status).toBe(403)
    expect(json).toEqual({
      status: 'error',
      message:
        "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
      correlationId: ID,
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: {
            requiredGranularScopes: [
              'crm.schemas.deals.read',
              'crm.objects.deals.sensitive.read.v2',
              'crm.objects.deals.read',
              'crm.objects.deals.highly_sensitive.read.v2',
            ],
          },
        },
      ],
      links: { scopes: 'https://developers.hubspot.com/scopes' },
      category: 'MISSING_SCOPES',
    })
  })

  test('where every scope of a set is needed, the 403 says "All"', async () => {
    const [reader] = as({ scopes: ['crm.objects.contacts.read'] })
    const { json } = await reader('GET', '/crm/v3/objects/emails')
    expect(json.errors).toEqual([
      {
        message: 'All of the following scopes are required.',
        context: { requiredGranularScopes: ['crm.objects.contacts.read', 'sales-email-read'] },
      },
    ])
  })

  test('the wrong hublet is 488 and names the right one', async () => {
    const [elsewhere] = as({ scopes: ['oauth'], hublet: 'eu1' })
    const { status, json } = await elsewhere('GET', '/account-info/v3/details')
    expect(status).toBe(488)
    expect(json).toEqual({
      status: 'error',
      message: 'Hub 1234567 is unknown to this Hublet, but it appears to exist in Hublet eu1',
      correlationId: ID,
      correctHublet: 'eu1',
    })
  })

  test('a migrating portal is 477 with the seconds to wait', async () => {
    emulator.switches.migrating = true
    const { status, headers } = await ask('GET', '/account-info/v3/details')
    emulator.switches.migrating = false
    expect(status).toBe(477)
    expect(headers.get('retry-after')).toBe('3600')
  })

  test('a locked portal refuses writes with 423 and still reads', async () => {
    emulator.switches.locked = true
    const write = await ask('POST', '/crm/v3/objects/companies', { properties: { name: 'x' } })
    const read = await ask('GET', '/crm/v3/objects/companies')
    emulator.switches.locked = false
    expect([write.status, read.status]).toEqual([423, 200])
  })
})

describe('what is asked', () => {
  test('a path outside the API is HTML unless JSON is accepted', async () => {
    const page = await ask('GET', '/nope', undefined, { accept: 'text/html' })
    expect(page.headers.get('content-type')).toBe('text/html;charset=utf-8')
    expect(page.text).toContain('<h2>HTTP ERROR 404</h2><p>Resource not found</p>')
    const { status, json } = await ask('GET', '/nope')
    expect([status, json]).toEqual([
      404,
      { status: 'error', message: 'resource not found', correlationId: ID },
    ])
  })

  test('a wrong method is an HTML 405, whatever is accepted', async () => {
    const { status, text } = await ask('PUT', '/crm/v3/objects/contacts')
    expect(status).toBe(405)
    expect(text).toContain('<title>Error 405 Method Not Allowed</title>')
    expect(text).toContain('<p>Reason:<pre>    Method Not Allowed</pre></p>')
  })

  test('a missing record is 404 without a category, or empty where the switch says so', async () => {
    const { status, json } = await ask('GET', '/crm/v3/objects/contacts/1')
    expect([status, json]).toEqual([
      404,
      { status: 'error', message: 'resource not found', correlationId: ID },
    ])
    emulator.switches.emptyNotFound = true
    const empty = await ask('GET', '/crm/v3/objects/contacts/1')
    emulator.switches.emptyNotFound = false
    expect([empty.status, empty.text]).toEqual([404, ''])
  })

  test('an unknown object type is 400', async () => {
    const { status, json } = await ask('GET', '/crm/v3/objects/foo')
    expect(status).toBe(400)
    expect(json).toEqual({
      status: 'error',
      message: 'Unable to infer object type from: foo',
      correlationId: ID,
    })
  })

  test('a property that does not exist is told twice, as text and as a list', async () => {
    const { status, json } = await ask('POST', '/crm/v3/objects/contacts', {
      properties: { x: '1' },
    })
    expect(status).toBe(400)
    expect(json).toEqual({
      status: 'error',
      message:
        'Property values were not valid: [{"isValid":false,"message":"Property \\"x\\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"x","localizedErrorMessage":"Property \\"x\\" does not exist","portalId":1234567}]',
      correlationId: ID,
      errors: [
        {
          message: 'Property "x" does not exist',
          code: 'PROPERTY_DOESNT_EXIST',
          context: { propertyName: ['x'] },
        },
      ],
      category: 'VALIDATION_ERROR',
    })
  })

  test.each([
    [{ email: 'not-an-address' }, 'INVALID_EMAIL'],
    [{ annualrevenue: 'much' }, 'INVALID_INTEGER'],
    [{ lifecyclestage: 'friend' }, 'INVALID_OPTION'],
    [{ closedate: 'soon' }, 'INVALID_LONG'],
    [{ hs_object_id: '7' }, 'READ_ONLY_VALUE'],
  ])('a value %j is refused as %s', async (properties, code) => {
    const { json } = await ask('POST', '/crm/v3/objects/contacts', { properties })
    expect(json.errors[0]?.code).toBe(code)
  })

  test('a second contact with an address is 409 and names the first; so is a whole batch', async () => {
    const { json } = await ask('GET', '/crm/v3/objects/contacts?limit=1')
    const { id, properties } = json.results[0]!
    const twin = { properties: { email: properties['email']!.toUpperCase() } }
    const expected = {
      status: 'error',
      message: `Contact already exists. Existing ID: ${id}`,
      correlationId: ID,
      category: 'CONFLICT',
    }
    const single = await ask('POST', '/crm/v3/objects/contacts', twin)
    expect([single.status, single.json]).toEqual([409, expected])
    const fresh = { properties: { email: 'fresh@new.example' } }
    const batch = await ask('POST', '/crm/v3/objects/contacts/batch/create', {
      inputs: [fresh, twin],
    })
    expect([batch.status, batch.json]).toEqual([409, expected])
    const kept = await ask('GET', '/crm/v3/objects/contacts/fresh@new.example?idProperty=email')
    expect(kept.status, 'nothing of a failed batch is written').toBe(404)
  })

  test('trace ids turn a failing batch into 207 with each failure named', async () => {
    const { status, json } = await ask('POST', '/crm/v3/objects/contacts/batch/create', {
      inputs: [
        { properties: { email: 'one@traced.example' }, objectWriteTraceId: 'a' },
        { properties: { nope: '1' }, objectWriteTraceId: 'b' },
      ],
    })
    expect(status).toBe(207)
    expect(json).toMatchObject({
      numErrors: 1,
      results: [{ objectWriteTraceId: 'a' }],
      errors: [
        { status: 'error', category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['b'] } },
      ],
    })
  })

  test('a unique value that another record holds is 400 and says whose it is', async () => {
    const first = await ask('POST', '/crm/v3/objects/products', {
      properties: { name: 'a', hs_sku: 'S1' },
    })
    const { status, json } = await ask('POST', '/crm/v3/objects/products', {
      properties: { name: 'b', hs_sku: 'S1' },
    })
    expect(status).toBe(400)
    expect(json.message).toBe(
      `Cannot set PropertyValueCoordinates{portalId=1234567, objectTypeId=ObjectTypeId{legacyObjectType=PRODUCT}, propertyName=hs_sku, value=S1} on new object. ${first.json.id} already has that value.`,
    )
  })

  test('the 10,001st search result cannot be asked for', async () => {
    const { status, json } = await ask('POST', '/crm/v3/objects/contacts/search', {
      limit: 200,
      after: '9900',
    })
    expect([status, json]).toEqual([
      400,
      { status: 'error', message: 'There was a problem with the request.', correlationId: ID },
    ])
  })

  test('a property that exists is 409 with its own sub-category', async () => {
    const body = {
      name: 'email',
      label: 'x',
      type: 'string',
      fieldType: 'text',
      groupName: 'contactinformation',
    }
    const { status, json } = await ask('POST', '/crm/v3/properties/contacts', body)
    expect(status).toBe(409)
    expect(json).toEqual({
      status: 'error',
      message: "A property named 'email' already exists.",
      correlationId: ID,
      category: 'OBJECT_ALREADY_EXISTS',
      subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
    })
  })

  test('rules that the admin set are enforced on create, by name', async () => {
    emulator.switches.requiredProperties = { '0-2': ['industry'] }
    emulator.switches.conditionalRequired = [
      {
        objectType: '0-3',
        when: { property: 'dealstage', equals: 'closedlost' },
        require: ['closed_lost_reason'],
      },
    ]
    const always = await ask('POST', '/crm/v3/objects/companies', { properties: { name: 'x' } })
    const sometimes = await ask('POST', '/crm/v3/objects/deals', {
      properties: { dealname: 'x', dealstage: 'closedlost' },
    })
    emulator.switches.requiredProperties = {}
    emulator.switches.conditionalRequired = []
    expect(always.json.errors).toMatchObject([
      { code: 'MISSING_REQUIRED_PROPERTY', context: { propertyName: ['industry'] } },
    ])
    expect(sometimes.json.errors).toMatchObject([{ code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY' }])
  })

  test('a body that is not JSON is told where it breaks', async () => {
    const { status, json } = await ask(
      'POST',
      '/crm/v3/objects/contacts',
      '{"properties":\n{"a" 1}}',
      {
        'content-type': 'application/json',
      },
    )
    expect(status).toBe(400)
    expect(json.message).toMatch(/^Invalid input JSON on line 2, column \d+/)
  })

  test('the 51st label between two types is 437', async () => {
    let last = await ask('GET', '/crm/v4/associations/deals/tickets/labels')
    for (let n = 0; n < 50 && last.status === 200; n += 1) {
      last = await ask('POST', '/crm/v4/associations/deals/tickets/labels', {
        name: `l${n}`,
        label: `L${n}`,
      })
    }
    expect(last.status).toBe(437)
    expect(last.json.message).toMatch(/^No more than 50 association types are allowed between /)
  })

  test('when the creator of a private app has left, association writes fail and reads do not', async () => {
    emulator.switches.creatorRemoved = true
    const { json } = await ask(
      'POST',
      '/crm/v4/associations/deals/contacts/batch/associate/default',
      { inputs: [] },
    )
    emulator.switches.creatorRemoved = false
    expect(json).toEqual({
      status: 'error',
      message: 'one or more associations are not valid',
      correlationId: ID,
      errors: [{ context: { validationResult: ['USER_DOES_NOT_HAVE_PERMISSIONS'] } }],
      category: 'BAD_REQUEST',
    })
  })
})
