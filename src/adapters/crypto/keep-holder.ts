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

export async function keepHolder(parts: HolderParts): Promise<{ close(): Promise<void> }> {
  const { store, masterKeys, processId, log } = parts
  const { vaultKeys } = store.read
  let beating: Promise<void> = Promise.resolve()

  /** As it last was, where a key's place is not in order now: silence would count as absence. */
  let fingerprints: readonly string[] = []

  async function beat(): Promise<void> {
    try {
      const held = await masterKeys.held()
      fingerprints = held.filter(({ gone }) => !gone).map(({ fingerprint }) => fingerprint)
    } catch (err) {
      log.warn({ err }, 'vault: a place of a master key is not in order')
    }
    await vaultKeys
      .beat({ processId, host: hostname(), fingerprints })
      .catch((err: unknown) => log.warn({ err }, 'vault: could not say which keys are held here'))
  }

  await beat()
  const timer = setInterval(() => {
    beating = beating.then(beat)
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
