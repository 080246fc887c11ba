import { createHash, randomBytes } from 'node:crypto'
import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { gatewayRig, KEY, TOKEN, type Rig } from '../support/gateway-rig.ts'

let rig: Rig
let hubspot: RequestListener
const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: Buffer }[] =
  []

const start = async (handler: RequestListener): Promise<void> => {
  hubspot = handler
  rig = await gatewayRig((request, response) => hubspot(request, response))
}

afterEach(async () => {
  seen.length = 0
  await rig.close()
})

const CONTACTS = '/hubspot/main/crm/v3/objects/contacts'
const auth = { authorization: `Bearer ${KEY}` }
const get = (path = CONTACTS, headers: Record<string, string> = {}) =>
  fetch(rig.url + path, { headers: { ...auth, ...headers } })

const answering =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks),
      })
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
    })
  }

describe('a call through the REST door', () => {
  it("brings HubSpot's status, body and correlation id back unchanged", async () => {
    await start(
      answering(404, '{"status":"error","message":"resource not found"}', {
        'x-hubspot-correlation-id': 'c-1',
      }),
    )
    const answer = await get(`${CONTACTS}/1?properties=email&properties=firstname`)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('x-hubspot-correlation-id')).toBe('c-1')
    expect(await answer.json()).toEqual({ status: 'error', message: 'resource not found' })
    expect(seen[0]?.url).toBe('/crm/v3/objects/contacts/1?properties=email&properties=firstname')
  })

  it('sends the vault token and nothing of the caller: no key, no cookie, no forwarding header', async () => {
    await start(answering(200, '{}'))
    await get(CONTACTS, {
      cookie: 'a=b',
      'x-forwarded-for': '10.0.0.1',
      'x-custom': 'y',
      accept: '*/*',
    })
    const headers = seen[0]?.headers ?? {}
    expect(headers.authorization).toBe(`Bearer ${TOKEN}`)
    expect(Object.keys(headers).sort()).toEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'authorization',
      'connection',
      'host',
      'user-agent',
    ])
    expect(headers.accept).toBe('application/json')
    expect(JSON.stringify(headers)).not.toContain(KEY)
  })

  it("shows the caller's own allowance in HubSpot's rate headers, and lets no cookie pass", async () => {
    await start(
      answering(200, '{}', {
        'x-hubspot-ratelimit-remaining': '3',
        'set-cookie': '__cf=1',
        'cf-ray': 'x',
      }),
    )
    const answer = await get()
    expect(answer.headers.get('x-hubspot-ratelimit-remaining')).toBe('180')
    expect(answer.headers.get('x-hubspot-ratelimit-max')).toBe('190')
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('cf-ray')).toBeNull()
  })

  it('hides a token that HubSpot echoes, in body and header, even where the body is compressed', async () => {
    await start((_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-language': TOKEN,
      })
      response.end(
        gzipSync(JSON.stringify({ token: TOKEN, basic: Buffer.from(TOKEN).toString('base64') })),
      )
    })
    const answer = await get()
    const body = await answer.text()
    expect(body).not.toContain(TOKEN)
    expect(body).not.toContain(Buffer.from(TOKEN).toString('base64').slice(4, -4))
    expect(answer.headers.get('content-language')).not.toContain('pat-')
    expect(JSON.parse(body)).toHaveProperty('token')
  })

  it('never follows a redirect, which would carry the credential elsewhere', async () => {
    await start(answering(302, '', { location: 'https://example.com/steal' }))
    const answer = await fetch(rig.url + CONTACTS, { headers: auth, redirect: 'manual' })
    expect(answer.status).toBe(302)
    expect(seen).toHaveLength(1)
  })

  it('records who, what and with which outcome before the answer ends', async () => {
    await start(answering(200, '{"results":[]}', { 'x-hubspot-correlation-id': 'c-9' }))
    await (await get(`${CONTACTS}?limit=1`)).text()
    expect(rig.events).toHaveLength(1)
    expect(rig.events[0]).toMatchObject({
      type: 'call',
      door: 'rest',
      principalName: 'Ana',
      authenticatedBy: 'key_1',
      groupName: 'sales',
      connectionName: 'main',
      operation: 'crm.objects.list',
      path: '/crm/v3/objects/contacts',
      scopes: ['contacts:read'],
      decision: 'permitted',
      status: 200,
      upstreamStatus: 200,
      correlationId: 'c-9',
      attempts: 1,
      bytesOut: 14,
    })
  })

  it('is refused when it cannot be recorded: no answer without an event', async () => {
    await start(answering(200, '{"results":[]}'))
    rig.failRecords(true)
    const answer = await get()
    expect(answer.status).toBeGreaterThanOrEqual(500)
    expect(await answer.text()).not.toContain('results')
  })

  it('streams a large answer that is cut short as broken, never as a whole one', async () => {
    await start((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000000' })
      response.write('x'.repeat(200_000))
      setTimeout(() => response.destroy(), 30)
    })
    const answer = await get()
    await expect(answer.text()).rejects.toThrow(/terminated|aborted|closed/)
    await waitFor(() => rig.events.length === 1)
    expect(rig.events[0]?.reason).toBe('upstream.broken')
  })

  it('streams 40 MB both ways without change', async () => {
    const sent = randomBytes(40 * 1024 * 1024)
    await start((request, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' })
      request.pipe(response)
    })
    rig.grant(['files:write'])
    const answer = await fetch(`${rig.url}/hubspot/main/files/v3/files`, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'multipart/form-data; boundary=x' },
      body: sent,
    })
    expect(answer.status).toBe(200)
    const got = Buffer.from(await answer.arrayBuffer())
    expect(sha(got)).toBe(sha(sent))
    expect(rig.events[0]).toMatchObject({ bytesIn: sent.length, bytesOut: sent.length })
  })

  it('ends the call at HubSpot when the caller goes away, and still records it', async () => {
    let ended = false
    await start((request, response) => {
      request.on('close', () => (ended = true))
      response.writeHead(200)
      response.write('x'.repeat(100))
      response.write('y'.repeat(100))
    })
    const caller = httpRequest(rig.url + CONTACTS, { headers: auth })
    caller.on('error', () => undefined)
    caller.end()
    await sleep(100)
    caller.destroy()
    await waitFor(() => ended && rig.events.length === 1)
    expect(rig.events[0]).toMatchObject({ reason: 'caller_gone', status: 499 })
  })
})

