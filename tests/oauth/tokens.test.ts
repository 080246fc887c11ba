/** Codes, refresh tokens and what ends them: each is good once, and two uses mean two holders. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removeMember } from '../../src/application/access/remove-member.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createServiceAccount } from '../../src/application/access/create-service-account.ts'
import { revokeKey } from '../../src/application/access/revoke-key.ts'
import { addToGroup } from '../../src/application/access/add-to-group.ts'
import { REFRESH_REUSE_SECONDS } from '../../src/domain/authorisation/authorisation.ts'
import type { HttpBrowser } from '../support/http-browser.ts'
import {
  answerConsent,
  askToken,
  authorizeUrl,
  letIn,
  pkce,
  redeem,
  refresh,
  toConsent,
  type Tokens,
} from '../support/oauth-client.ts'
import { callTool, listTools, oauthWorld, type OAuthWorld } from '../support/oauth-world.ts'

let world: OAuthWorld
let ada: HttpBrowser
let clientId: string

beforeAll(async () => {
  world = await oauthWorld()
  clientId = world.documents.clientId
  ada = await world.person('ada', ['contacts:read', 'contacts:write'])
})
afterAll(() => world.close())

const comeIn = (browser: HttpBrowser = ada): Promise<Tokens> =>
  letIn(browser, world.issuer, { clientId })

const next = async (token: string): Promise<Tokens> => {
  const answer = await refresh(world.issuer, clientId, token)
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Tokens
}

const statusOf = async (tokens: Tokens): Promise<number> =>
  (await listTools(world.issuer, tokens.access_token)).status

const errorOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { error: string }).error

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** As if the first use had been so long ago. */
const ago = (token: string, seconds: number): Promise<unknown> =>
  world.pool.query(
    `update issued_artefact set consumed_at = now() - make_interval(secs => $2) where id_hash = $1`,
    [hashOf(token), seconds],
  )

