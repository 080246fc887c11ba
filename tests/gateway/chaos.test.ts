import { Agent, request as httpRequest, type RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { err, ok } from '../../src/domain/result.ts'
import { gatewayRig, KEY, OTHER_KEY, type Rig } from '../support/gateway-rig.ts'
import { rawHttp } from '../support/raw-http.ts'

const CALLS = 600
const AT_ONCE = 80

/** The same misfortunes in every run of a seed (mulberry32), but for what timing adds. */
function dice(seed: number) {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    upTo: (most: number): number => Math.floor(next() * most),
    oneOf: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T,
    chance: (share: number): boolean => next() < share,
  }
}
type Dice = ReturnType<typeof dice>

const JSON_TYPE = { 'content-type': 'application/json' }
const LARGE = Buffer.alloc(700_000, 'x')

/** What HubSpot may do to a call. */
const MISFORTUNES: readonly RequestListener[] = [
  (_request, response) => void response.writeHead(200, JSON_TYPE).end('{"results":[]}'),
  (_request, response) => void response.writeHead(200).end(LARGE),
  (_request, response) =>
    void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(LARGE)),
  (_request, response) => void response.writeHead(204).end(),
  (_request, response) => void response.writeHead(207, JSON_TYPE).end('{"status":"COMPLETE"}'),
  (_request, response) => void response.writeHead(400, JSON_TYPE).end('{"status":"error"}'),
  (_request, response) =>
    void response.writeHead(429, JSON_TYPE).end('{"policyName":"TEN_SECONDLY_ROLLING"}'),
  (_request, response) => void response.writeHead(429, JSON_TYPE).end('{"policyName":"DAILY"}'),
  (_request, response) => void response.writeHead(502, { 'retry-after': '0' }).end('<html>'),
  (_request, response) => void response.writeHead(503).end(LARGE),
  (_request, response) => void response.writeHead(401, JSON_TYPE).end('{}'),
  (_request, response) => void response.writeHead(200, { 'content-encoding': 'zzz' }).end('{}'),
  (_request, response) =>
    void response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip at all'),
  (request) => void request.socket.destroy(),
  (request) => void request.socket.resetAndDestroy(),
  (request) => void request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"re'),
  (request) => void request.socket.end('this is no HTTP at all\r\n\r\n'),
  (_request, response) => {
    response.writeHead(200, { 'content-length': LARGE.length }).write(LARGE.subarray(0, 300_000))
    setTimeout(() => response.destroy(), 20)
  },
  (_request, response) => {
    response.writeHead(200).write('{"a":')
    setTimeout(() => response.end('1}'), 80)
  },
]

const ROOT = '/hubspot/main'
const CONTACTS = `${ROOT}/crm/v3/objects/contacts`
const UPLOAD = Buffer.alloc(150_000, 'y')

/** What a caller may ask: method, path, body, and whether its length is told. */
const ASKED: readonly (readonly [string, string, Buffer | null, boolean])[] = [
  ['GET', CONTACTS, null, true],
  ['GET', `${CONTACTS}/1?properties=email`, null, true],
  ['POST', `${CONTACTS}/search`, Buffer.from('{"limit":1}'), true],
  ['POST', `${CONTACTS}/search`, Buffer.from('{"limit":1}'), false],
  ['POST', `${CONTACTS}/search`, Buffer.from('{"limit":'), true],
  ['POST', CONTACTS, Buffer.from('{"properties":{}}'), true],
  ['PATCH', `${CONTACTS}/1`, Buffer.from('{"properties":{}}'), true],
  ['POST', `${ROOT}/files/v3/files`, UPLOAD, true],
  ['POST', `${ROOT}/files/v3/files`, UPLOAD, false],
  ['POST', `${ROOT}/cms/v3/blogs/posts`, UPLOAD, true],
  ['GET', `${ROOT}/crm/v3/objects/deals`, null, true],
  ['DELETE', `${ROOT}/nothing/here`, null, true],
  ['GET', `${CONTACTS}//1`, null, true],
]

