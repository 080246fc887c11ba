/**
 * Which master keys this database wants. Each has a canary beside its fingerprint; start opens it
 * before anything else, so that a wrong key is a sentence at start-up, not a broken call at night.
 */
import { randomBytes } from 'node:crypto'
import { HubwardError } from '../../domain/errors.ts'
import { opensCanary, sealCanary } from '../crypto/canary.ts'
import type { KnownVersion } from '../crypto/key-ring.ts'
import type { FoundMasterKey } from '../crypto/master-key-source.ts'
import type { Database } from './pool.ts'
import { countSealed } from './vault/sealed-places.ts'

/**
 * The fingerprint of the key that this database seals with; `undefined` for a fresh one.
 *
 * @throws HubwardError `vault.key_missing` where something is sealed and the record of its key is
 *   gone: then any key would be a second one
 */
export async function wantedFingerprint(db: Database): Promise<string | undefined> {
  const rows = await keyRows(db)
  if (rows.length === 0 && (await countSealed(db)).size > 0)
    throw new HubwardError(
      'vault.key_missing',
      'Secrets are sealed in this database, but the record of their master key is gone (table kek_check). Restore it from a backup; no key is made over existing data.',
    )
  return rows.find(({ state }) => state === 'active')?.fingerprint
}

/** Binds a fresh database to its key. False where another process was first. */
export async function bindMasterKey(db: Database, found: FoundMasterKey): Promise<boolean> {
  const sealed = sealCanary(found.key.derive('vault'), 1, randomBytes)
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('kek_check')
    .values({
      kek_id: 'local',
      kek_version: 1,
      fingerprint: found.key.fingerprint,
      sealed: Buffer.from(sealed),
      state: 'active',
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/**
 * Demands the key that seals, and every other under which something is sealed still.
 *
 * @returns the one that seals
 * @throws HubwardError `vault.key_missing` or `vault.key_wrong`, naming the key that is wanted
 */
export async function demandMasterKeys(
  db: Database,
  found: readonly FoundMasterKey[],
  places: readonly string[],
): Promise<FoundMasterKey> {
  const rows = await keyRows(db)
  const active = rows.find(({ state }) => state === 'active')
  if (!active)
    throw new HubwardError(
      'vault.key_missing',
      'This database has no master key yet. Run `hubward init` once.',
    )
  const key = demandKey(active, found, places, await retiredAs(db, found))
  const counts = await countSealed(db)
  for (const row of rows)
    if (row.kek_version !== active.kek_version && counts.has(row.kek_version))
      demandKey(row, found, places, [], counts.get(row.kek_version))
  return key
}

/** Every version that there is, for those who hold keys. */
export async function knownVersions(db: Database): Promise<readonly KnownVersion[]> {
  return (await keyRows(db)).map(({ kek_version: version, fingerprint, sealed: canary }) => ({
    version,
    fingerprint,
    canary,
  }))
}

interface KeyRow {
  readonly kek_version: number
  readonly fingerprint: string
  readonly state: 'added' | 'active' | 'replaced'
  readonly sealed: Buffer
}

const keyRows = (db: Database): Promise<KeyRow[]> =>
  db
    .selectFrom('kek_check')
    .select(['kek_version', 'fingerprint', 'state', 'sealed'])
    .where('kek_id', '=', 'local')
    .orderBy('kek_version')
    .execute()

function demandKey(
  row: KeyRow,
  found: readonly FoundMasterKey[],
  places: readonly string[],
  retired: readonly string[],
  left?: number,
): FoundMasterKey {
  const { kek_version: version, fingerprint, sealed } = row
  const key = found.find((one) => opensCanary(one.key.derive('vault'), version, sealed))
  if (key) return key
  const facts = { wanted: fingerprint, found: found.map((one) => one.key.fingerprint) }
  const why =
    left === undefined
      ? ''
      : ` ${left} sealed values have not been rewrapped under the new key yet: give both keys until \`hubward vault status\` shows none.`
  if (found.length === 0 || left !== undefined)
    throw new HubwardError(
      'vault.key_missing',
      `The master key with the fingerprint ${fingerprint} is wanted; it was not found in ${places.join(', ')}.${why} ` +
        'Put it back in one of these places. It is never made anew: without it the stored secrets cannot be opened.',
      { facts },
    )
  throw new HubwardError(
    'vault.key_wrong',
    `${found.map((one) => `The master key from ${one.source} has the fingerprint ${one.key.fingerprint}`).join('. ')}; ` +
      `this database wants the one with ${fingerprint}.${
        retired.length > 0 ? ` ${retired.join(', ')} was retired: it opens older backups only.` : ''
      }`,
    { facts },
  )
}

/** Of the keys that were found, those that this database has left behind. */
async function retiredAs(db: Database, found: readonly FoundMasterKey[]): Promise<string[]> {
  const rows = await db.selectFrom('kek_retired').select('fingerprint').execute()
  return rows
    .map(({ fingerprint }) => fingerprint)
    .filter((fingerprint) => found.some(({ key }) => key.fingerprint === fingerprint))
}
