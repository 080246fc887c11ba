/** The question: who may answer it, once, and that the answer is never more than was asked for. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removeMember } from '../../src/application/access/remove-member.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import {
  answerConsent,
  authorizeUrl,
  letIn,
  pkce,
  redeem,
  showConsent,
  toConsent,
} from '../support/oauth-client.ts'
import { listTools, oauthWorld, type OAuthWorld } from '../support/oauth-world.ts'

let world: OAuthWorld
let ada: HttpBrowser
let ben: HttpBrowser

beforeAll(async () => {
  world = await oauthWorld()
  ada = await world.person('ada', ['contacts:read', 'contacts:write'])
  ben = await world.person('ben', ['deals:read'])
})
afterAll(() => world.close())

const ask = (more: Readonly<Record<string, string | null>> = {}): string =>
  authorizeUrl(world.issuer, { clientId: world.documents.clientId, more }, pkce())

const ALLOW = { decision: 'allow', access: 'write' } as const

describe('an attacker who begins and sends the victim the address of the question', () => {
  test('is told nothing of the victim and gets nothing: the victim’s browser did not begin', async () => {
    const attacker = new HttpBrowser(world.issuer)
    const uid = await toConsent(attacker, ask())
    for (const answer of [
      await ada.api('GET', `/api/v1/consents/${uid}`),
      await ada.api('POST', `/api/v1/consents/${uid}`, ALLOW),
    ]) {
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ error: { code: 'consent.other_browser' } })
    }
    const before = await world.admin.store.read.authorisations.list()
    const back = await attacker.open(`/oauth/authorize/${uid}`)
    expect(back.headers.get('location') ?? '').not.toContain('code=')
    expect(await world.admin.store.read.authorisations.list()).toHaveLength(before.length)
  })

  test('gets nothing either where the victim has begun something before', async () => {
    await toConsent(ada, ask())
    const attacker = new HttpBrowser(world.issuer)
    const uid = await toConsent(attacker, ask())
    expect((await ada.api('POST', `/api/v1/consents/${uid}`, ALLOW)).status).toBe(403)
  })

  test('cannot take over the answer that the victim gives to a question of their own', async () => {
    const uid = await toConsent(ada, ask())
    const answered = await ada.api('POST', `/api/v1/consents/${uid}`, ALLOW)
    expect(answered.status).toBe(200)
    const attacker = new HttpBrowser(world.issuer)
    const back = await attacker.open(`/oauth/authorize/${uid}`)
    expect(back.headers.get('location')).toBeNull()
    expect(await back.text()).toContain('connect again')
  })
})

describe('who may answer', () => {
  test('lets a client write only with a fresh proof: a found session may not make what outlives it', async () => {
    const late = await world.person('late', ['contacts:read', 'contacts:write'])
    await world.pool.query(
      `update browser_session set created_at = created_at - interval '6 minutes',
         stepped_up_at = stepped_up_at - interval '6 minutes'
       where principal_id = (select id from principal where email = 'late@example.com')`,
    )
    const uid = await toConsent(late, ask())
    const refused = await late.api('POST', `/api/v1/consents/${uid}`, ALLOW)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ error: { code: 'auth.step_up_required' } })
    const reading = { decision: 'allow', access: 'read' }
    expect((await late.api('POST', `/api/v1/consents/${uid}`, reading)).status).toBe(200)
  })

  test('nobody who is not signed in', async () => {
    const stranger = new HttpBrowser(world.issuer)
    const uid = await toConsent(stranger, ask())
    expect((await stranger.api('GET', `/api/v1/consents/${uid}`)).status).toBe(401)
    expect((await stranger.api('POST', `/api/v1/consents/${uid}`, ALLOW)).status).toBe(401)
  })

  test('no client key: letting in is a person’s decision, before a browser', async () => {
    const uid = await toConsent(ada, ask())
    const { key } = await world.member('cleo', ['contacts:read'])
    const answer = await fetch(`${world.issuer}/api/v1/consents/${uid}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        cookie: `__Host-hubward-browser=${ada.cookie('__Host-hubward-browser')}`,
      },
      body: JSON.stringify(ALLOW),
    })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ error: { code: 'auth.browser_needed' } })
  })

  test('no page of another site', async () => {
    const uid = await toConsent(ada, ask())
    const answer = await fetch(`${world.issuer}/api/v1/consents/${uid}`, {
      method: 'POST',
      headers: {
        'sec-fetch-site': 'cross-site',
        'content-type': 'application/json',
        cookie: ['__Host-hubward-browser', '__Host-hubward']
          .map((name) => `${name}=${ada.cookie(name)}`)
          .join('; '),
      },
      body: JSON.stringify(ALLOW),
    })
    expect(await answer.json()).toMatchObject({ error: { code: 'request.origin_refused' } })
  })

  test('once: a second answer finds no question', async () => {
    const uid = await toConsent(ada, ask())
    await answerConsent(ada, uid, ALLOW)
    const again = await ada.api('POST', `/api/v1/consents/${uid}`, ALLOW)
    expect(again.status).toBe(404)
    expect(await again.json()).toMatchObject({ error: { code: 'consent.not_found' } })
  })

  test('only one of two answers at the same moment', async () => {
    const uid = await toConsent(ada, ask())
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ada.api('POST', `/api/v1/consents/${uid}`, ALLOW)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('not after ten minutes', async () => {
    const uid = await toConsent(ada, ask())
    await world.pool.query(`update consent_request set expires_at = now() - interval '1 second'`)
    expect((await ada.api('POST', `/api/v1/consents/${uid}`, ALLOW)).status).toBe(404)
  })
})

describe('what is given', () => {
  test('a no goes back to the client as such, and nothing is made', async () => {
    const before = await world.admin.store.read.authorisations.list()
    const back = await answerConsent(ada, await toConsent(ada, ask()), { decision: 'deny' })
    expect(back.searchParams.get('error')).toBe('access_denied')
    expect(back.searchParams.get('iss')).toBe(world.issuer)
    expect(back.searchParams.get('code')).toBeNull()
    expect(await world.admin.store.read.authorisations.list()).toHaveLength(before.length)
  })

  test('reading only, where the person says so though the client asked for more', async () => {
    const tokens = await letIn(ada, world.issuer, {
      clientId: world.documents.clientId,
      access: 'read',
    })
    expect(tokens.scope).toBe('hubspot:read')
  })

  test('never writing where the client asked to read', async () => {
    const uid = await toConsent(ada, ask({ scope: 'hubspot:read' }))
    expect((await showConsent(ada, uid)).requested).toBe('read')
    const answer = await ada.api('POST', `/api/v1/consents/${uid}`, ALLOW)
    expect(answer.status).toBe(400)
  })

  test('everything is asked for where a client names no scope', async () => {
    for (const scope of [null, ''])
      expect((await showConsent(ada, await toConsent(ada, ask({ scope })))).requested).toBe('write')
  })

  test('the person is asked every time, also by a client that was let in before', async () => {
    const options = { clientId: world.documents.clientId }
    await letIn(ada, world.issuer, options)
    const uid = await toConsent(ada, authorizeUrl(world.issuer, options, pkce()))
    expect((await showConsent(ada, uid)).client.isNew).toBe(false)
    const silent = await ada.open(ask({ prompt: 'none' }))
    expect(silent.headers.get('location')).toContain('error=')
    expect(silent.headers.get('location')).not.toContain('code=')
  })

  test('each person lets in for themselves: the tokens are of whoever answered', async () => {
    const options = { clientId: world.documents.clientId }
    const tokens = await letIn(ben, world.issuer, options)
    const text = await (await listTools(world.issuer, tokens.access_token)).text()
    expect(text).toContain('deals')
    expect(text).not.toContain('write_records')
  })
})

describe('a client that asks wrongly', () => {
  const bad = async (more: Readonly<Record<string, string | null>>): Promise<string> => {
    const answer = await ada.open(ask(more))
    return answer.headers.get('location') ?? (await answer.text())
  }

  test('without PKCE, or with the plain method, is refused', async () => {
    expect(await bad({ code_challenge: null, code_challenge_method: null })).toContain('PKCE')
    expect(await bad({ code_challenge_method: 'plain' })).toContain('error=invalid_request')
  })

  test('for another flow than the code flow is refused', async () => {
    for (const response_type of ['token', 'id_token', 'code token', 'none']) {
      const answer = await bad({ response_type })
      expect(answer).toContain('error=')
      expect(answer).not.toMatch(/[?&#](code|token|id_token)=/)
    }
  })

  test('for a resource that is not ours, or for two at once, is refused', async () => {
    expect(await bad({ resource: 'https://elsewhere.example/mcp' })).toContain('invalid_target')
    const two = `${ask()}&resource=${encodeURIComponent(`${world.issuer}/hubspot`)}`
    const answer = await ada.open(two)
    expect(answer.headers.get('location')).toContain('invalid_target')
  })

  test('with an address that is not the client’s gets no answer there', async () => {
    for (const redirect_uri of [
      'https://evil.example/callback',
      'http://localhost:33418/other',
      'http://localhost:33418/callback/../other',
      'http://localhost@evil.example/callback',
      'http://127.0.0.2:33418/callback',
    ]) {
      const answer = await ada.open(ask({ redirect_uri }))
      expect(answer.headers.get('location'), redirect_uri).toBeNull()
      expect(answer.status, redirect_uri).toBe(400)
    }
  })

  test('may come back at whatever port of its own loopback address', async () => {
    const redirectUri = 'http://localhost:61234/callback'
    const options = { clientId: world.documents.clientId, redirectUri }
    const proof = pkce()
    const uid = await toConsent(ada, authorizeUrl(world.issuer, options, proof))
    const back = await answerConsent(ada, uid, ALLOW)
    expect(back.port).toBe('61234')
    const code = back.searchParams.get('code') ?? ''
    expect((await redeem(world.issuer, options, code, proof)).status).toBe(200)
  })

  test('is shown its mistake as text, never as markup', async () => {
    const answer = await ada.open(ask({ client_id: '<script>alert(1)</script>' }))
    const page = await answer.text()
    expect(page).not.toContain('<script>')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('what ends between the yes and the code', () => {
  const yes = async (browser: HttpBrowser): Promise<string> => {
    const uid = await toConsent(browser, ask())
    expect((await browser.api('POST', `/api/v1/consents/${uid}`, ALLOW)).status).toBe(200)
    return uid
  }
  const refused = async (browser: HttpBrowser, uid: string): Promise<void> => {
    const back = await browser.open(`/oauth/authorize/${uid}`)
    const address = new URL(back.headers.get('location') ?? 'none:')
    expect(address.searchParams.get('error')).toBe('access_denied')
    expect(address.searchParams.get('code')).toBeNull()
  }

  test('the person is removed: the client is told no', async () => {
    const dan = await world.person('dan', ['contacts:read'])
    const uid = await yes(dan)
    await removeMember(world.admin, { member: 'dan@example.com' })
    await refused(dan, uid)
  })

  test('the person cuts it off again: the client is told no', async () => {
    const uid = await yes(ada)
    const [newest] = await world.admin.store.read.authorisations.list()
    await ada.api('DELETE', `/api/v1/authorisations/${newest?.id}`)
    await refused(ada, uid)
  })

  test('the person is removed before the code is redeemed: there are no tokens', async () => {
    const eve = await world.person('eve', ['contacts:read'])
    const proof = pkce()
    const options = { clientId: world.documents.clientId }
    const uid = await toConsent(eve, authorizeUrl(world.issuer, options, proof))
    const back = await answerConsent(eve, uid, ALLOW)
    await removeMember(world.admin, { member: 'eve@example.com' })
    const answer = await redeem(world.issuer, options, back.searchParams.get('code') ?? '', proof)
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' })
  })
})
