/** Signing in over the whole product: cookies, whose page asks, step-up, and two replicas. */
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/surfaces/admin/contract/endpoint.ts'
import type { SignedIn } from '../../src/surfaces/admin/contract/session.ts'
import { ROUTES } from '../../src/surfaces/admin/routes/all.ts'
import {
  SoftwareAuthenticator,
  type AssertionRequest,
  type CreationRequest,
} from '../support/authenticator.ts'
import { product, type Product } from '../support/product.ts'

let hubward: Product
/** The first replica, by the name that browsers use. */
let home: string
const log: string[] = []
const secrets: string[] = []

beforeAll(async () => {
  hubward = await product({ replicas: 2, log: (line) => log.push(line) })
  home = hubward.replicas[0]?.services.signIn.site.publicUrl ?? ''
})
afterAll(() => hubward.close())

/** What a browser sends along from a page of ours. */
const OWN = { 'sec-fetch-site': 'same-origin' }

interface Ask {
  readonly cookie?: string | undefined
  readonly headers?: Record<string, string>
  readonly body?: unknown
  readonly at?: string
}

function ask(method: string, path: string, { cookie, headers = OWN, body, at = home }: Ask = {}) {
  return fetch(`${at}/api/v1${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...headers,
      ...(cookie !== undefined && { cookie: `__Host-hubward=${cookie}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

const byKey = () => ({ authorization: `Bearer ${hubward.adminKey}` })

async function codeOf(answer: Response): Promise<string | null> {
  if (answer.status < 400) {
    await answer.body?.cancel()
    return null
  }
  return ((await answer.json()) as { error: { code: string } }).error.code
}

/** The value of the session cookie that an answer sets. */
function cookieOf(answer: Response): string {
  const line = answer.headers.getSetCookie().find((one) => one.startsWith('__Host-hubward='))
  const value = /^__Host-hubward=([\w-]*);/.exec(line ?? '')?.[1] ?? ''
  if (value) secrets.push(value)
  return value
}

interface Somebody {
  readonly cookie: string
  readonly authenticator: SoftwareAuthenticator
  readonly session: SignedIn
}

/** By invitation and software passkey, as a browser would. */
async function somebody(email: string, role: string): Promise<Somebody> {
  await ask('POST', '/members', { headers: byKey(), body: { name: 'Somebody', email, role } })
  const invited = await ask('POST', `/members/${email}/invitations`, { headers: byKey() })
  const { link } = (await invited.json()) as { link: string }
  const token = new URL(link).hash.slice(1)
  secrets.push(token)
  const begun = await ask('POST', '/welcome/passkey/begin', { body: { token } })
  const { options } = (await begun.json()) as { options: CreationRequest }
  const authenticator = new SoftwareAuthenticator(home)
  const response = authenticator.create(options)
  const done = await ask('POST', '/welcome/passkey/complete', { body: { token, response } })
  expect(done.status).toBe(200)
  return { cookie: cookieOf(done), authenticator, session: (await done.json()) as SignedIn }
}

const staleSteps = (session: string) =>
  hubward.pool.query(
    `update browser_session set stepped_up_at = now() - interval '6 minutes' where id = $1`,
    [session],
  )

const concrete = ({ path }: Endpoint): string =>
  path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, 'nothing-of-this-name')

const named = ROUTES.map(
  ({ endpoint }) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const,
)
const unsafe = named.filter(([, { method }]) => method !== 'GET')
const body = ({ method }: Endpoint) => (method === 'DELETE' ? {} : { body: { nonsense: 1 } })

describe('the cookie', () => {
  it('is bound to this host, hidden from scripts, and sent by our own pages alone', async () => {
    const { authenticator } = await somebody('cookie@example.com', 'member')
    const begun = await ask('POST', '/sign-in/passkey/begin')
    const { options } = (await begun.json()) as { options: AssertionRequest }
    const response = authenticator.get(options)
    const done = await ask('POST', '/sign-in/passkey/complete', { body: { response } })
    expect(done.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-hubward=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200$/,
      ),
    ])
    const me = await ask('GET', '/session', { cookie: cookieOf(done) })
    expect(await me.json()).toMatchObject({
      signedIn: true,
      person: { email: 'cookie@example.com' },
      role: 'member',
      acts: [],
      stepUp: { passkey: true, providers: [] },
    })
  })

  it('lies in the database as a hash', async () => {
    const { cookie } = await somebody('hash@example.com', 'member')
    const { rows } = await hubward.pool.query(
      'select row_to_json(s)::text as text from browser_session s',
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(cookie)
  })

  it('counts for nothing beside a client key: a wrong key is not helped by a good cookie', async () => {
    const { cookie } = await somebody('beside@example.com', 'admin')
    const headers = { ...OWN, authorization: 'Bearer hw_wrong' }
    expect(await codeOf(await ask('GET', '/members', { cookie, headers }))).toBe('auth.invalid')
    const session = await ask('GET', '/session', { cookie, headers })
    expect(await session.json()).toMatchObject({ signedIn: false, ended: null })
  })

  it.each([
    ['made up', 'A'.repeat(43), 'auth.session_ended'],
    ['no secret at all', 'x', 'auth.missing'],
  ])('that is %s opens nothing', async (_, cookie, code) => {
    expect(await codeOf(await ask('GET', '/me', { cookie }))).toBe(code)
  })

  it('is removed by signing out, which no other site can do for a person', async () => {
    const { cookie } = await somebody('out@example.com', 'member')
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    expect(await codeOf(await ask('DELETE', '/session', { cookie, headers: foreign }))).toBe(
      'request.origin_refused',
    )
    const done = await ask('DELETE', '/session', { cookie })
    expect(done.headers.getSetCookie()[0]).toMatch(/^__Host-hubward=; .*Max-Age=0$/)
    expect(await codeOf(await ask('GET', '/me', { cookie }))).toBe('auth.session_ended')
  })
})

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

