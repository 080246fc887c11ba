/** Replicas of a vault over one database, each with the master keys that it is given. */
import { randomBytes } from 'node:crypto'
import { beat } from '../../src/adapters/crypto/keep-holder.ts'
import { createKeyRing } from '../../src/adapters/crypto/key-ring.ts'
import { newMasterKeyText, parseMasterKey } from '../../src/adapters/crypto/master-key.ts'
import type { FoundMasterKey } from '../../src/adapters/crypto/master-key-source.ts'
import { HubwardError } from '../../src/domain/errors.ts'
import { createVault } from '../../src/adapters/crypto/vault.ts'
import { bindMasterKey, knownVersions } from '../../src/adapters/database/kek-check.ts'
import type { Context } from '../../src/application/context.ts'
import { testOrganisation, type TestOrganisation } from './organisation.ts'

export interface VaultRig {
  readonly organisation: TestOrganisation
  /** The keys' texts, the first being the one that the database began with. */
  newKey(): FoundMasterKey & { readonly text: string }
  readonly first: FoundMasterKey & { readonly text: string }
  /** A process that holds these keys; `hold` gives it another while it runs. */
  replica(...keys: readonly FoundMasterKey[]): Replica
  close(): Promise<void>
}

export interface Replica {
  readonly ctx: Context
  hold(key: FoundMasterKey): void
  /** One of the places where keys lie is not in order: `undefined` mends it. */
  disorder(code: 'vault.key_missing' | 'vault.key_exposed' | undefined): void
  /** Its file is taken away. */
  drop(key: FoundMasterKey): void
  /** As `keepHolder` does every few seconds. */
  beat(): Promise<void>
}

export async function vaultRig(): Promise<VaultRig> {
  const organisation = await testOrganisation()
  await organisation.database.pool.query('delete from kek_check')
  const first = newKey()
  await bindMasterKey(organisation.database.db, first)
  let made = 0
  return {
    organisation,
    first,
    newKey,
    replica(...keys) {
      const held = [...keys]
      let fault: HubwardError | undefined
      const { services } = organisation
      const ring = createKeyRing({
        find: () => ({ found: held, fault }),
        versions: () => knownVersions(organisation.database.db),
        randomBytes,
        monotonicMs: () => performance.now(),
      })
      const vault = createVault(ring, services.world)
      const ctx: Context = {
        ...services,
        vault,
        masterKeys: ring,
        actor: { kind: 'operator' },
        door: 'cli',
      }
      const processId = `prc_${String(++made).padStart(20, '0')}`
      return {
        ctx,
        hold: (key) => void held.push(key),
        drop: (key) => void held.splice(held.indexOf(key), 1),
        disorder: (code) => void (fault = code && new HubwardError(code, 'not in order')),
        beat: () => beat({ store: services.store, masterKeys: ring, processId, log: services.log }),
      }
    },
    close: () => organisation.close(),
  }
}

function newKey(): FoundMasterKey & { text: string } {
  const text = newMasterKeyText()
  const key = parseMasterKey(text)
  if (!key) throw new Error('a new key is a key')
  return { key, source: 'a test', text }
}
