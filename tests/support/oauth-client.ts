/**
 * An OAuth client by hand, for tests that look at every step: discovery, the person's answer, the
 * code, tokens. And what clients need around them: a published document, a place to come back to.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import {
  createDocumentFetch,
  type DocumentFetch,
} from '../../src/adapters/authorisation/document-fetch.ts'
import type { ConsentView } from '../../src/surfaces/admin/contract/authorisations.ts'
import type { HttpBrowser } from './http-browser.ts'
import { localhostCertificate } from './certificate.ts'

export const REDIRECT = 'http://localhost:33418/callback'

/** Answers in another way than with a document. */
export type Answering = (response: ServerResponse) => void

export interface ClientDocuments {
  /** `https://localhost:…` */
  readonly origin: string
  /** What `/client` serves; the id of the client is its address. */
  readonly clientId: string
  /** Served at a path instead of a plain document. */
  serve(path: string, document: unknown): string
  /** Requests so far. */
  readonly requests: () => number
  /** For `openHubward`: this machine is permitted, as nowhere else. */
  readonly fetch: DocumentFetch
  close(): Promise<void>
}

/** A host that publishes client documents, over TLS. */
export async function clientDocuments(): Promise<ClientDocuments> {
  const certificate = localhostCertificate()
  const documents = new Map<string, unknown>()
  let requests = 0
  const server = createServer(certificate, (request, response) => {
    requests++
    const found = documents.get(request.url ?? '')
    if (typeof found === 'function') {
      ;(found as Answering)(response)
      return
    }
    response
      .writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
      .end(JSON.stringify(found ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`
  const serve = (path: string, document: unknown): string => {
    const plain = typeof document === 'object'
    documents.set(path, plain ? { client_id: `${origin}${path}`, ...document } : document)
    return `${origin}${path}`
  }
  return {
    origin,
    clientId: serve('/client', {
      client_name: 'Test assistant',
      client_uri: `${origin}/`,
      redirect_uris: [REDIRECT, 'http://127.0.0.1/callback'],
      token_endpoint_auth_method: 'none',
    }),
    serve,
    requests: () => requests,
    fetch: createDocumentFetch({
      permits: (address) => address === '127.0.0.1' || address === '::1',
      ca: certificate.cert,
    }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly expires_in: number
  readonly scope: string
  readonly token_type: string
}

export interface AuthorizeOptions {
  readonly clientId: string
  readonly redirectUri?: string
  readonly resource?: string
  readonly scope?: string | null
  readonly access?: 'read' | 'write'
  /** Added to the request, or taken out by `null`. */
  readonly more?: Readonly<Record<string, string | null>>
}

export interface Pkce {
  readonly verifier: string
  readonly challenge: string
}

export function pkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** Where the client sends the person. */
export function authorizeUrl(issuer: string, options: AuthorizeOptions, proof: Pkce): string {
  const url = new URL('/oauth/authorize', issuer)
  const parameters: Record<string, string | null> = {
    response_type: 'code',
    client_id: options.clientId,
    redirect_uri: options.redirectUri ?? REDIRECT,
    resource: options.resource ?? `${issuer}/mcp`,
    scope: options.scope === undefined ? 'hubspot:read hubspot:write' : options.scope,
    state: 'the-state',
    code_challenge: proof.challenge,
    code_challenge_method: 'S256',
    ...options.more,
  }
  for (const [name, value] of Object.entries(parameters))
    if (value !== null) url.searchParams.set(name, value)
  return url.href
}

/** Follows to the person's page. @returns the question's id */
export async function toConsent(browser: HttpBrowser, address: string): Promise<string> {
  const answer = await browser.open(address)
  const location = answer.headers.get('location') ?? ''
  const [, uid] = /^\/consent\/([\w-]+)$/.exec(location) ?? []
  if (!uid) throw new Error(`no question: ${answer.status} ${location} ${await answer.text()}`)
  return uid
}

export async function showConsent(browser: HttpBrowser, uid: string): Promise<ConsentView> {
  const answer = await browser.api('GET', `/api/v1/consents/${uid}`)
  if (!answer.ok) throw new Error(`no question: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as ConsentView
}

/** The person answers and the browser goes on. @returns where it comes back to the client */
export async function answerConsent(
  browser: HttpBrowser,
  uid: string,
  decision: { decision: 'allow'; access: 'read' | 'write' } | { decision: 'deny' },
): Promise<URL> {
  const answer = await browser.api('POST', `/api/v1/consents/${uid}`, decision)
  if (!answer.ok) throw new Error(`not answered: ${answer.status} ${await answer.text()}`)
  const { resume } = (await answer.json()) as { resume: string }
  const back = await browser.open(resume)
  const location = back.headers.get('location')
  if (!location) throw new Error(`the client gets no answer: ${back.status} ${await back.text()}`)
  return new URL(location)
}

/** A POST to the token endpoint. */
export async function askToken(
  issuer: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${issuer}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(parameters).toString(),
  })
}

export const redeem = (
  issuer: string,
  options: AuthorizeOptions,
  code: string,
  proof: Pkce,
): Promise<Response> =>
  askToken(issuer, {
    grant_type: 'authorization_code',
    code,
    client_id: options.clientId,
    redirect_uri: options.redirectUri ?? REDIRECT,
    code_verifier: proof.verifier,
    resource: options.resource ?? `${issuer}/mcp`,
  })

/** All of it: the tokens of a client that the person in this browser lets in. */
export async function letIn(
  browser: HttpBrowser,
  issuer: string,
  options: AuthorizeOptions,
): Promise<Tokens> {
  const proof = pkce()
  const uid = await toConsent(browser, authorizeUrl(issuer, options, proof))
  const back = await answerConsent(browser, uid, {
    decision: 'allow',
    access: options.access ?? 'write',
  })
  const answer = await redeem(issuer, options, back.searchParams.get('code') ?? '', proof)
  if (!answer.ok) throw new Error(`no tokens: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Tokens
}

export const refresh = (
  issuer: string,
  clientId: string,
  refreshToken: string,
): Promise<Response> =>
  askToken(issuer, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: clientId,
  })