describe('stepping up', () => {
  it.each(named.filter(([, { stepUp }]) => stepUp))(
    '%s wants it, from sessions and not from keys',
    async (_, endpoint) => {
      const admin = await stale()
      const { cookie } = admin
      const wanted = await ask(endpoint.method, concrete(endpoint), { cookie, ...body(endpoint) })
      expect(await codeOf(wanted)).toBe('auth.step_up_required')
      const key = await ask(endpoint.method, concrete(endpoint), {
        headers: byKey(),
        ...body(endpoint),
      })
      expect(await codeOf(key)).not.toBe('auth.step_up_required')
    },
  )

  let once: Promise<Somebody> | undefined
  const stale = async (): Promise<Somebody> => {
    once ??= somebody('stale@example.com', 'admin')
    await staleSteps((await once).session.session.id)
    return once
  }

  it('is asked for another role, for more than a member, and for a grant that writes', async () => {
    const { cookie } = await stale()
    await ask('POST', '/groups', { headers: byKey(), body: { name: 'sales', title: 'Sales' } })
    await ask('POST', '/members', { headers: byKey(), body: { name: 'B', email: 'b@example.com' } })
    const grant = (scopes: string[]) =>
      ask('PUT', '/grants', { cookie, body: { group: 'sales', connection: 'main', scopes } })
    for (const [what, answer, code] of [
      [
        'role',
        await ask('PATCH', '/members/b@example.com', { cookie, body: { role: 'auditor' } }),
        'auth.step_up_required',
      ],
      [
        'name',
        await ask('PATCH', '/members/b@example.com', { cookie, body: { name: 'Ben' } }),
        null,
      ],
      [
        'new admin',
        await ask('POST', '/members', {
          cookie,
          body: { name: 'C', email: 'c@example.com', role: 'admin' },
        }),
        'auth.step_up_required',
      ],
      [
        'new member',
        await ask('POST', '/members', { cookie, body: { name: 'D', email: 'd@example.com' } }),
        null,
      ],
      ['reading grant', await grant(['contacts:read']), null],
      ['writing grant', await grant(['contacts:read', 'contacts:write']), 'auth.step_up_required'],
    ] as const)
      expect([what, await codeOf(answer)]).toEqual([what, code])
  })

  it('gives a new cookie; the old one is refused everywhere and recorded', async () => {
    const { cookie, authenticator } = await stale()
    const begun = await ask('POST', '/step-up/passkey/begin', { cookie })
    const { options } = (await begun.json()) as { options: AssertionRequest }
    const response = authenticator.get(options)
    const done = await ask('POST', '/step-up/passkey/complete', { cookie, body: { response } })
    const renewed = cookieOf(done)
    expect(renewed).not.toBe(cookie)
    once = undefined
    const other = hubward.replicas[1]?.services.signIn.site.publicUrl ?? ''
    for (const at of [home, other])
      expect(await codeOf(await ask('GET', '/me', { cookie, at }))).toBe('auth.session_replayed')
    const audit = await ask('GET', '/audit?type=change&operation=session.replayed', {
      cookie: renewed,
    })
    expect(((await audit.json()) as { items: unknown[] }).items).toHaveLength(1)
    const made = await ask('POST', '/keys', {
      cookie: renewed,
      body: { principal: 'cookie@example.com', name: 'laptop' },
    })
    expect(made.status).toBe(201)
  })
})

