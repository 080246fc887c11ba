// The bearer tokens that the portal knows. A token is shown where it is made and is looked up by
// its own text; everything else (logs, counters, the control surface) uses its id.
import { randomBytes, randomUUID } from 'node:crypto'
import type { TokenKind, TokenOptions } from '../options.ts'

export type Token = {
  /** What logs and the control surface say instead of the token. */
  id: string
  secret: string
  kind: TokenKind
  scopes: ReadonlySet<string>
  appId: number
  userId: number
  disabled: boolean
  expiresAt: number | null
  hublet: string
  /** Set for OAuth tokens of marketplace apps, whose burst is 110. */
  marketplace: boolean
}

export class Tokens {
  readonly #bySecret = new Map<string, Token>()
  readonly #hublet: string
  #made = 0

  constructor(hublet: string) {
    this.#hublet = hublet
  }

  create(options: TokenOptions & { marketplace?: boolean }): Token {
    this.#made += 1
    const kind = options.kind ?? 'private_app'
    const hublet = options.hublet ?? this.#hublet
    const secret = options.token ?? makeSecret(kind, hublet)
    const scopes = new Set(options.scopes)
    // Seen on every service key (KAL): `oauth` is there though nobody asked for it.
    if (kind === 'service_key' || kind === 'oauth') scopes.add('oauth')
    const token: Token = {
      id: options.name ?? `token-${this.#made}`,
      secret,
      kind,
      scopes,
      appId: options.appId ?? 27_000_000 + this.#made,
      userId: options.userId ?? 8_200_000,
      disabled: options.disabled ?? false,
      expiresAt: options.expiresAt ?? null,
      hublet,
      marketplace: options.marketplace ?? false,
    }
    this.#bySecret.set(secret, token)
    return token
  }

  find(secret: string): Token | undefined {
    return this.#bySecret.get(secret)
  }

  byId(id: string): Token | undefined {
    return this.list().find((token) => token.id === id)
  }

  list(): Token[] {
    return [...this.#bySecret.values()]
  }

  delete(token: Token): void {
    this.#bySecret.delete(token.secret)
  }

  /**
   * Gives the token a new secret. The old one dies at once ("rotate and expire now"), or works on
   * until the given time ("… later": 7 days at HubSpot).
   */
  rotate(token: Token, oldWorksUntil?: number): string {
    this.#bySecret.delete(token.secret)
    if (oldWorksUntil !== undefined) {
      const old = { ...token, id: `${token.id}-before-${++this.#made}`, expiresAt: oldWorksUntil }
      this.#bySecret.set(token.secret, old)
    }
    token.secret = makeSecret(token.kind, token.hublet)
    this.#bySecret.set(token.secret, token)
    return token.secret
  }
}

function makeSecret(kind: TokenKind, hublet: string): string {
  if (kind === 'oauth') return `C${randomBytes(180).toString('base64url')}`
  if (kind === 'developer_key') return randomUUID()
  if (kind === 'personal_access_key') return `C${randomBytes(90).toString('base64url')}`
  return `pat-${hublet}-${randomUUID()}`
}
