/** The master keys of this process, demanded at start and looked for again when one is missing. */
import { createKeyRing } from '../adapters/crypto/key-ring.ts'
import type { KekProvider } from '../adapters/crypto/kek.ts'
import {
  findMasterKeys,
  keyPlaces,
  lookForMasterKeys,
  secondKeyPlaces,
} from '../adapters/crypto/master-key-source.ts'
import { demandMasterKeys, knownVersions } from '../adapters/database/kek-check.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database.ts'
import { realWorld } from './world.ts'

/** @throws HubwardError `vault.*` */
export async function openKeyRing(
  { env, dataDir }: Config,
  { db }: OpenDatabase,
): Promise<KekProvider> {
  const places = [...keyPlaces(env, dataDir), ...secondKeyPlaces(env, dataDir)]
  await demandMasterKeys(db, findMasterKeys(env, dataDir), places)
  const ring = createKeyRing({
    find: () => lookForMasterKeys(env, dataDir),
    versions: () => knownVersions(db),
    randomBytes: realWorld.randomBytes,
    monotonicMs: realWorld.monotonicMs,
  })
  await ring.held()
  return ring
}
