import { authorise, type Context } from '../context.ts'
import type { CountedVaultKey, HeldKey, RetiredVaultKey, VaultHolder } from './ports.ts'

export interface ShownVault {
  /** Oldest first. */
  readonly keys: readonly (CountedVaultKey & {
    /** Where this process has it, in words; `null` where it does not. */
    readonly source: string | null
    /** Running processes that do not hold it. */
    readonly missingAt: readonly VaultHolder[]
  })[]
  readonly retired: readonly RetiredVaultKey[]
  /** Keys that this process holds and the database does not know: the next one, before a rotation. */
  readonly waiting: readonly HeldKey[]
  readonly holders: readonly VaultHolder[]
  /** Sealed values under another key than the one that seals: what is left to rewrap. */
  readonly left: number
  readonly sealed: number
}

/** The master keys by their fingerprints, who holds them and how much each has sealed. Never a key. */
export async function showVaultKeys(ctx: Context): Promise<ShownVault> {
  authorise(ctx, 'read', 'vault')
  const { vaultKeys } = ctx.store.read
  const held = await ctx.masterKeys.held()
  const [keys, retired, holders] = await Promise.all([
    vaultKeys.list(),
    vaultKeys.retired(),
    vaultKeys.holders(),
  ])
  const known = new Set([...keys, ...retired].map(({ fingerprint }) => fingerprint))
  return {
    keys: keys.map((key) => ({
      ...key,
      source: held.find(({ fingerprint }) => fingerprint === key.fingerprint)?.source ?? null,
      missingAt: holders.filter(({ fingerprints }) => !fingerprints.includes(key.fingerprint)),
    })),
    retired,
    waiting: held.filter(({ fingerprint }) => !known.has(fingerprint)),
    holders,
    left: sum(keys.filter(({ state }) => state !== 'active')),
    sealed: sum(keys),
  }
}

const sum = (keys: readonly CountedVaultKey[]): number =>
  keys.reduce((total, { sealed }) => total + sealed, 0)
