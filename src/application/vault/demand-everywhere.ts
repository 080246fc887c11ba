import { HubwardError } from '../../domain/errors.ts'
import type { Repositories } from '../ports.ts'

/**
 * Every running process has the key where a restart finds it, so that going on with it alone locks
 * nobody out.
 *
 * @throws HubwardError `vault.key_not_everywhere`
 */
export async function demandEverywhere(
  tx: Repositories,
  fingerprint: string,
  then: 'rotate' | 'retire',
): Promise<void> {
  const without = (await tx.vaultKeys.holders()).filter(
    (holder) => !holder.fingerprints.includes(fingerprint),
  )
  if (without.length === 0) return
  const named = without.map(({ host, processId }) => `${host} (${processId})`)
  throw new HubwardError(
    'vault.key_not_everywhere',
    `The master key ${fingerprint} is not held by ${without.length === 1 ? '1 running process' : `${without.length} running processes`}, or no longer where a restart would find it: ${named.join(', ')}. Give it to all of them, then ${then} again.`,
    { facts: { fingerprint, processes: named } },
  )
}
