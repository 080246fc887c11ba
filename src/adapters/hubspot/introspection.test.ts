import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startEmulator, type Emulator } from '../../../emulator/index.ts'
import { failureError, type HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { redacted } from '../../domain/redacted.ts'
import { createAsk, type Ask, type Question } from './ask.ts'
import { accountReader } from './introspection.ts'

const ask = createAsk({ timeoutMs: 700 })
const token = redacted('pat-na1-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9')
let portal: Emulator
beforeAll(async () => {
  portal = await startEmulator({
    contacts: 5,
    hublet: 'eu1',
    tokens: [
      { name: 'narrow', kind: 'service_key', scopes: ['crm.schemas.deals.read'], userId: 71 },
      { name: 'shut', scopes: ['tickets'], hublet: 'eu1' },
      { name: 'off', scopes: ['tickets'], disabled: true },
      { name: 'past', scopes: ['tickets'], expiresAt: 1_000 },
      { name: 'developer', kind: 'developer_key', scopes: [] },
    ],
  })
})
afterAll(() => portal.close())

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server that answers as told; its origin. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const readAt = (baseUrl: string, secret = token, with_: Ask = ask) =>
  accountReader(with_, baseUrl).read({ kind: 'service_key', baseUrl, token: secret })

const named = (name: string) =>
  redacted(portal.tokens.find(({ id }) => id === name)?.secret ?? 'no such token')

async function failureAt(baseUrl: string, secret = token): Promise<HubSpotFailure> {
  const reading = await readAt(baseUrl, secret)
  if (reading.ok) throw new Error('It was accepted')
  return reading.error
}

describe('asking HubSpot who a credential is', () => {
  it('works for a key that may do almost nothing', async () => {
    const reading = await readAt(portal.url, named('narrow'))
    expect(reading).toMatchObject({
      ok: true,
      value: {
        hublet: 'eu1',
        uiDomain: 'app-eu1.hubspot.com',
        hubspotUserId: 71,
        hubspotScopes: ['crm.schemas.deals.read', 'oauth'],
        customObjectTypes: [],
        notices: [],
      },
    })
  })

  it('tells a disabled, an expired and an unknown key apart as far as HubSpot does', async () => {
    expect(await failureAt(portal.url, named('off'))).toEqual({ reason: 'credential_invalid' })
    expect(await failureAt(portal.url, named('past'))).toEqual({ reason: 'credential_expired' })
    expect(await failureAt(portal.url)).toEqual({ reason: 'credential_invalid' })
    const switchedOff = await serve((_, answer) => {
      answer.writeHead(401, { 'content-type': 'application/json' })
      answer.end(JSON.stringify({ message: 'This key has been deactivated' }))
    })
    expect(await failureAt(switchedOff)).toEqual({ reason: 'credential_disabled' })
  })

  it('names the region of a portal that lives elsewhere', async () => {
    portal.switches.correctHublet = 'na2'
    const failure = await failureAt(portal.url, named('narrow'))
    portal.switches.correctHublet = null
    expect(failure).toEqual({ reason: 'wrong_hublet', hublet: 'na2' })
    expect(failureError(failure).message).toContain('na2')
  })

  it('goes to the right region by itself, from one of HubSpot’s own hosts to another only', async () => {
    const asked: string[] = []
    const regional: Ask = async (question) => {
      asked.push(question.origin)
      if (question.origin === 'https://api-eu1.hubapi.com')
        return ask({ ...question, origin: portal.url })
      return {
        ok: true,
        value: {
          status: 488,
          json: { correctHublet: 'eu1' },
          retryAfterSeconds: null,
          header: () => undefined,
        },
      }
    }
    const reading = await readAt('https://api.hubapi.com', named('narrow'), regional)
    expect(reading).toMatchObject({ ok: true, value: { baseUrl: 'https://api-eu1.hubapi.com' } })
    asked.length = 0
    await readAt('http://operator.test:4010', named('narrow'), regional)
    expect(new Set(asked)).toEqual(new Set(['http://operator.test:4010']))
  })

  it('is not sent to a host that an answer names', async () => {
    const asked: string[] = []
    const luring: Ask = async (question: Question) => {
      asked.push(question.origin)
      const json = { correctHublet: 'eu1.evil.example/x' }
      return {
        ok: true,
        value: { status: 488, json, retryAfterSeconds: null, header: () => undefined },
      }
    }
    const reading = await readAt('https://api.hubapi.com', token, luring)
    expect(reading).toMatchObject({ ok: false, error: { reason: 'wrong_hublet', hublet: null } })
    expect(asked).toEqual(['https://api.hubapi.com'])
  })

  it('says how long a migration takes', async () => {
    portal.switches.migrating = true
    const failure = await failureAt(portal.url, named('narrow'))
    portal.switches.migrating = false
    expect(failure).toEqual({ reason: 'portal_migrating', retryAfterSeconds: 3600 })
    expect(failureError(failure).message).toContain('60 minutes')
  })

  it('names what is missing where HubSpot lets the key in but not at the account', async () => {
    const body = {
      category: 'MISSING_SCOPES',
      errors: [{ context: { requiredGranularScopes: ['oauth', '<script>'] } }],
    }
    const origin = await serve((_, answer) => {
      answer.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    expect(await failureAt(origin)).toEqual({
      reason: 'permission_missing',
      hubspotScopes: ['oauth'],
    })
  })

  it('passes on how long to wait when the allowance is used up', async () => {
    const origin = await serve((_, answer) => {
      answer.writeHead(429, { 'retry-after': '7' }).end('{}')
    })
    expect(await failureAt(origin)).toEqual({ reason: 'rate_limited', retryAfterSeconds: 7 })
  })

  it('never follows a redirect with the credential', async () => {
    let lured = 0
    const trap = await serve((_, answer) => {
      lured++
      answer.end('{}')
    })
    const origin = await serve((_, answer) => {
      answer.writeHead(302, { location: `${trap}/account-info/2026-09/details` }).end()
    })
    expect(await failureAt(origin)).toEqual({ reason: 'unexpected_answer', status: 302 })
    expect(lured).toBe(0)
  })

  it.each([
    ['HTML', '<html>'],
    ['nothing', ''],
    ['another shape', '{"portalId":"x"}'],
    ['an array', '[1,2]'],
    ['more than it reads', `{"x":"${'x'.repeat(5 * 1024 * 1024)}"}`],
  ])('refuses an answer that is %s', async (_name, body) => {
    const origin = await serve((_, answer) => {
      answer.writeHead(200, { 'content-type': 'application/json' }).end(body)
    })
    expect(await failureAt(origin)).toEqual({ reason: 'unexpected_answer', status: 200 })
  })

  it('tells silence, refusal, a broken answer and an unknown name apart', async () => {
    const silent = await serve(() => undefined)
    expect(await failureAt(silent)).toMatchObject({ reason: 'timed_out' })
    const slow = await serve((_, answer) => {
      answer.writeHead(200)
      answer.write('{"portalId":')
    })
    expect(await failureAt(slow)).toMatchObject({ reason: 'timed_out' })
    const reset = await serve((request) => request.socket.destroy())
    expect(await failureAt(reset)).toMatchObject({ reason: 'unreachable' })
    expect(await failureAt('http://127.0.0.1:1')).toMatchObject({ reason: 'unreachable' })
    expect(await failureAt('http://no-such-host.invalid')).toMatchObject({
      reason: 'name_not_found',
      host: 'no-such-host.invalid',
    })
  })

  it('sends nothing where the certificate is not accepted', async () => {
    const plain = await serve((_, answer) => answer.end('{}'))
    expect(await failureAt(plain.replace('http:', 'https:'))).toMatchObject({
      reason: 'tls_failed',
    })
  })

  it('goes by the token alone where the account may not be read, and says so', async () => {
    const reading = await readAt(portal.url, named('shut'))
    expect(reading).toMatchObject({
      ok: true,
      value: { portalId: 1_234_567, portalName: null, timeZone: 'UTC', hubspotScopes: ['tickets'] },
    })
    expect(reading.ok && reading.value.notices.join(' ')).toContain('midnight UTC')
  })

  it('takes no scopes as held where HubSpot does not tell them, and says so', async () => {
    const origin = await serve((request, answer) => {
      const details = request.url?.startsWith('/account-info/2026-09')
      answer.writeHead(details ? 200 : 404, { 'content-type': 'application/json' })
      answer.end(JSON.stringify(details ? { portalId: 5 } : {}))
    })
    const reading = await readAt(origin)
    expect(reading).toMatchObject({ ok: true, value: { hubspotScopes: [], portalId: 5 } })
    expect(reading.ok && reading.value.notices).toHaveLength(1)
  })

  it('never repeats the token or HubSpot’s text in what it tells', async () => {
    const origin = await serve((_, answer) => {
      const message = `expired: ${token.reveal()}`
      answer.writeHead(401, { 'content-type': 'application/json' })
      answer.end(JSON.stringify({ message, correctHublet: token.reveal() }))
    })
    const error = failureError(await failureAt(origin))
    expect(JSON.stringify([error.message, error.facts])).not.toContain(token.reveal())
  })
})

describe('a question whose time is over from outside', () => {
  it('is ended as a time-out, and where it was over before, nothing is sent', async () => {
    let arrived = 0
    const origin = await serve(() => void (arrived += 1))
    const ends = new AbortController()
    const asking = accountReader(ask, origin).read(
      { kind: 'service_key', baseUrl: origin, token },
      ends.signal,
    )
    while (arrived === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    ends.abort(new Error('the lock is lost'))
    const host = new URL(origin).host
    expect(await asking).toEqual({ ok: false, error: { reason: 'timed_out', host } })
    await accountReader(ask, origin).read(
      { kind: 'service_key', baseUrl: origin, token },
      ends.signal,
    )
    expect(arrived).toBe(1)
  })
})

describe('a developer key', () => {
  const read = (secret: typeof token, appId: number | null) =>
    accountReader(ask, portal.url).read({
      kind: 'developer_key',
      baseUrl: portal.url,
      token: secret,
      developer: { portalId: 9, appId },
    })

  it('is tried on an app of its account, and opens no data', async () => {
    const reading = await read(named('developer'), 4242)
    expect(reading).toMatchObject({
      ok: true,
      value: { portalId: 9, accountType: 'APP_DEVELOPER', hubspotScopes: [] },
    })
    expect(reading.ok && reading.value.notices).toHaveLength(1)
  })

  it('is refused when HubSpot refuses it', async () => {
    expect(await read(token, 4242)).toMatchObject({ ok: false })
  })

  it('says that it is unchecked where no app is named', async () => {
    const reading = await read(token, null)
    expect(reading.ok && reading.value.notices).toHaveLength(2)
  })
})
