/** Several processes over one database: what begins at one goes on at another, and ends at all. */
import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../../src/application/access/create-key.ts'
import { createServiceAccount } from '../../src/application/access/create-service-account.ts'
import { revokeAuthorisation } from '../../src/application/authorisation/revoke-authorisation.ts'
import type { HttpBrowser } from '../support/http-browser.ts'
import {
  answerConsent,
  askToken,
  authorizeUrl,
  pkce,
  redeem,
  refresh,
  toConsent,
  type Tokens,
} from '../support/oauth-client.ts'
import { listTools, oauthWorld, type OAuthWorld } from '../support/oauth-world.ts'

/** As behind a load balancer; requests go to either replica directly. */
const PUBLIC = 'http://localhost:4110'

let world: OAuthWorld
let ada: HttpBrowser
let one: string
let two: string

beforeAll(async () => {
  world = await oauthWorld({ replicas: 2, publicUrl: PUBLIC })
  ada = await world.person('ada', ['contacts:read'])
  ;[one = '', two = ''] = world.urls
})
afterAll(() => world.close())

/** Begun and answered at the first replica, redeemed at the second. */
async function comeIn(): Promise<Tokens> {
  const proof = pkce()
  const options = { clientId: world.documents.clientId, resource: `${PUBLIC}/mcp` }
  const uid = await toConsent(ada, authorizeUrl(one, options, proof))
  const back = await answerConsent(ada, uid, { decision: 'allow', access: 'write' })
  expect(back.searchParams.get('iss')).toBe(PUBLIC)
  const answer = await redeem(two, options, back.searchParams.get('code') ?? '', proof)
  return (await answer.json()) as Tokens
}

test('a token opens every replica, whichever made it, and both sign with the same key', async () => {
  const tokens = await comeIn()
  const next = (await (
    await refresh(one, world.documents.clientId, tokens.refresh_token)
  ).json()) as Tokens
  for (const replica of [one, two])
    for (const { access_token } of [tokens, next])
      expect((await listTools(replica, access_token)).status).toBe(200)
  const [first, second] = await Promise.all(
    [one, two].map(async (url) => (await fetch(`${url}/oauth/jwks`)).text()),
  )
  expect(first).toBe(second)
})

test('cut off at one replica, a client is dead at the other within a second', async () => {
  const tokens = await comeIn()
  expect((await listTools(two, tokens.access_token)).status).toBe(200)
  const [newest] = await world.admin.store.read.authorisations.list()
  await revokeAuthorisation(world.admin, { authorisation: newest?.id ?? '' })
  const since = performance.now()
  let status = 200
  while (status === 200 && performance.now() - since < 5_000)
    ({ status } = await listTools(two, tokens.access_token))
  expect(status).toBe(401)
  expect(performance.now() - since).toBeLessThan(1_000)
})

test('a refresh token repeated at two replicas at once is one use, not two holders', async () => {
  const tokens = await comeIn()
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      refresh(i % 2 ? one : two, world.documents.clientId, tokens.refresh_token),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
})

test('let in at one replica, a client’s very first call works at the other', async () => {
  // Each time anew: which of the two learns of it first is a race that the client must never lose.
  for (let i = 0; i < 10; i++) {
    const { access_token } = await comeIn()
    expect((await listTools(i % 2 ? one : two, access_token)).status).toBe(200)
  }
  for (let i = 0; i < 5; i++) {
    const name = `robot-${i}`
    await createServiceAccount(world.admin, { name })
    const { text } = await createKey(world.admin, { principal: name, name: 'k', expiresAt: null })
    const answer = await askToken(one, {
      grant_type: 'client_credentials',
      client_id: name,
      client_secret: text.reveal(),
    })
    const { access_token } = (await answer.json()) as Tokens
    expect((await listTools(two, access_token)).status).toBe(200)
  }
})

test('a document that cannot be read just then signs nobody out: the client is told to come again', async () => {
  const redirectUri = 'http://localhost:33418/callback'
  const path = '/stumbles'
  const document = { redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }
  const clientId = world.documents.serve(path, document)
  const proof = pkce()
  const options = { clientId, redirectUri, resource: `${PUBLIC}/mcp` }
  const uid = await toConsent(ada, authorizeUrl(one, options, proof))
  const back = await answerConsent(ada, uid, { decision: 'allow', access: 'write' })
  const code = back.searchParams.get('code') ?? ''
  const tokens = (await (await redeem(one, options, code, proof)).json()) as Tokens
  for (const stumble of [
    (response: ServerResponse) => void response.writeHead(404).end(),
    (response: ServerResponse) => void response.destroy(),
    (response: ServerResponse) => void response.writeHead(200).end('<html>maintenance</html>'),
  ]) {
    world.documents.serve(path, stumble)
    // The other replica has not read it yet.
    const answer = await refresh(two, clientId, tokens.refresh_token)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('30')
    expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' })
  }
  expect((await listTools(two, tokens.access_token)).status).toBe(200)
  world.documents.serve(path, document)
  expect((await refresh(two, clientId, tokens.refresh_token)).status).toBe(200)
})

test('of a client that nobody let in, an unread document is no client', async () => {
  const clientId = world.documents.serve('/stranger', (response: ServerResponse) => {
    response.writeHead(404).end()
  })
  const answer = await refresh(two, clientId, 'made-up')
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error: 'invalid_client' })
})
