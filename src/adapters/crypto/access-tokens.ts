/**
 * Reads access tokens: JWTs (RFC 9068) that we alone sign and we alone read. A signature is checked
 * once per process; after that a token is known by its SHA-256 until it expires. Whether what it
 * hangs on still lives is asked on every call, elsewhere.
 */
import { hash } from 'node:crypto'
import {
  errors,
  importJWK,
  jwtVerify,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
} from 'jose'
import { z } from 'zod'
import type {
  AccessTokenClaims,
  AccessTokens,
  SigningKeys,
  TokenFault,
} from '../../application/authorisation/ports.ts'
import type { World } from '../../application/ports.ts'
import type { Site } from '../../application/sign-in/ports.ts'
import { audienceOf, RESOURCES, type Resource } from '../../domain/authorisation/authorisation.ts'
import { accessOf } from '../../domain/authorisation/oauth-scope.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { TOKEN_ALGORITHM } from './signing-keys.ts'

/** Tokens remembered at once: with 10 minutes of life, those of as many busy clients. */
const REMEMBERED = 10_000
/** Keys are read again after this long, so that one that was replaced ends. */
const KEYS_KEPT_MS = 10 * 60_000
/** A token of an unknown key makes us look for new keys, but a stranger cannot make us look often. */
const LOOK_AGAIN_MS = 5_000
/** RFC 9068 §4; any longer one is none of ours. */
const MAX_LENGTH = 4_096

export interface TokenReaderOptions {
  readonly keys: SigningKeys
  readonly world: Pick<World, 'monotonicMs'>
  /** The issuer, and the base of the audiences. */
  readonly site: Site
}

export function createAccessTokens({ keys, world, site }: TokenReaderOptions): AccessTokens {
  const remembered = new Map<string, AccessTokenClaims>()
  let known: Promise<ReadonlyMap<string, CryptoKey>> | null = null
  let lookedAt = -Infinity

  async function load(): Promise<ReadonlyMap<string, CryptoKey>> {
    lookedAt = world.monotonicMs()
    const all = await keys.list()
    const imported = all.map(
      async ({ id, publicJwk }) =>
        [id, (await importJWK(publicJwk as JWK, TOKEN_ALGORITHM)) as CryptoKey] as const,
    )
    return new Map(await Promise.all(imported))
  }

  function loaded(olderThanMs: number): Promise<ReadonlyMap<string, CryptoKey>> {
    if (known && world.monotonicMs() - lookedAt <= olderThanMs) return known
    const loading = load()
    // A database that did not answer is asked again.
    loading.catch(() => (known = null))
    known = loading
    return loading
  }

  /** By our own `kid` alone: keys and addresses of keys that a token brings along mean nothing. */
  async function keyFor({ kid }: JWTHeaderParameters): Promise<CryptoKey> {
    const named = typeof kid === 'string' ? kid : ''
    const key = (await loaded(KEYS_KEPT_MS)).get(named) ?? (await loaded(LOOK_AGAIN_MS)).get(named)
    if (!key) throw new errors.JWKSNoMatchingKey()
    return key
  }

  async function verify(
    token: string,
    digest: string,
    now: Date,
  ): Promise<Result<AccessTokenClaims, TokenFault>> {
    const { publicUrl } = site
    const resourceOf = new Map(RESOURCES.map((one) => [audienceOf(publicUrl, one), one]))
    try {
      const { payload } = await jwtVerify(token, keyFor, {
        algorithms: [TOKEN_ALGORITHM],
        typ: 'at+jwt',
        issuer: publicUrl,
        audience: [...resourceOf.keys()],
        requiredClaims: ['exp', 'sub', 'aud', 'client_id'],
        currentDate: now,
      })
      const claims = claimsOf(payload, resourceOf)
      if (!claims) return err('not_ours')
      remember(digest, claims)
      return ok(claims)
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) return err('expired')
      if (cause instanceof errors.JOSEError) return err('not_ours')
      throw cause
    }
  }

  function remember(digest: string, claims: AccessTokenClaims): void {
    // A Map keeps the order of insertion: the oldest goes.
    for (const oldest of remembered.keys()) {
      if (remembered.size < REMEMBERED) break
      remembered.delete(oldest)
    }
    remembered.set(digest, claims)
  }

  return {
    read(token, now) {
      if (token.length > MAX_LENGTH) return err('not_ours')
      const digest = hash('sha256', token, 'base64url')
      const claims = remembered.get(digest)
      if (!claims) return verify(token, digest, now)
      if (claims.expiresAt > now) return ok(claims)
      remembered.delete(digest)
      return err('expired')
    },
  }
}

const payloadForm = z.object({
  sub: z.string(),
  aud: z.string(),
  exp: z.number(),
  scope: z.string(),
  authorisation: z.string().startsWith('aut_').optional(),
  key: z.string().startsWith('key_').optional(),
})

function claimsOf(
  payload: unknown,
  resourceOf: ReadonlyMap<string, Resource>,
): AccessTokenClaims | undefined {
  const form = payloadForm.safeParse(payload)
  if (!form.success) return undefined
  const { sub, aud, exp, scope, authorisation, key } = form.data
  const resource = resourceOf.get(aud)
  const access = accessOf(scope)
  const hangsOn = authorisation
    ? ({ kind: 'authorisation', id: authorisation } as const)
    : key
      ? ({ kind: 'key', id: key } as const)
      : undefined
  if (!resource || !access || !hangsOn) return undefined
  return { principalId: sub, resource, access, hangsOn, expiresAt: new Date(exp * 1000) }
}
