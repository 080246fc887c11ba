/** What anybody on the network can do without being somebody: begin, and make us fetch and answer. */
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ATTEMPT_LIMITS } from '../../src/domain/sign-in/attempts.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import {
  answerConsent,
  askToken,
  authorizeUrl,
  letIn,
  pkce,
  REDIRECT,
  toConsent,
  type AuthorizeOptions,
} from '../support/oauth-client.ts'
import { oauthWorld, type OAuthWorld } from '../support/oauth-world.ts'

let world: OAuthWorld
const log: string[] = []

beforeAll(async () => {
  world = await oauthWorld({ log: (line) => log.push(line) })
})
afterAll(() => world.close())

/** A stranger's browser, unless another is given. */
const begin = (
  options: AuthorizeOptions,
  browser = new HttpBrowser(world.issuer),
): Promise<Response> => browser.open(authorizeUrl(world.issuer, options, pkce()))

const FAR = 'https://evil.example/next'

describe('an unknown client with a site of its own', () => {
  const stranger = (): string => world.documents.serve('/stranger', { redirect_uris: [FAR] })

  test.each<[string, AuthorizeOptions['more']]>([
    ['a resource that is not ours', { resource: 'https://evil.example' }],
    ['no proof of possession', { code_challenge: null, code_challenge_method: null }],
    ['a question that may not be shown', { prompt: 'none' }],
    ['another kind of answer', { response_type: 'token' }],
  ])('cannot use our address to send people there by asking for %s', async (_, more) => {
    const answer = await begin({ clientId: stranger(), redirectUri: FAR, more: more ?? {} })
    expect(answer.headers.get('location')).toBeNull()
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('could not be let in')
  })

  test('gets its errors by redirect once somebody let it in', async () => {
    const clientId = stranger()
    const ada = await world.person('ada', ['contacts:read'])
    await letIn(ada, world.issuer, { clientId, redirectUri: FAR })
    const more = { resource: 'https://evil.example' }
    const answer = await begin({ clientId, redirectUri: FAR, more })
    const back = new URL(answer.headers.get('location') ?? 'none:')
    expect(back.searchParams.get('error')).toBe('invalid_target')
    expect(back.searchParams.get('iss')).toBe(world.issuer)
  })

  test('that is a program on the person’s device gets them at once', async () => {
    const { clientId } = world.documents
    const answer = await begin({ clientId, more: { resource: 'https://evil.example' } })
    expect(answer.headers.get('location')).toContain('error=invalid_target')
  })
})

test.each(['form_post', 'fragment', 'web_message', 'jwt'])(
  'no answer goes out by response_mode %s, errors included',
  async (mode) => {
    const { clientId } = world.documents
    for (const prompt of [null, 'none']) {
      const answer = await begin({ clientId, more: { response_mode: mode, prompt } })
      expect(answer.status).toBe(400)
      expect(await answer.text()).not.toContain('<script')
    }
  },
)

test('a page that is too wrong says what is wrong, and of age only where a browser comes back', async () => {
  const twice = await begin({ clientId: world.documents.clientId, more: { client_id: null } })
  expect(await twice.text()).not.toContain('too old')
  const back = await new HttpBrowser(world.issuer).open('/oauth/authorize/unknown')
  expect(await back.text()).toContain('too old')
})

test('a document that fails is fetched once per request, not again for the error', async () => {
  const before = world.documents.requests()
  await begin({ clientId: `${world.documents.origin}/absent` })
  expect(world.documents.requests() - before).toBe(1)
})

describe('a document that names further addresses', () => {
  const served = (): string[] => {
    const asked: string[] = []
    for (const path of ['/keys', '/sector'])
      world.documents.serve(path, (response: ServerResponse) => {
        asked.push(path)
        response.end('{}')
      })
    return asked
  }
  const publish = (path: string): string =>
    world.documents.serve(path, {
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks_uri: `${world.documents.origin}/keys`,
      sector_identifier_uri: `${world.documents.origin}/sector`,
    })
  async function askWithKey(clientId: string): Promise<Response> {
    const { privateKey } = await generateKeyPair('ES256')
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(world.issuer)
      .setJti(randomUUID())
      .setExpirationTime('1m')
      .sign(privateKey)
    return askToken(world.issuer, {
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    })
  }

  test('makes us ask none of them while nobody let the client in', async () => {
    const asked = served()
    const clientId = publish('/reflector')
    await begin({ clientId })
    for (let i = 0; i < 5; i++) expect((await askWithKey(clientId)).ok).toBe(false)
    expect(asked).toEqual([])
  })

  test('has its keys looked up once somebody did, since it proves itself with them', async () => {
    const asked = served()
    const clientId = publish('/signs')
    const ben = await world.person('ben', ['contacts:read'])
    const uid = await toConsent(ben, authorizeUrl(world.issuer, { clientId }, pkce()))
    await answerConsent(ben, uid, { decision: 'allow', access: 'read' })
    expect((await askWithKey(clientId)).ok).toBe(false)
    expect(asked).toEqual(['/keys'])
  })
})

test('what is kept for a question has a size', async () => {
  const { clientId } = world.documents
  const answer = await begin({ clientId, more: { state: 'x'.repeat(9_000) } })
  expect(answer.status).toBe(414)
})

test('of one address only so many begin a minute; the rest leaves no row and is told to wait', async () => {
  const { clientId } = world.documents
  const statuses: number[] = []
  for (let i = 0; i < ATTEMPT_LIMITS.asked_from_address.most + 20; i++) {
    const answer = await begin({ clientId })
    statuses.push(answer.status)
    if (answer.status === 429) expect(answer.headers.get('retry-after')).toBe('60')
  }
  expect(statuses.at(-1)).toBe(429)
  const { rows } = await world.pool.query<{ questions: number; pages: number }>(
    `select (select count(*)::int from consent_request) as questions,
       (select count(*)::int from issued_artefact where kind = 'Interaction') as pages`,
  )
  expect(rows[0]?.questions).toBeLessThanOrEqual(ATTEMPT_LIMITS.asked_from_address.most)
  expect(rows[0]?.pages).toBeLessThanOrEqual(ATTEMPT_LIMITS.asked_from_address.most)
})

test('none of this is a fault of ours', () => {
  expect(log.filter((line) => line.includes('"level":50'))).toEqual([])
})
