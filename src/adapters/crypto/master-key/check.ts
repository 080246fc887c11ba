/**
 * Holds the key that was found against the data. Data that was sealed by one key refuses every
 * other, by name of its fingerprint, before anything is opened or sealed.
 */
import { HubwardError } from '../../../domain/errors.ts'
import type { MasterKeyCheck, MasterKeyChecks } from '../../../application/connection/ports.ts'
import type { RandomBytes } from '../aead.ts'
import { frame } from '../framing.ts'
import { localKek, type KekProvider } from '../kek.ts'
import { findMasterKey, type KeyPlaces, type KeySearch } from './find.ts'
import { vaultKeyOf, type MasterKey } from './master-key.ts'

const KNOWN = Buffer.from('hubward master key check, v1')

/**
 * For start: finds the key, checks it, and gives the vault's provider. A key that the operator
 * provides over data that nothing is sealed in yet is enrolled; none is ever made here.
 *
 * @throws HubwardError `vault.key_missing`, `vault.key_wrong`, and what finding it throws
 */
export async function openMasterKey(
  checks: MasterKeyChecks,
  places: KeyPlaces,
  randomBytes: RandomBytes,
): Promise<{ key: MasterKey; kek: KekProvider }> {
  const search = findMasterKey(places)
  const key = await demandMasterKey(checks, search)
  const kek = localKek(vaultKeyOf(key), randomBytes)
  await checkMasterKey(checks, key, kek)
  return { key, kek }
}

/** @throws HubwardError `vault.key_missing`, naming the key that is wanted and where it looked */
async function demandMasterKey(checks: MasterKeyChecks, search: KeySearch): Promise<MasterKey> {
  if (search.key) return search.key
  const [wanted] = await checks.list()
  const looked = search.looked.join('; ')
  throw new HubwardError(
    'vault.key_missing',
    wanted
      ? `This data is sealed by the master key ${wanted.fingerprint}, which is not here. Looked at: ${looked}. Put that key back; another one cannot open the data.`
      : `There is no master key. Looked at: ${looked}. Run \`hubward init\` to make one.`,
    { facts: { wanted: wanted?.fingerprint ?? null, looked: search.looked } },
  )
}

/**
 * Opens the canary with the key; enrols the key where there is neither canary nor sealed data.
 *
 * @throws HubwardError `vault.key_wrong`
 */
export async function checkMasterKey(
  checks: MasterKeyChecks,
  key: MasterKey,
  kek: KekProvider,
): Promise<void> {
  const known = (await checks.list()).filter(({ kekId }) => kekId === kek.id)
  if (known.length === 0) {
    await enrol(checks, key, kek)
    return
  }
  for (const check of known) if (!(await opens(kek, check))) throw wrongKey(check.fingerprint, key)
}

async function enrol(checks: MasterKeyChecks, key: MasterKey, kek: KekProvider): Promise<void> {
  if (await checks.anythingSealed()) throw wrongKey('that sealed it, whose record is lost', key)
  const sealed = await kek.wrap(KNOWN, context(kek.id, kek.version))
  const { fingerprint } = key
  if (await checks.enrol({ kekId: kek.id, kekVersion: kek.version, fingerprint, sealed })) return
  // Another process was first: its key is the one, and ours must be the same.
  await checkMasterKey(checks, key, kek)
}

async function opens(kek: KekProvider, check: MasterKeyCheck): Promise<boolean> {
  const opened = await kek.unwrap(
    check.kekVersion,
    check.sealed,
    context(check.kekId, check.kekVersion),
  )
  return opened !== undefined && KNOWN.equals(opened)
}

const context = (kekId: string, version: number) =>
  frame('hubward/master-key-check/v1', kekId, version)

const wrongKey = (wanted: string, key: MasterKey) =>
  new HubwardError(
    'vault.key_wrong',
    `This data needs the master key ${wanted}; the one in ${key.source} is ${key.fingerprint}. ` +
      'Put the right key back; nothing was changed.',
    { facts: { wanted, found: key.fingerprint, source: key.source } },
  )
