/**
 * An OAuth token endpoint that is stricter than HubSpot's: it can hand out a new refresh token
 * each time and take a second use of an old one for theft, which ends the grant. And it can be
 * slow, fail, or lose its answer after it acted.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface TokenServer {
  readonly origin: string
  /** Assign to change it. */
  readonly behaviour: {
    delayMs: number
    /** Each refresh ends the refresh token it used. */
    rotates: boolean
    /** A refresh token that was used before ends the grant. */
    detectsReuse: boolean
    /** How many of the next requests are answered 503 without acting. */
    failNext: number
    /** A refresh token of which requests are answered 503 without acting. */
    failFor: string | null
    /** How many of the next requests act, and then lose the connection. */
    loseNext: number
  }
  /** Requests that arrived. */
  readonly seen: { count: number }
  /** Resolves when the next request has arrived. */
  arrival(): Promise<void>
  readonly grant: { refreshToken: string; revoked: boolean; issued: number }
  close(): Promise<void>
}

export async function startTokenServer(refreshToken: string): Promise<TokenServer> {
  const behaviour: TokenServer['behaviour'] = {
    delayMs: 0,
    rotates: true,
    detectsReuse: true,
    failNext: 0,
    failFor: null,
    loseNext: 0,
  }
  const grant = { refreshToken, revoked: false, issued: 0 }
  const used = new Set<string>()
  const seen = { count: 0 }
  let arrived = Promise.withResolvers<void>()

  async function answer(form: URLSearchParams, response: ServerResponse): Promise<void> {
    const given = form.get('refresh_token') ?? ''
    const fails = behaviour.failNext > 0 || given === behaviour.failFor
    if (behaviour.failNext > 0) behaviour.failNext--
    const body = fails ? { status: 503, json: {} } : act(given)
    const loses = !fails && behaviour.loseNext > 0
    if (loses) behaviour.loseNext--
    await sleep(behaviour.delayMs)
    if (loses) return void response.destroy()
    response.writeHead(body.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body.json))
  }

  function act(given: string): { status: number; json: object } {
    if (used.has(given) && behaviour.detectsReuse) grant.revoked = true
    if (grant.revoked || given !== grant.refreshToken)
      return { status: 400, json: { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' } }
    grant.issued++
    if (behaviour.rotates) {
      used.add(given)
      grant.refreshToken = refreshTokenNamed(grant.issued)
    }
    return {
      status: 200,
      json: {
        access_token: `access-token-${grant.issued}`,
        refresh_token: grant.refreshToken,
        expires_in: 1800,
      },
    }
  }

  const server = createServer((request, response) => {
    seen.count++
    arrived.resolve()
    arrived = Promise.withResolvers<void>()
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => void answer(new URLSearchParams(text), response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behaviour,
    seen,
    arrival: () => arrived.promise,
    grant,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export const refreshTokenNamed = (number: number): string =>
  `na1-${String(number).padStart(8, '0')}-aaaa-bbbb-cccc-0123456789ab`
