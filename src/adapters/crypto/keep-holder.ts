/**
 * Says every few seconds that this process runs and which master keys it has, here and after a
 * restart, so that the vault goes over to another key only when every process has it.
 */
import { hostname } from 'node:os'
import type { Log, Store } from '../../application/ports.ts'
import type { MasterKeys } from '../../application/vault/ports.ts'

const BEAT_MS = 5_000

export interface HolderParts {
  readonly store: Store
  readonly masterKeys: MasterKeys
  readonly processId: string
  readonly log: Log
}

/** Says it once: the keys that this process would have after a restart, and that it runs. Never throws. */
export async function beat({ store, masterKeys, processId, log }: HolderParts): Promise<void> {
  try {
    await masterKeys.held()
  } catch (err) {
    log.warn({ err }, 'vault: a place of a master key is not in order')
  }
  try {
    const fingerprints = masterKeys.lasting()
    await store.read.vaultKeys.beat({ processId, host: hostname(), fingerprints })
  } catch (err) {
    log.warn({ err }, 'vault: could not say which keys are held here')
  }
}

export async function keepHolder(parts: HolderParts): Promise<{ close(): Promise<void> }> {
  const { store, processId } = parts
  const { vaultKeys } = store.read
  let beating: Promise<void> = Promise.resolve()

  await beat(parts)
  const timer = setInterval(() => {
    beating = beating.then(() => beat(parts))
  }, BEAT_MS)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await beating
      await vaultKeys.leave(processId).catch(() => undefined)
    },
  }
}
