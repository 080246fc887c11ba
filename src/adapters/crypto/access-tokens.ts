/**
 * Makes and reads access tokens: JWTs (RFC 9068) that we alone sign and we alone read. A signature is
 * checked once per process; after that a token is known by its SHA-256 until it expires. Whether
 * what it hangs on still lives is asked on every call, elsewhere.
 */
import { hash } from 'node:crypto'
import {
  errors,
  exportJWK,
  generateKeyPair,
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
import type { Repositories, Vault, World } from '../../application/ports.ts'
import type { Site } from '../../application/sign-in/ports.ts'
import { audienceOf, RESOURCES, type Resource } from '../../domain/authorisation/authorisation.ts'
import { accessOf } from '../../domain/authorisation/oauth-scope.ts'
import { ID_RANDOM_BYTES, makeId } from '../../domain/ids.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { err, ok, type Result } from '../../domain/result.ts'

/** The one algorithm that is used, and the only one that is taken. */
export const TOKEN_ALGORITHM = 'ES256'

/** Tokens remembered at once: with 10 minutes of life, those of as many busy clients. */
const REMEMBERED = 10_000
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

  function loaded(again: boolean): Promise<ReadonlyMap<string, CryptoKey>> {
    if (known && !again) return known
    const loading = load()
    // A database that did not answer is asked again.
    loading.catch(() => (known = null))
    known = loading
    return loading
  }

  /** By our own `kid` alone: keys and addresses of keys that a token brings along mean nothing. */
  async function keyFor({ kid }: JWTHeaderParameters): Promise<CryptoKey> {
    const named = typeof kid === 'string' ? kid : ''
    const key =
      (await loaded(false)).get(named) ??
      (world.monotonicMs() - lookedAt > LOOK_AGAIN_MS ? (await loaded(true)).get(named) : undefined)
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

/**
 * The key that signs, made on the first start and sealed by the vault. Several processes may come
 * here at once: one makes it, all use it.
 */
export async function signingJwk(
  keys: SigningKeys,
  vault: Vault,
  from: Repositories,
  world: Pick<World, 'now' | 'randomBytes'>,
): Promise<Redacted<JWK>> {
  if ((await keys.list()).length === 0) await makeKey(keys, vault, from, world)
  const [newest] = await keys.list()
  if (!newest) throw new Error('a signing key was just made')
  const text = await vault.unwrap(from, place(newest.id), newest.sealed)
  return redacted({ ...(JSON.parse(text.reveal()) as JWK), kid: newest.id })
}

async function makeKey(
  keys: SigningKeys,
  vault: Vault,
  from: Repositories,
  world: Pick<World, 'now' | 'randomBytes'>,
): Promise<void> {
  const id = makeId('signing_key', world.randomBytes(ID_RANDOM_BYTES))
  const pair = await generateKeyPair(TOKEN_ALGORITHM, { extractable: true })
  const secret = redacted(JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...USE }))
  const publicJwk = { ...(await exportJWK(pair.publicKey)), ...USE, kid: id }
  const sealed = await vault.wrap(from, place(id), secret)
  await keys.insertFirst({ id, publicJwk, sealed, createdAt: world.now() })
}

const USE = { alg: TOKEN_ALGORITHM, use: 'sig' } as const

const place = (rowId: string) => ({ rowId, field: 'privateKey' })
