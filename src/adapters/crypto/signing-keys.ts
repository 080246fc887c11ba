/**
 * The keys that sign access tokens, sealed by the vault. Each signs for 90 days; then whichever
 * process looks first makes the next, and all go over to it. A replaced one stays for reading until
 * every token that it signed is long dead.
 */
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import type { SigningKeys, StoredSigningKey } from '../../application/authorisation/ports.ts'
import type { Repositories, Vault, World } from '../../application/ports.ts'
import { ID_RANDOM_BYTES, makeId } from '../../domain/ids.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'

/** The one algorithm that is used, and the only one that is taken. */
export const TOKEN_ALGORITHM = 'ES256'

export const SIGNING_KEY_DAYS = 90

/** Processes look every 10 minutes which key signs, and a token lives 10: three times that. */
const KEPT_AFTER_MS = 60 * 60_000

export interface CurrentKey {
  readonly kid: string
  /** The private key, `kid` included. */
  readonly jwk: Redacted<JWK>
}

/**
 * The key that signs now. Several processes may come here at once: one makes it, all use it.
 *
 * @throws HubwardError `vault.*`
 */
export async function currentSigningKey(
  keys: SigningKeys,
  vault: Vault,
  from: Repositories,
  world: Pick<World, 'now' | 'randomBytes'>,
): Promise<CurrentKey> {
  const overdue = daysBefore(world.now(), SIGNING_KEY_DAYS)
  const [current] = await keys.list()
  if (!current || current.createdAt <= overdue) {
    const made = await makeKey(vault, from, world)
    await keys.insertUnlessYounger(made, overdue)
  }
  await keys.forgetReplaced(new Date(world.now().getTime() - KEPT_AFTER_MS))
  const [newest] = await keys.list()
  if (!newest) throw new Error('a signing key was just made')
  const text = await vault.unwrap(from, place(newest.id), newest.sealed)
  const jwk = redacted({ ...(JSON.parse(text.reveal()) as JWK), kid: newest.id })
  return { kid: newest.id, jwk }
}

async function makeKey(
  vault: Vault,
  from: Repositories,
  world: Pick<World, 'now' | 'randomBytes'>,
): Promise<StoredSigningKey> {
  const id = makeId('signing_key', world.randomBytes(ID_RANDOM_BYTES))
  const pair = await generateKeyPair(TOKEN_ALGORITHM, { extractable: true })
  const secret = redacted(JSON.stringify({ ...(await exportJWK(pair.privateKey)), ...USE }))
  const publicJwk = { ...(await exportJWK(pair.publicKey)), ...USE, kid: id }
  const sealed = await vault.wrap(from, place(id), secret)
  return { id, publicJwk, sealed, createdAt: world.now() }
}

const USE = { alg: TOKEN_ALGORITHM, use: 'sig' } as const

const place = (rowId: string) => ({ rowId, field: 'privateKey' })

const daysBefore = (moment: Date, days: number): Date =>
  new Date(moment.getTime() - days * 24 * 60 * 60_000)