/** One call by a caller who may leave, read slowly, stop sending or send nonsense. */
async function misbehave(rig: Rig, luck: Dice, agent: Agent): Promise<void> {
  const [method, path, body, told] = luck.oneOf(ASKED)
  const key = luck.oneOf([KEY, OTHER_KEY])
  if (luck.chance(0.05)) {
    const head = `${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n`
    const two = `${head}content-length: 0\r\n\r\n`
    await rawHttp(rig.url, [two + two, luck.upTo(50)], 50 + luck.upTo(200))
    return
  }
  const leavesAfter = luck.chance(0.3) ? luck.upTo(120) : null
  const readsSlowly = luck.chance(0.2)
  const stopsSending = body !== null && luck.chance(0.1)
  await new Promise<void>((resolve) => {
    const request = httpRequest(rig.url + path, {
      agent,
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body && told && { 'content-length': body.length }),
        ...(body && !told && { 'transfer-encoding': 'chunked' }),
      },
    })
    request.on('error', () => resolve()).on('close', resolve)
    request.on('response', (response) => {
      response.on('error', () => undefined)
      if (readsSlowly) setTimeout(() => response.resume(), 150)
      else response.resume()
    })
    if (body && stopsSending) {
      request.write(body.subarray(0, 4))
      setTimeout(() => request.destroy(), 60)
    } else request.end(body ?? undefined)
    if (leavesAfter !== null) setTimeout(() => request.destroy(), leavesAfter)
  })
}

it.each([1, 20_261_122])(
  'whatever befalls %i hundreds of calls, each has one record, each allowance one end, and nothing stays behind',
  async (seed) => {
    const luck = dice(seed)
    const upstreamLuck = dice(seed + 1)
    const recordLuck = dice(seed + 2)
    const rig = await gatewayRig((request, response) => {
      request.on('error', () => undefined)
      response.on('error', () => undefined)
      const befalls = (): void => upstreamLuck.oneOf(MISFORTUNES)(request, response)
      if (upstreamLuck.chance(0.5)) request.resume()
      setTimeout(befalls, upstreamLuck.upTo(40))
    })
    rig.grant(['contacts:read', 'contacts:write', 'files:write'])
    rig.failRecords(() => recordLuck.chance(0.05))
    rig.budget.next = ({ signal }) => {
      if (luck.chance(0.1))
        return err({ reason: 'budget_spent', budget: 'burst', retryAfterMs: 1_000 })
      if (luck.chance(0.5)) return ok(rig.allow())
      // An allowance may be given in the moment in which the caller leaves.
      const heeds = luck.chance(0.7) ? { signal } : {}
      return sleep(luck.upTo(60), undefined, heeds).then(() => ok(rig.allow()))
    }
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    const seen: string[] = []
    const crash = (error: unknown): void => void seen.push(String(error))
    process.on('unhandledRejection', crash).on('uncaughtException', crash)

    let begun = 0
    const callers = Array.from({ length: AT_ONCE }, async () => {
      while (begun++ < CALLS) await misbehave(rig, luck, agent)
    })
    await Promise.all(callers)
    agent.destroy()
    const quiet = async (): Promise<boolean> =>
      rig.callersInFlight() === 0 &&
      rig.recorded() === rig.requests() &&
      (await rig.openConnections()) === 0
    for (let i = 0; i < 300 && !(await quiet()); i++) await sleep(20)
    process.off('unhandledRejection', crash).off('uncaughtException', crash)

    expect(seen).toEqual([])
    expect(rig.faults).toEqual([])
    expect(rig.requests()).toBeGreaterThan(CALLS * 0.8)
    expect(rig.recorded()).toBe(rig.requests())
    expect(rig.openAllowances()).toBe(0)
    expect(rig.callersInFlight()).toBe(0)
    expect(await rig.openConnections()).toBe(0)
    const answered = new Set(rig.events.map(({ reason, status }) => reason ?? status))
    for (const each of [200, 204, 207, 400, 'caller_gone', 'upstream.broken', 'budget.spent'])
      expect(answered, String(each)).toContain(each)
    rig.failRecords(false)
    rig.budget.next = null
    await rig.close()
    expect(await sleep(50, rig.openAllowances())).toBe(0)
  },
)
