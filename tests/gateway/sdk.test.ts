import type { RequestListener } from 'node:http'
import { Client } from '@hubspot/api-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { err, ok } from '../../src/domain/result.ts'
import { gatewayRig, KEY, type Rig } from '../support/gateway-rig.ts'

/** HubSpot's official client, through the gateway, against answers that its own docs show. */
let rig: Rig
let seen: { method: string; url: string; type: string; body: string }[] = []

const start = async (answer: (count: number) => [status: number, body?: unknown]) => {
  seen = []
  const hubspot: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const body = Buffer.concat(chunks).toString('latin1')
      seen.push({ method, url, type: headers['content-type'] ?? '', body })
      const [status, json] = answer(seen.length)
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-hubspot-correlation-id': 'c-1',
      })
      response.end(json === undefined ? undefined : JSON.stringify(json))
    })
  }
  rig = await gatewayRig(hubspot)
  rig.grant(['contacts:read', 'contacts:write', 'files:write'])
}
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await rig.close()
})

const client = (numberOfApiCallRetries = 0): Client =>
  new Client({
    accessToken: KEY,
    basePath: `${rig.url}/hubspot/main`,
    numberOfApiCallRetries,
    defaultHeaders: { 'x-hubward-patience-ms': '0' },
  })

/** The client waits in whole seconds between attempts; here they pass in a moment. */
function hurry(): number[] {
  const waits: number[] = []
  const real = setTimeout
  const quick = (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (ms >= 1_000 && ms % 1_000 === 0 && ms <= 10_000) waits.push(ms)
    return real(work, ms === 10_000 ? 1 : ms, ...args)
  }
  vi.stubGlobal('setTimeout', quick)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  return waits
}

interface Refused {
  code: number
  body: { policyName?: string; message: string; hubward: { code: string } }
  headers: Record<string, string>
}
const refusedOf = (work: Promise<unknown>): Promise<Refused> =>
  work.then(
    () => expect.fail('it was not refused'),
    (error: Refused) => error,
  )

describe('the official client', () => {
  it('waits and tries again after a refusal by the budget, when told to retry', async () => {
    await start(() => [200, { results: [] }])
    let asked = 0
    rig.budget.next = () =>
      asked++ === 0
        ? err({ reason: 'budget_spent', budget: 'search', retryAfterMs: 800 })
        : ok(rig.allow())
    const waits = hurry()
    expect((await client(3).crm.contacts.basicApi.getPage(1)).results).toEqual([])
    expect(asked).toBe(2)
    expect(waits).toContain(10_000)
  })

  it('shows how long to wait where it does not retry, and does not retry until midnight', async () => {
    await start(() => [200, {}])
    rig.budget.next = () =>
      err({ reason: 'budget_spent', budget: 'daily', retryAfterMs: 3_600_000 })
    const refused = await refusedOf(client(3).crm.contacts.basicApi.getPage(1))
    expect(refused.code).toBe(429)
    expect(refused.body.policyName).toBe('DAILY')
    expect(refused.headers['retry-after']).toBe('3600')
    expect(rig.events).toHaveLength(1)
  })

  it('does not create twice when the record of a create fails', async () => {
    await start(() => [201, { id: '1', properties: {} }])
    rig.failRecords(true)
    const create = client(3).crm.contacts.basicApi.create({ properties: {}, associations: [] })
    expect((await refusedOf(create)).body.hubward.code).toBe('audit.answer_withheld')
    expect(seen).toHaveLength(1)
  })

  it('gets partial batches, empty answers and errors as HubSpot gave them', async () => {
    const error = {
      status: 'error',
      category: 'VALIDATION_ERROR',
      message: 'x',
      correlationId: 'y',
    }
    const partial = {
      status: 'COMPLETE',
      results: [],
      numErrors: 1,
      errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'gone' }],
    }
    await start((count) => (count === 1 ? [207, partial] : count === 2 ? [204] : [400, error]))
    const { batchApi, basicApi } = client().crm.contacts
    const inputs = [{ id: '1' }]
    const batch = await batchApi.read({ inputs, properties: [], propertiesWithHistory: [] })
    expect(batch).toMatchObject({ numErrors: 1 })
    await basicApi.archive('1')
    const refused = await refusedOf(basicApi.update('1', { properties: { a: 'b' } }))
    expect(refused.code).toBe(400)
    expect(refused.body).toEqual(error)
    expect(refused.headers['x-hubspot-correlation-id']).toBe('c-1')
    expect(rig.events.map(({ correlationId }) => correlationId)).toEqual(['c-1', 'c-1', 'c-1'])
  })

  it('uploads a file', async () => {
    await start(() => [201, { id: '7' }])
    const data = Buffer.from('%PDF-1.7 …')
    const file = { data, name: 'résumé.pdf' }
    await client().files.filesApi.upload(
      file,
      undefined,
      '/docs',
      undefined,
      undefined,
      '{"access":"PRIVATE"}',
    )
    expect(seen[0]?.type).toMatch(/^multipart\/form-data; ?boundary=/)
    expect(Buffer.from(seen[0]?.body ?? '', 'latin1').includes(data)).toBe(true)
    expect(seen[0]?.body).toContain('{"access":"PRIVATE"}')
  })

  it('sends ids, cursors and long lists of properties as they are', async () => {
    await start(() => [200, { id: '1', properties: {}, results: [] }])
    const { basicApi } = client().crm.contacts
    const names = Array.from({ length: 400 }, (_, i) => `a_custom_property_${i}`)
    await basicApi.getById("o'neil+x@exämple.com", names, undefined, undefined, false, 'email')
    await basicApi.getPage(10, 'NTI1Cg==', ['e-mail', 'größe'])
    expect(seen[0]?.url.length).toBeGreaterThan(10_000)
    expect(decodeURIComponent(seen[0]?.url ?? '')).toContain("/contacts/o'neil+x@exämple.com?")
    const query = new URLSearchParams(seen[1]?.url.split('?')[1])
    expect(query.get('after')).toBe('NTI1Cg==')
    expect(query.getAll('properties').join()).toBe('e-mail,größe')
  })
})