describe('attempts', () => {
  it('are repeated for a read that HubSpot failed, and counted in the record', async () => {
    let calls = 0
    await start((request, response) => answering(++calls < 2 ? 503 : 200, '{}')(request, response))
    const answer = await get()
    expect(answer.status).toBe(200)
    await answer.text()
    expect(rig.events[0]?.attempts).toBe(2)
  })

  it('are not repeated for a write that HubSpot may have executed', async () => {
    await start(answering(503, '{"status":"error"}'))
    rig.grant(['contacts:write'])
    const answer = await fetch(rig.url + CONTACTS, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/json' },
      body: '{"properties":{"email":"a@example.com"}}',
    })
    expect(answer.status).toBe(503)
    expect(seen).toHaveLength(1)
  })

  it('are repeated for a write after 429, with the same body, since HubSpot refused it unread', async () => {
    let calls = 0
    await start((request, response) =>
      answering(
        ++calls === 1 ? 429 : 201,
        '{"message":"You have reached your secondly limit.","policyName":"SECONDLY"}',
      )(request, response),
    )
    rig.grant(['contacts:write'])
    const answer = await fetch(rig.url + CONTACTS, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/json' },
      body: '{"properties":{"email":"a@example.com"}}',
    })
    expect(answer.status).toBe(201)
    expect(seen.map((one) => one.body.toString())).toEqual([
      '{"properties":{"email":"a@example.com"}}',
      '{"properties":{"email":"a@example.com"}}',
    ])
  })

  it('give the 429 back when it is the daily limit, with its reason', async () => {
    await start(
      answering(
        429,
        '{"message":"You have reached your daily limit.","errorType":"RATE_LIMIT","policyName":"DAILY"}',
      ),
    )
    const answer = await get()
    expect(answer.status).toBe(429)
    expect(await answer.json()).toMatchObject({ policyName: 'DAILY' })
    expect(seen).toHaveLength(1)
  })

  it("turn HubSpot's 401 into our own words: the caller's key is not at fault", async () => {
    await start(
      answering(
        401,
        '{"status":"error","message":"Authentication credentials not found.","category":"INVALID_AUTHENTICATION"}',
      ),
    )
    const answer = await get()
    expect(answer.status).toBe(409)
    const body = (await answer.json()) as { hubward: { code: string }; message: string }
    expect(body.hubward.code).toBe('connection.needs_reauth')
    expect(body.message).toContain('Your own key is fine')
  })

  it('return the allowance when nothing was sent, and hold it when something may have been', async () => {
    await start((request) => request.socket.destroy())
    rig.grant(['contacts:write'])
    const answer = await fetch(`${rig.url}${CONTACTS}/1`, {
      method: 'PATCH',
      headers: { ...auth, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(answer.status).toBe(502)
    expect(rig.allowances).toEqual({ settled: 0, cancelled: 0, lost: 1 })
  })
})

describe('revocation', () => {
  it('reaches a call that was waiting for its turn: the grant is asked again before sending', async () => {
    await start(answering(200, '{}'))
    rig.budget.next = async () => {
      await sleep(50)
      rig.grant([])
      return { ok: true, value: { waitedMs: 50, settle() {}, cancel() {}, lost() {} } }
    }
    const answer = await get()
    expect(answer.status).toBe(404)
    expect(seen).toHaveLength(0)
  })
})

async function waitFor(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i++) await sleep(10)
  expect(condition()).toBe(true)
}

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
