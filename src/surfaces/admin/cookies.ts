/**
 * The two cookies of a browser. `__Host-` (RFC 6265bis §4.1.3.2) binds them to this host, to HTTPS
 * and to every path; no script can read them, no other site's page sends them. What comes in is
 * hashed at once: the secret itself goes no further than this file.
 */
import type { Services } from '../../application/context.ts'
import { FLOW_MS } from '../../application/sign-in/begin-oidc.ts'
import type { Visit } from '../../application/sign-in/visit.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { ABSOLUTE_MS } from '../../domain/sign-in/session.ts'
import { cookieOf } from './cookie.ts'

export const SESSION_COOKIE = '__Host-hubward'
export const FLOW_COOKIE = '__Host-hubward-flow'
/** What a page of ours says when it asks by itself. It can only make a session end sooner. */
const UNATTENDED_HEADER = 'hubward-unattended'

/** 32 bytes in base64url: what is of another form is not ours. */
const SECRET = /^[\w-]{43}$/

/** Who stands at the door: a client key makes the session cookie count for nothing. */
export function visitOf(services: Services, request: Request, address: string): Visit {
  const hashOf = (name: string): string | null => {
    const value = cookieOf(request, name)
    return value !== undefined && SECRET.test(value) ? services.hashKey(value) : null
  }
  return {
    address,
    agent: (request.headers.get('user-agent') ?? '').slice(0, 500),
    session: request.headers.has('authorization') ? null : hashOf(SESSION_COOKIE),
    flow: hashOf(FLOW_COOKIE),
    // An open stream is nobody's act, and a browser lets no page put a header to it.
    unattended: request.headers.has(UNATTENDED_HEADER) || isStream(request),
  }
}

const isStream = (request: Request): boolean =>
  request.headers.get('accept') === 'text/event-stream'

/** Collects what an answer does to the cookies. */
export interface CookieJar {
  /** `null` removes it. */
  session(secret: Redacted<string> | null): void
  flow(secret: Redacted<string> | null): void
  /** Values of `Set-Cookie`. */
  lines(): readonly string[]
}

export function cookieJar(): CookieJar {
  const set = new Map<string, string>()
  const put = (name: string, secret: Redacted<string> | null, lifeMs: number): void => {
    const [value, age] = secret ? [secret.reveal(), lifeMs / 1_000] : ['', 0]
    set.set(name, `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${age}`)
  }
  return {
    session: (secret) => put(SESSION_COOKIE, secret, ABSOLUTE_MS),
    flow: (secret) => put(FLOW_COOKIE, secret, FLOW_MS),
    lines: () => [...set.values()],
  }
}