describe('an end acts on the next request, on every replica', () => {
  it('of a session that its owner ended', async () => {
    const { cookie, session } = await somebody('ends@example.com', 'member')
    const other = hubward.replicas[1]?.services.signIn.site.publicUrl ?? ''
    expect((await ask('GET', '/me', { cookie, at: other })).status).toBe(200)
    const { items } = (await (await ask('GET', '/sessions', { cookie })).json()) as {
      items: { id: string; current: boolean; name: string }[]
    }
    expect(items).toMatchObject([{ id: session.session.id, current: true }])
    expect((await ask('DELETE', `/sessions/${session.session.id}`, { cookie })).status).toBe(204)
    expect(await codeOf(await ask('GET', '/me', { cookie, at: other }))).toBe('auth.session_ended')
  })

  it('of somebody who was removed', async () => {
    const { cookie } = await somebody('removed@example.com', 'operator')
    expect((await ask('DELETE', '/members/removed@example.com', { headers: byKey() })).status).toBe(
      204,
    )
    expect(await codeOf(await ask('GET', '/members', { cookie }))).toBe('auth.session_ended')
  })
})

describe('what a role may do by session', () => {
  it('is what it may do by key: nobody makes keys for who may do more', async () => {
    const { cookie } = await somebody('keeper@example.com', 'security_admin')
    const key = (principal: string) =>
      ask('POST', '/keys', { cookie, body: { principal, name: 'k' } })
    expect(await codeOf(await key('admin@localhost'))).toBe('auth.forbidden')
    expect(await codeOf(await key('cookie@example.com'))).toBeNull()
    expect(
      await codeOf(
        await ask('POST', '/members', { cookie, body: { name: 'x', email: 'y@example.com' } }),
      ),
    ).toBe('auth.forbidden')
  })

  it('does not show others’ sessions to members', async () => {
    const { cookie } = await somebody('nosy@example.com', 'member')
    expect(await codeOf(await ask('GET', '/sessions?principal=*', { cookie }))).toBe(
      'auth.forbidden',
    )
    expect(await codeOf(await ask('GET', '/sessions?principal=admin@localhost', { cookie }))).toBe(
      'auth.forbidden',
    )
  })
})

it('a page asked for by number is sent to the name, which passkeys belong to', async () => {
  const url = hubward.urls[0] ?? ''
  const page = await fetch(`${url}/groups?x=1`, {
    redirect: 'manual',
    headers: { accept: 'text/html' },
  })
  expect([page.status, page.headers.get('location')]).toEqual([302, `${home}/groups?x=1`])
  const api = await fetch(`${url}/api/v1/session`, {
    redirect: 'manual',
    headers: { accept: 'text/html' },
  })
  expect(api.status).toBe(200)
})

it('no secret of a session or a link was logged', () => {
  const text = log.join('\n')
  expect(secrets.length).toBeGreaterThan(10)
  expect(text.length).toBeGreaterThan(1_000)
  for (const secret of secrets) expect(text).not.toContain(secret)
})