describe('a refresh token', () => {
  test('is replaced with every use, and the new one works', async () => {
    const first = await comeIn()
    const second = await next(first.refresh_token)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(second.access_token).not.toBe(first.access_token)
    expect(await statusOf(await next(second.refresh_token))).toBe(200)
  })

  test('may be repeated for a moment, since the answer may have been lost', async () => {
    const first = await comeIn()
    await next(first.refresh_token)
    await ago(first.refresh_token, REFRESH_REUSE_SECONDS - 5)
    expect(await statusOf(await next(first.refresh_token))).toBe(200)
  })

  test('used again later ends everything: two hold what one should', async () => {
    const first = await comeIn()
    const second = await next(first.refresh_token)
    await ago(first.refresh_token, REFRESH_REUSE_SECONDS + 1)
    const again = await refresh(world.issuer, clientId, first.refresh_token)
    expect(await errorOf(again)).toBe('invalid_grant')
    expect(await statusOf(second), 'its access token is dead at once').toBe(401)
    expect((await refresh(world.issuer, clientId, second.refresh_token)).status).toBe(400)
    const last = (await world.changes()).at(-1)
    expect(last).toMatchObject({
      action: 'authorisation.reuse_detected',
      door: 'system',
      after: { endedBecause: 'refresh_reused' },
    })
  })

  test('that a process could not replace is not used up, so a later try is no theft', async () => {
    const first = await comeIn()
    await world.pool.query(`
      create function cut_off() returns trigger language plpgsql as 'begin raise exception ''gone''; end';
      create trigger cut_off before insert on issued_artefact
        for each row when (new.kind = 'RefreshToken') execute function cut_off()`)
    try {
      expect((await refresh(world.issuer, clientId, first.refresh_token)).status).toBe(500)
    } finally {
      await world.pool.query('drop function cut_off cascade')
    }
    await world.pool.query(
      `update issued_artefact set consumed_at = consumed_at - interval '1 hour' where id_hash = $1`,
      [hashOf(first.refresh_token)],
    )
    expect(await statusOf(await next(first.refresh_token))).toBe(200)
  })

  test('used twenty times at once gives tokens twenty times, and ends nothing', async () => {
    const first = await comeIn()
    const all = await Promise.all(Array.from({ length: 20 }, () => next(first.refresh_token)))
    expect(new Set(all.map((one) => one.refresh_token)).size).toBe(20)
    expect(await Promise.all(all.map(statusOf))).toEqual(Array.from({ length: 20 }, () => 200))
  })

  test('is good for its own client only', async () => {
    const { refresh_token } = await comeIn()
    const other = world.documents.serve('/other', {
      client_name: 'Other',
      redirect_uris: ['https://other.example/callback'],
    })
    expect((await refresh(world.issuer, other, refresh_token)).status).toBe(400)
    expect(await statusOf(await next(refresh_token))).toBe(200)
  })

  test('cannot fetch a token for another resource, nor for more than was given', async () => {
    const tokens = await letIn(ada, world.issuer, { clientId, access: 'read' })
    const parameters = {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
      client_id: clientId,
    }
    const elsewhere = await askToken(world.issuer, {
      ...parameters,
      resource: `${world.issuer}/hubspot`,
    })
    expect(await errorOf(elsewhere)).toBe('invalid_target')
    const more = await askToken(world.issuer, { ...parameters, scope: 'hubspot:write' })
    expect(more.ok).toBe(false)
  })

  test('given back by its client ends the authorisation (RFC 7009)', async () => {
    const tokens = await comeIn()
    const answer = await fetch(`${world.issuer}/oauth/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: tokens.refresh_token, client_id: clientId }).toString(),
    })
    expect(answer.status).toBe(200)
    expect(await statusOf(tokens)).toBe(401)
    expect((await world.changes()).at(-1)).toMatchObject({
      action: 'authorisation.revoke',
      after: { endedBecause: 'client_revoked' },
    })
  })

  test('and code are in the database by their hash alone', async () => {
    const tokens = await comeIn()
    const { rows } = await world.pool.query<{ text: string }>(
      `select string_agg(row_to_json(one)::text, ' ') as text from issued_artefact as one`,
    )
    expect(rows[0]?.text).not.toContain(tokens.refresh_token)
    expect(rows[0]?.text).toContain(hashOf(tokens.refresh_token))
  })
})

describe('a code', () => {
  const code = async (): Promise<{ code: string; proof: ReturnType<typeof pkce> }> => {
    const proof = pkce()
    const uid = await toConsent(ada, authorizeUrl(world.issuer, { clientId }, proof))
    const back = await answerConsent(ada, uid, { decision: 'allow', access: 'write' })
    return { code: back.searchParams.get('code') ?? '', proof }
  }

  test('redeemed twice ends what the first one got', async () => {
    const made = await code()
    const first = await redeem(world.issuer, { clientId }, made.code, made.proof)
    const tokens = (await first.json()) as Tokens
    expect(await statusOf(tokens)).toBe(200)
    const second = await redeem(world.issuer, { clientId }, made.code, made.proof)
    expect(await errorOf(second)).toBe('invalid_grant')
    expect(await statusOf(tokens)).toBe(401)
    expect((await world.changes()).at(-1)).toMatchObject({
      action: 'authorisation.reuse_detected',
      after: { endedBecause: 'code_replayed' },
    })
  })

  test('redeemed ten times at the same moment leaves nobody with a token that works', async () => {
    const made = await code()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => redeem(world.issuer, { clientId }, made.code, made.proof)),
    )
    expect(answers.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1)
    for (const answer of answers)
      if (answer.ok) expect(await statusOf((await answer.json()) as Tokens)).toBe(401)
  })

  test('needs the verifier of whoever began', async () => {
    const made = await code()
    const wrong = await redeem(world.issuer, { clientId }, made.code, pkce())
    expect(await errorOf(wrong)).toBe('invalid_grant')
    const none = await askToken(world.issuer, {
      grant_type: 'authorization_code',
      code: made.code,
      client_id: clientId,
      redirect_uri: 'http://localhost:33418/callback',
    })
    expect(await errorOf(none)).toBe('invalid_grant')
  })

  test('needs the redirect address it was made for', async () => {
    const made = await code()
    const options = { clientId, redirectUri: 'http://localhost:1/callback' }
    const answer = await redeem(world.issuer, options, made.code, made.proof)
    expect(await errorOf(answer)).toBe('invalid_grant')
  })
})

test('who asks to sign in to third parties gets no identity: there is no such token here', async () => {
  const proof = pkce()
  const options = {
    clientId,
    more: { scope: 'openid hubspot:read', nonce: 'n', prompt: 'consent' },
  }
  const uid = await toConsent(ada, authorizeUrl(world.issuer, options, proof))
  const back = await answerConsent(ada, uid, { decision: 'allow', access: 'read' })
  const answer = await redeem(world.issuer, options, back.searchParams.get('code') ?? '', proof)
  expect(await answer.json()).not.toHaveProperty('id_token')
})

describe('what ends an authorisation ends its tokens at once', () => {
  test('its owner cuts it off', async () => {
    const tokens = await comeIn()
    const [newest] = await world.admin.store.read.authorisations.list()
    const answer = await ada.api('DELETE', `/api/v1/authorisations/${newest?.id}`)
    expect(await answer.json()).toMatchObject({ state: 'revoked' })
    expect(await statusOf(tokens)).toBe(401)
    expect((await refresh(world.issuer, clientId, tokens.refresh_token)).status).toBe(400)
    const again = await ada.api('DELETE', `/api/v1/authorisations/${newest?.id}`)
    expect(again.status, 'twice is once').toBe(200)
  })

  test('nobody uses it for a month: it is shown as over, since its refresh token is', async () => {
    await comeIn()
    const [newest] = await world.admin.store.read.authorisations.list()
    for (const [days, state] of [
      [29, 'live'],
      [30, 'expired'],
    ] as const) {
      await world.pool.query(
        `update authorisation set created_at = now() - interval '40 days',
           last_used_at = now() - make_interval(days => $2) where id = $1`,
        [newest?.id, days],
      )
      const { items } = (await (await ada.api('GET', '/api/v1/authorisations')).json()) as {
        items: { id: string; state: string }[]
      }
      expect(items.find(({ id }) => id === newest?.id)?.state).toBe(state)
    }
  })

  test('another member can neither see nor end it', async () => {
    await comeIn()
    const ben = await world.person('ben', ['contacts:read'])
    const [newest] = await world.admin.store.read.authorisations.list()
    expect((await ben.api('DELETE', `/api/v1/authorisations/${newest?.id}`)).status).toBe(403)
    expect(await (await ben.api('GET', '/api/v1/authorisations')).json()).toEqual({ items: [] })
    const others = await ben.api('GET', '/api/v1/authorisations?principal=*')
    expect(others.status).toBe(403)
  })

  test('its owner is removed', async () => {
    const cleo = await world.person('cleo', ['contacts:read'])
    const tokens = await comeIn(cleo)
    expect(await statusOf(tokens)).toBe(200)
    await removeMember(world.admin, { member: 'cleo@example.com' })
    expect(await statusOf(tokens)).toBe(401)
    expect((await refresh(world.issuer, clientId, tokens.refresh_token)).status).toBe(400)
  })

  test('its last day comes', async () => {
    const tokens = await comeIn()
    await world.pool.query(`update authorisation set expires_at = now() where revoked_at is null`)
    await world.admin.pictures.refresh()
    expect(await statusOf(tokens)).toBe(401)
    expect((await refresh(world.issuer, clientId, tokens.refresh_token)).status).toBe(400)
  })
})

describe('a service account', () => {
  const account = async (name: string): Promise<{ id: string; key: string; keyId: string }> => {
    const { id } = await createServiceAccount(world.admin, { name })
    await addToGroup(world.admin, { group: 'group-of-ada', principal: name })
    const made = await createKey(world.admin, { principal: name, name: 'cc', expiresAt: null })
    return { id, key: made.text.reveal(), keyId: made.key.id }
  }
  const basic = (id: string, secret: string): Record<string, string> => ({
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${secret}`).toString('base64')}`,
  })

  test('fetches a token with its client key, by name or id, and the key’s end is the token’s', async () => {
    const robot = await account('Nightly report')
    for (const id of ['Nightly report', robot.id]) {
      const answer = await askToken(
        world.issuer,
        { grant_type: 'client_credentials' },
        basic(id, robot.key),
      )
      const tokens = (await answer.json()) as Tokens
      expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
      expect(tokens.refresh_token).toBeUndefined()
      expect(await statusOf(tokens)).toBe(200)
    }
    const answer = await askToken(world.issuer, {
      grant_type: 'client_credentials',
      client_id: robot.id,
      client_secret: robot.key,
    })
    const tokens = (await answer.json()) as Tokens
    await revokeKey(world.admin, { key: robot.keyId })
    expect(await statusOf(tokens)).toBe(401)
    const after = await askToken(
      world.issuer,
      { grant_type: 'client_credentials' },
      basic(robot.id, robot.key),
    )
    expect(after.status).toBe(401)
    expect(await errorOf(after)).toBe('invalid_client')
  })

  test('gets a token that reads only where it asks for no more', async () => {
    const robot = await account('reader')
    const answer = await askToken(
      world.issuer,
      { grant_type: 'client_credentials', scope: 'hubspot:read' },
      basic(robot.id, robot.key),
    )
    const tokens = (await answer.json()) as Tokens
    expect(tokens.scope).toBe('hubspot:read')
    const write = await callTool(world.issuer, tokens.access_token, 'write_records', {
      object_type: 'contacts',
      action: 'create',
      records: [{ properties: { email: 'x@example.com' } }],
    })
    expect(write.status).toBe(403)
  })

  test('is told what its token may do where it names no scope, and gets none for a misspelt one', async () => {
    const robot = await account('speller')
    const ask = (scope?: string) =>
      askToken(
        world.issuer,
        { grant_type: 'client_credentials', ...(scope !== undefined && { scope }) },
        basic(robot.id, robot.key),
      )
    const all = (await (await ask()).json()) as Tokens
    expect(all.scope).toBe('hubspot:read hubspot:write')
    const beside = (await (await ask('openid hubspot:read')).json()) as Tokens
    expect(beside.scope).toBe('hubspot:read')
    const refused = await ask('hubspot:reed')
    expect(refused.status).toBe(400)
    expect(await errorOf(refused)).toBe('invalid_scope')
  })

  test('cannot come in with the key of another, nor with a member’s name', async () => {
    const one = await account('one')
    const two = await account('two')
    const swapped = await askToken(
      world.issuer,
      { grant_type: 'client_credentials' },
      basic(one.id, two.key),
    )
    expect(swapped.status).toBe(401)
    const member = await world.member('dora', ['contacts:read'])
    const person = await askToken(
      world.issuer,
      { grant_type: 'client_credentials' },
      basic('dora', member.key),
    )
    expect(person.status).toBe(401)
  })
})
