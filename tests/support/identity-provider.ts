/**
 * A real OpenID provider on localhost, with one client, and a person who says yes to everything. It
 * can be told to err on the way to us: ID tokens are altered and signed again with its own key, as a
 * broken or hostile provider would.
 */
import { hash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { Provider } from 'oidc-provider'

/** Who sits before the provider's pages. */
export interface Subject {
  readonly sub: string
  readonly email: string
  readonly email_verified: boolean
}

export interface IdentityProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** As registered: what the settings of Hubward show for its issuer. */
  readonly redirectUri: string
  person: Subject
  /** What to change in the next ID tokens; `undefined` removes a claim. */
  alter: ((claims: JWTPayload) => JWTPayload) | undefined
  /** Signs the next ID tokens with a key that the provider does not publish. */
  foreignKey: boolean
  /** The browser's part: from the address to the query that the provider sends it back with. */
  visit(url: string): Promise<string>
  close(): Promise<void>
}

/** Marks what we ask of the provider itself. */
const UNTOUCHED = 'x-untouched'

const CLIENT = { id: 'hubward', secret: 'a-client-secret-of-the-tests' }

/** @param publicUrl of the Hubward whose people it knows, which is its one client */
export async function startIdentityProvider(publicUrl: string): Promise<IdentityProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const foreign = await generateKeyPair('RS256')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const redirectUri = `${publicUrl}/sign-in/callback/${hash('sha256', issuer, 'hex').slice(0, 32)}`
  const jwk = { ...(await exportJWK(privateKey)), kid: 'signing', alg: 'RS256', use: 'sig' }
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    jwks: { keys: [jwk] },
    cookies: { keys: ['a key of the tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ ...self.person, sub, name: 'Somebody' }),
    }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: CLIENT.id,
        accountId: ctx.oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const callback = provider.callback()
  server.on('request', (request, response) => {
    const path = request.url ?? ''
    if (path.startsWith('/interaction/'))
      return void signIn(provider, self, request, response).catch(() => response.destroy())
    const erring = self.alter !== undefined || self.foreignKey
    if (path.startsWith('/token') && erring && !request.headers[UNTOUCHED])
      return void altered(request, response).catch(() => response.destroy())
    callback(request, response).catch(() => response.destroy())
  })

  /** Answers as the provider does, with another ID token. */
  const altered = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: {
        'content-type': request.headers['content-type'] ?? '',
        authorization: request.headers.authorization ?? '',
        [UNTOUCHED]: 'yes',
      },
      body: Buffer.concat(chunks),
    })
    const body = (await answer.json()) as Record<string, unknown>
    const claims = decodeJwt(String(body['id_token']))
    const signed = await new SignJWT(self.alter?.(claims) ?? claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'signing' })
      .sign(self.foreignKey ? foreign.privateKey : privateKey)
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ...body, id_token: signed }))
  }

  const self: IdentityProvider = {
    issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    redirectUri,
    person: { sub: 'subject-1', email: 'somebody@example.com', email_verified: true },
    alter: undefined,
    foreignKey: false,
    visit: (url) => visit(url, redirectUri),
    close: () => closed(server),
  }
  return self
}

/** The sign-in page: whoever sits there is believed. */
async function signIn(
  provider: Provider,
  { person }: IdentityProvider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionFinished(request, response, { login: { accountId: person.sub } })
}

async function visit(url: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>()
  let next = new URL(url)
  for (let hop = 0; hop < 10; hop++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(next, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const location = answer.headers.get('location')
    if (location === null)
      throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`)
    next = new URL(location, next)
    if (`${next.origin}${next.pathname}` === redirectUri) return next.search
  }
  throw new Error('the provider sends the browser in circles')
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
