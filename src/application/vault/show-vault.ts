import { authorise, type Context } from '../context.ts'
import type { CountedVaultKey, HeldKey, RetiredVaultKey, VaultHolder } from './ports.ts'

export interface ShownVault {
  /** Oldest first. */
  readonly keys: readonly (CountedVaultKey & {
    /** Where this process has it, in words; `null` where it does not. */
    readonly source: string | null
    /** It lies there no more, so that a restart would not find it. */
    readonly gone: boolean
    /** Running processes that do not hold it, or would not after a restart. */
    readonly missingAt: readonly VaultHolder[]
  })[]
  readonly retired: readonly RetiredVaultKey[]
  /** Keys that lie where this process looks and the database does not know: the next one, before a rotation. */
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
      ...whereOf(held, key),
      missingAt: holders.filter(({ fingerprints }) => !fingerprints.includes(key.fingerprint)),
    })),
    retired,
    waiting: held.filter(({ fingerprint, gone }) => !gone && !known.has(fingerprint)),
    holders,
    left: sum(keys.filter(({ state }) => state !== 'active')),
    sealed: sum(keys),
  }
}

function whereOf(held: readonly HeldKey[], { fingerprint }: CountedVaultKey) {
  const own = held.find((key) => key.fingerprint === fingerprint)
  return { source: own?.source ?? null, gone: own?.gone ?? false }
}

const sum = (keys: readonly CountedVaultKey[]): number =>
  keys.reduce((total, { sealed }) => total + sealed, 0)
