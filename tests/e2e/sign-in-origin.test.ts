/** Whose page asks: every endpoint of the admin API against every kind of page that is not ours. */
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/surfaces/admin/contract/endpoint.ts'
import { ROUTES } from '../../src/surfaces/admin/routes/all.ts'
import { OWN, signInSite, type SignInSite, type Somebody } from '../support/sign-in-site.ts'

let site: SignInSite
let ask: SignInSite['ask']
let somebody: SignInSite['somebody']
let home: string

beforeAll(async () => {
  site = await signInSite()
  ;({ ask, somebody, home } = site)
})
afterAll(() => site.close())

const concrete = ({ path }: Endpoint): string =>
  path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, 'nothing-of-this-name')

const named = ROUTES.map(
  ({ endpoint }) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const,
)
const unsafe = named.filter(([, { method }]) => method !== 'GET')
describe('whose page asks', () => {
  let admin: Somebody
  beforeAll(async () => {
    admin = await somebody('origin@example.com', 'admin')
  })

  it.each(unsafe)('%s is refused to every page that is not ours', async (_, endpoint) => {
    const foreign: readonly Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      // Another port of this machine sends our cookie along.
      { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-origin', origin: 'http://rebound.example' },
      { origin: 'null' },
      {},
    ]
    for (const headers of foreign) {
      const answer = await askRaw(endpoint, {
        ...headers,
        cookie: `__Host-hubward=${admin.cookie}`,
      })
      expect([answer.status, answer.code], JSON.stringify(headers)).toEqual([
        403,
        'request.origin_refused',
      ])
    }
  })

  it.each(unsafe.filter(([, { act }]) => act === 'anyone'))(
    '%s is refused to them without a cookie too: nobody is signed in by another site',
    async (_, endpoint) => {
      const answer = await askRaw(endpoint, {
        'sec-fetch-site': 'cross-site',
        origin: 'https://evil.example',
      })
      expect(answer.code).toBe('request.origin_refused')
    },
  )

  it.each(named.filter(([, { method }]) => method === 'GET'))(
    '%s is not read for another site, and no answer invites one',
    async (_, endpoint) => {
      const answer = await askRaw(endpoint, {
        'sec-fetch-site': 'cross-site',
        cookie: `__Host-hubward=${admin.cookie}`,
      })
      expect(answer.code).toBe('request.origin_refused')
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    },
  )

  it('a form of another kind than JSON is not read', async () => {
    const answer = await fetch(`${home}/api/v1/members`, {
      method: 'POST',
      headers: { ...OWN, cookie: `__Host-hubward=${admin.cookie}`, 'content-type': 'text/plain' },
      body: JSON.stringify({ name: 'x', email: 'x@example.com' }),
    })
    expect(answer.status).toBe(415)
  })

  it('a browser from before Fetch Metadata is told by its Origin', async () => {
    const body = { name: 'Old browser' }
    const answer = await ask('PUT', '/organisation', {
      cookie: admin.cookie,
      headers: { origin: home },
      body,
    })
    expect(answer.status).toBe(200)
  })
})

/** Without `fetch`, which writes some of these headers itself. */
function askRaw(endpoint: Endpoint, headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    code: string
    headers: Record<string, unknown>
  }>()
  const sent = request(
    `${home}/api/v1${concrete(endpoint)}`,
    { method: endpoint.method, headers: { ...headers, 'content-type': 'application/json' } },
    (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => {
        const { error } = JSON.parse(text) as { error: { code: string } }
        resolve({ status: answer.statusCode ?? 0, code: error.code, headers: answer.headers })
      })
    },
  )
  sent.on('error', reject)
  sent.end(endpoint.method === 'POST' ? '{}' : undefined)
  return promise
}
