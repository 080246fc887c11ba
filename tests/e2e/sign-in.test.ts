/** Signing in over the whole product: cookies, step-up, ends that act at once on every replica. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/surfaces/admin/contract/endpoint.ts'
import { ROUTES } from '../../src/surfaces/admin/routes/all.ts'
import type { AssertionRequest } from '../support/authenticator.ts'
import { codeOf, OWN, signInSite, type SignInSite, type Somebody } from '../support/sign-in-site.ts'

let site: SignInSite
let ask: SignInSite['ask']
let somebody: SignInSite['somebody']
let home: string

beforeAll(async () => {
  site = await signInSite()
  ;({ ask, somebody, home } = site)
})
afterAll(() => site.close())

const staleSteps = (session: string) =>
  site.hubward.pool.query(
    `update browser_session set stepped_up_at = now() - interval '6 minutes' where id = $1`,
    [session],
  )

const concrete = ({ path }: Endpoint): string =>
  path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, 'nothing-of-this-name')

/** Nothing that any endpoint takes; `DELETE` takes no body. */
const junk = ({ method }: Endpoint) => (method === 'DELETE' ? {} : { body: { nonsense: 1 } })

const named = ROUTES.map(
  ({ endpoint }) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const,
)
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
    const me = await ask('GET', '/session', { cookie: site.cookieOf(done) })
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
    const { rows } = await site.hubward.pool.query(
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

describe('stepping up', () => {
  it.each(named.filter(([, { stepUp }]) => stepUp))(
    '%s wants it, from sessions and not from keys',
    async (_, endpoint) => {
      const admin = await stale()
      const { cookie } = admin
      const wanted = await ask(endpoint.method, concrete(endpoint), { cookie, ...junk(endpoint) })
      expect(await codeOf(wanted)).toBe('auth.step_up_required')
      const key = await ask(endpoint.method, concrete(endpoint), {
        headers: site.byKey,
        ...junk(endpoint),
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
    await ask('POST', '/groups', { headers: site.byKey, body: { name: 'sales', title: 'Sales' } })
    await ask('POST', '/members', {
      headers: site.byKey,
      body: { name: 'B', email: 'b@example.com' },
    })
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
    const renewed = site.cookieOf(done)
    expect(renewed).not.toBe(cookie)
    once = undefined
    const { other } = site
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
    const { other } = site
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
    expect(
      (await ask('DELETE', '/members/removed@example.com', { headers: site.byKey })).status,
    ).toBe(204)
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
    for (const [method, who] of [
      ['GET', 'admin@localhost'],
      ['DELETE', 'admin@localhost'],
      // The same for who is nobody: the answer does not tell members from strangers.
      ['GET', 'nobody@example.com'],
      ['DELETE', 'nobody@example.com'],
    ] as const)
      expect([
        method,
        await codeOf(await ask(method, `/sessions?principal=${who}`, { cookie })),
      ]).toEqual([method, 'auth.forbidden'])
  })
})

it('a page asked for by number is sent to the name, which passkeys belong to', async () => {
  const url = site.hubward.urls[0] ?? ''
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
  const text = site.log.join('\n')
  expect(site.secrets.length).toBeGreaterThan(10)
  expect(text.length).toBeGreaterThan(1_000)
  for (const secret of site.secrets) expect(text).not.toContain(secret)
})
