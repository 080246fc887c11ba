/**
 * Makes the master key, once, for `hubward init`. Where a key or data is there already it makes
 * none: it checks that the two belong together, or refuses.
 */
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { MasterKeyChecks } from '../../../application/connection/ports.ts'
import { redacted, type Redacted } from '../../../domain/redacted.ts'
import type { RandomBytes } from '../aead.ts'
import { openMasterKey } from './check.ts'
import { findMasterKey, masterKeyFile, type KeyPlaces } from './find.ts'
import { MASTER_KEY_BYTES, writeMasterKeyText, type MasterKey } from './master-key.ts'

export interface Initialised {
  readonly key: MasterKey
  /** The key as text, to print once and keep elsewhere; only when this call made it. */
  readonly made: Redacted<string> | undefined
}

/** @throws HubwardError `vault.key_missing` and `vault.key_wrong` over data of another key */
export async function createMasterKey(
  checks: MasterKeyChecks,
  places: KeyPlaces,
  randomBytes: RandomBytes,
): Promise<Initialised> {
  const sealedBefore = (await checks.list()).length > 0 || (await checks.anythingSealed())
  const mayMake = !sealedBefore && !findMasterKey(places).key
  const made = mayMake ? writeNewKey(places.dataDir, randomBytes) : undefined
  const { key } = await openMasterKey(checks, places, randomBytes)
  return { key, made }
}

/**
 * Writes the file whole or not at all, and never over another: it is linked into place, which
 * fails where the name exists (link(2), EEXIST). @returns nothing where another was first
 */
function writeNewKey(dataDir: string, randomBytes: RandomBytes): Redacted<string> | undefined {
  const path = masterKeyFile(dataDir)
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const text = writeMasterKeyText(randomBytes(MASTER_KEY_BYTES))
  const draft = `${path}.${Buffer.from(randomBytes(8)).toString('hex')}`
  const file = openSync(draft, 'wx', 0o400)
  try {
    writeSync(file, `${text}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    linkSync(draft, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
    throw error
  } finally {
    unlinkSync(draft)
  }
  syncFolder(folder)
  return redacted(text)
}

/** So that the name survives a power cut too. Windows has no such thing and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
