/**
 * Browsers without a window against the whole product: what they send, the cookie they keep, and
 * people who came in by invitation with a passkey in software.
 */
import { expect } from 'vitest'
import type { SignedIn } from '../../src/surfaces/admin/contract/session.ts'
import { SoftwareAuthenticator, type CreationRequest } from './authenticator.ts'
import { product, type Product } from './product.ts'

/** What a browser sends along from a page of ours. */
export const OWN = { 'sec-fetch-site': 'same-origin' }

export interface Ask {
  readonly cookie?: string | undefined
  readonly headers?: Record<string, string>
  readonly body?: unknown
  readonly at?: string
}

export interface Somebody {
  readonly cookie: string
  readonly authenticator: SoftwareAuthenticator
  readonly session: SignedIn
}

export interface SignInSite {
  readonly hubward: Product
  /** The first replica, by the name that browsers use; and the second. */
  readonly home: string
  readonly other: string
  /** Every line of the log, and every secret that was given out. */
  readonly log: string[]
  readonly secrets: string[]
  readonly byKey: Record<string, string>
  ask(method: string, path: string, more?: Ask): Promise<Response>
  /** The value of the session cookie that an answer sets. */
  cookieOf(answer: Response): string
  /** By invitation and software passkey, as a browser would. */
  somebody(email: string, role: string): Promise<Somebody>
  close(): Promise<void>
}

export async function codeOf(answer: Response): Promise<string | null> {
  if (answer.status < 400) {
    await answer.body?.cancel()
    return null
  }
  return ((await answer.json()) as { error: { code: string } }).error.code
}

export async function signInSite(): Promise<SignInSite> {
  const log: string[] = []
  const secrets: string[] = []
  const hubward = await product({ replicas: 2, log: (line) => log.push(line) })
  const [home = '', other = ''] = hubward.replicas.map(
    ({ services }) => services.signIn.site.publicUrl,
  )
  const byKey = { authorization: `Bearer ${hubward.adminKey}` }
  const ask: SignInSite['ask'] = (method, path, { cookie, headers = OWN, body, at = home } = {}) =>
    fetch(`${at}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        ...(cookie !== undefined && { cookie: `__Host-hubward=${cookie}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const cookieOf: SignInSite['cookieOf'] = (answer) => {
    const line = answer.headers.getSetCookie().find((one) => one.startsWith('__Host-hubward='))
    const value = /^__Host-hubward=([\w-]*);/.exec(line ?? '')?.[1] ?? ''
    if (value) secrets.push(value)
    return value
  }
  return {
    hubward,
    home,
    other,
    log,
    secrets,
    byKey,
    ask,
    cookieOf,
    async somebody(email, role) {
      await ask('POST', '/members', { headers: byKey, body: { name: 'Somebody', email, role } })
      const invited = await ask('POST', `/members/${email}/invitations`, { headers: byKey })
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
    },
    close: () => hubward.close(),
  }
}
