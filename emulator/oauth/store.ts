// The OAuth side of the portal: apps, codes waiting to be exchanged, refresh tokens. Access tokens
// live with all the others in `auth/tokens.ts`.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Tokens, Token } from '../auth/tokens.ts'
import type { OAuthAppOptions } from '../options.ts'

export type OAuthApp = Required<OAuthAppOptions>

export type Code = {
  app: OAuthApp
  redirectUri: string
  scopes: readonly string[]
  challenge: { method: 'S256' | 'plain'; value: string } | null
  expiresAt: number
}

export type RefreshToken = {
  secret: string
  app: OAuthApp
  scopes: readonly string[]
  revoked: boolean
}

/** Official: `expires_in` is 1800 since the v3 endpoints. */
export const ACCESS_TOKEN_SECONDS = 1800
/** Not documented; long enough for a redirect, short enough for a test to outlive. */
const CODE_MS = 600_000

export class OAuthStore {
  readonly #apps = new Map<string, OAuthApp>()
  readonly #secrets = new Map<string, readonly string[]>()
  readonly #codes = new Map<string, Code>()
  readonly #refresh = new Map<string, RefreshToken>()
  readonly #tokens: Tokens
  readonly #hublet: string

  constructor(apps: readonly OAuthAppOptions[], tokens: Tokens, hublet: string) {
    this.#tokens = tokens
    this.#hublet = hublet
    for (const app of apps) this.addApp(app)
  }

  addApp(options: OAuthAppOptions): OAuthApp {
    const appId = options.appId ?? 31_000_001 + this.#apps.size
    const app = { optionalScopes: [], marketplace: false, ...options, appId }
    this.#apps.set(app.clientId, app)
    return app
  }

  /** The secrets that an app may show from now on; the first is its own. */
  setClientSecrets(clientId: string, secrets: readonly string[]): void {
    this.#secrets.set(clientId, secrets)
  }

  takesSecret(app: OAuthApp, secret: string | null): boolean {
    const taken = this.#secrets.get(app.clientId) ?? [app.clientSecret]
    return secret !== null && taken.includes(secret)
  }

  app(clientId: string): OAuthApp | undefined {
    return this.#apps.get(clientId)
  }

  apps(): OAuthApp[] {
    return [...this.#apps.values()]
  }

  makeCode(code: Omit<Code, 'expiresAt'>, now: number): string {
    const secret = `${this.#hublet}-${randomUUID()}`
    this.#codes.set(secret, { ...code, expiresAt: now + CODE_MS })
    return secret
  }

  /** A code works once: asking for it spends it. */
  takeCode(secret: string, now: number): Code | undefined {
    const code = this.#codes.get(secret)
    this.#codes.delete(secret)
    return code && code.expiresAt > now ? code : undefined
  }

  makeRefreshToken(app: OAuthApp, scopes: readonly string[]): RefreshToken {
    const secret = `${this.#hublet}-${randomBytes(4).toString('hex')}-${randomUUID()}`
    const token = { secret, app, scopes, revoked: false }
    this.#refresh.set(secret, token)
    return token
  }

  refreshToken(secret: string): RefreshToken | undefined {
    return this.#refresh.get(secret)
  }

  refreshTokens(): RefreshToken[] {
    return [...this.#refresh.values()]
  }

  makeAccessToken(app: OAuthApp, scopes: readonly string[], now: number): Token {
    return this.#tokens.create({
      name: `oauth-${app.clientId}-${randomBytes(3).toString('hex')}`,
      kind: 'oauth',
      scopes,
      appId: app.appId,
      expiresAt: now + ACCESS_TOKEN_SECONDS * 1000,
      marketplace: app.marketplace,
    })
  }

  /** Ends every token of an app, as its removal from the account does. */
  uninstall(appId: number): void {
    for (const refresh of this.#refresh.values())
      if (refresh.app.appId === appId) refresh.revoked = true
    for (const token of this.#tokens.list()) if (token.appId === appId) token.disabled = true
  }
}

/** RFC 7636 §4.6: the verifier must lead to the challenge. */
export function verifies(challenge: Code['challenge'], verifier: string | null): boolean {
  if (challenge === null) return true
  if (verifier === null) return false
  const derived =
    challenge.method === 'plain'
      ? verifier
      : createHash('sha256').update(verifier).digest('base64url')
  return derived === challenge.value
}
