import { request as httpRequest, type ClientRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { IN_FLIGHT_LIMITS } from '../../src/application/gateway/in-flight.ts'
import { gatewayRig, KEY, OTHER_KEY, type Rig } from '../support/gateway-rig.ts'

let rig: Rig
let open: ClientRequest[] = []
afterEach(async () => {
  for (const request of open) request.destroy()
  open = []
  await rig.close()
})

const CONTACTS = '/hubspot/main/crm/v3/objects/contacts'
const headers = { authorization: `Bearer ${KEY}` }
const hold = (method: string, path: string, more: Record<string, string> = {}): ClientRequest => {
  const request = httpRequest(rig.url + path, { method, headers: { ...headers, ...more } })
  request.on('error', () => undefined)
  open.push(request)
  return request
}

describe('a caller that has run wild', () => {
  it('is refused past its calls at once, with the 429 that SDKs wait after, and recorded', async () => {
    let arrived = 0
    rig = await gatewayRig((_request, response) => {
      arrived++
      setTimeout(() => response.end('{}'), 1_500)
    })
    for (let i = 0; i < IN_FLIGHT_LIMITS.calls.atMost; i++) hold('GET', CONTACTS).end()
    await sleep(700)
    const refused = await fetch(rig.url + CONTACTS, { headers })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(await refused.json()).toMatchObject({
      policyName: 'TEN_SECONDLY_ROLLING',
      hubward: { code: 'access.too_many_calls', retry: { worthwhile: true } },
    })
    expect(rig.events).toMatchObject([{ reason: 'access.too_many_calls', decision: 'refused' }])
    expect(arrived).toBe(IN_FLIGHT_LIMITS.calls.atMost)
    for (const request of open) request.destroy()
    await sleep(200)
    expect((await fetch(rig.url + CONTACTS, { headers })).status).toBe(200)
    expect(rig.events).toHaveLength(IN_FLIGHT_LIMITS.calls.atMost + 2)
  })

  it('and reads nothing leaves connections to HubSpot for others', async () => {
    const large = Buffer.alloc(8_000_000, ' ')
    rig = await gatewayRig((request, response) => {
      response.end(request.url?.includes('small') ? '{}' : large)
    })
    for (let i = 0; i < IN_FLIGHT_LIMITS.calls.atMost / 2; i++) {
      hold('GET', CONTACTS).on('response', (response) => response.pause())
      open.at(-1)?.end()
    }
    await sleep(1_500)
    const answer = await fetch(`${rig.url}${CONTACTS}?q=small`, {
      headers: { authorization: `Bearer ${OTHER_KEY}` },
      signal: AbortSignal.timeout(10_000),
    })
    expect(answer.status).toBe(200)
  })

  it('is refused past the bodies that are held for it, announced or not, before they are read', async () => {
    rig = await gatewayRig((_request, response) => void response.end('{}'))
    const most = 4 * 1024 * 1024
    for (let i = 0; i < 4; i++)
      hold('POST', `${CONTACTS}/search`, { 'content-length': String(most) }).write('{')
    for (let i = 0; i < 4; i++)
      hold('POST', `${CONTACTS}/search`, { 'transfer-encoding': 'chunked' }).write('{')
    await sleep(300)
    const search = () =>
      fetch(`${rig.url}${CONTACTS}/search`, { method: 'POST', headers, body: '{}' })
    const refused = await search()
    expect(refused.status).toBe(429)
    expect(((await refused.json()) as { message: string }).message).toContain('32 MiB')
    expect((await fetch(rig.url + CONTACTS, { headers })).status).toBe(200)
    for (const request of open) request.destroy()
    await sleep(200)
    expect((await search()).status).toBe(200)
  })
})
