/**
 * The canary of the master key: a known text sealed by it, beside its fingerprint. Start opens it
 * before anything else, so that a wrong key is a sentence at start-up, not a broken call at night.
 */
import { randomBytes } from 'node:crypto'
import { HubwardError } from '../../domain/errors.ts'
import { aeadOpen, aeadSeal } from '../crypto/aead.ts'
import { frame } from '../crypto/framing.ts'
import type { FoundMasterKey } from '../crypto/master-key-source.ts'
import type { Database } from './pool.ts'

const KNOWN = Buffer.from('hubward master key check')
const KEK = { kek_id: 'local', kek_version: 1 } as const
const PLACE = frame('hubward/kek-check/v1', KEK.kek_id, KEK.kek_version)

/**
 * The fingerprint of the key that this database was begun with; `undefined` for a fresh one.
 *
 * @throws HubwardError `vault.key_missing` where something is sealed and the record of its key is
 *   gone: then any key would be a second one
 */
export async function wantedFingerprint(db: Database): Promise<string | undefined> {
  const row = await db
    .selectFrom('kek_check')
    .select('fingerprint')
    .where('kek_id', '=', KEK.kek_id)
    .where('kek_version', '=', KEK.kek_version)
    .executeTakeFirst()
  if (!row && (await db.selectFrom('secret_version').select('version').executeTakeFirst()))
    throw new HubwardError(
      'vault.key_missing',
      'Secrets are sealed in this database, but the record of their master key is gone (table kek_check). Restore it from a backup; no key is made over existing data.',
    )
  return row?.fingerprint
}

/** Binds a fresh database to its key. False where another process was first. */
export async function bindMasterKey(db: Database, found: FoundMasterKey): Promise<boolean> {
  const sealed = aeadSeal(found.key.derive('vault'), PLACE, KNOWN, randomBytes)
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('kek_check')
    .values({ ...KEK, fingerprint: found.key.fingerprint, sealed: Buffer.from(sealed) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/**
 * Demands that this is the key of this database.
 *
 * @throws HubwardError `vault.key_missing` or `vault.key_wrong`, naming the key that is wanted
 */
export async function demandMasterKey(
  db: Database,
  found: FoundMasterKey | undefined,
  places: readonly string[],
): Promise<FoundMasterKey> {
  const row = await db
    .selectFrom('kek_check')
    .selectAll()
    .where('kek_id', '=', KEK.kek_id)
    .where('kek_version', '=', KEK.kek_version)
    .executeTakeFirst()
  if (!row)
    throw new HubwardError(
      'vault.key_missing',
      'This database has no master key yet. Run `hubward init` once.',
    )
  if (!found)
    throw new HubwardError(
      'vault.key_missing',
      `The master key with the fingerprint ${row.fingerprint} is wanted; none was found in ${places.join(', ')}. ` +
        'Put it back in one of these places. It is never made anew: without it the stored secrets cannot be opened.',
      { facts: { wanted: row.fingerprint } },
    )
  const opened = aeadOpen(found.key.derive('vault'), PLACE, row.sealed)
  if (opened && Buffer.from(opened).equals(KNOWN)) return found
  throw new HubwardError(
    'vault.key_wrong',
    `The master key from ${found.source} has the fingerprint ${found.key.fingerprint}; ` +
      `this database wants the one with ${row.fingerprint}.`,
    { facts: { wanted: row.fingerprint, found: found.key.fingerprint } },
  )
}
