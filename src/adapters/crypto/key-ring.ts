/**
 * The master keys of this process: one as a rule, two while the vault goes over from one to the
 * next. Keys are known by their fingerprints; which version each is, the database says. A version
 * that is asked for and not known is looked for again where keys lie, so that a key which was put in
 * a file works without a restart. A key that was found once is kept, so that nothing stops opening;
 * whether it still lies where a restart would find it is told beside it.
 */
import type { KeyObject } from 'node:crypto'
import type { HubwardError } from '../../domain/errors.ts'
import { aeadOpen, aeadSeal, type RandomBytes } from './aead.ts'
import { opensCanary, sealCanary } from './canary.ts'
import type { KekProvider } from './kek.ts'
import type { Looked } from './master-key-source.ts'

export interface KeyRingParts {
  /** Looks where keys lie. What is wrong with a place is told where somebody asks for the keys. */
  readonly find: () => Looked
  /** Which version each key is, by the database, with its canary. */
  readonly versions: () => Promise<readonly KnownVersion[]>
  readonly randomBytes: RandomBytes
  readonly monotonicMs: () => number
}

export interface KnownVersion {
  readonly version: number
  readonly fingerprint: string
  readonly canary: Uint8Array
}

interface Kept {
  readonly source: string
  readonly vaultKey: KeyObject
}

/** A version that nobody holds is not looked for more often than this. */
const LOOK_AGAIN_MS = 1_000

export function createKeyRing(parts: KeyRingParts): KekProvider {
  const found = new Map<string, Kept>()
  let lying: ReadonlySet<string> = new Set()
  let byVersion = new Map<number, KeyObject>()
  let looking: Promise<void> | null = null
  /** When a version was looked for in vain. */
  const missed = new Map<number, number>()

  /** What is wrong with a key's place is no reason not to use the keys that are in order. */
  function gather(): HubwardError | undefined {
    const { found: now, fault } = parts.find()
    for (const { key, source } of now) {
      const vaultKey = found.get(key.fingerprint)?.vaultKey ?? key.derive('vault')
      found.set(key.fingerprint, { source, vaultKey })
    }
    lying = new Set(now.map(({ key }) => key.fingerprint))
    return fault
  }

  async function assign(): Promise<void> {
    const known = await parts.versions()
    byVersion = new Map(
      known.flatMap(({ version, fingerprint, canary }) => {
        const held = found.get(fingerprint)
        const right = held && opensCanary(held.vaultKey, version, canary)
        return right ? [[version, held.vaultKey] as const] : []
      }),
    )
  }

  function look(): Promise<void> {
    looking ??= (async () => {
      gather()
      await assign()
    })().finally(() => {
      looking = null
    })
    return looking
  }

  async function holds(version: number): Promise<boolean> {
    const now = parts.monotonicMs()
    if (now - (missed.get(version) ?? -Infinity) < LOOK_AGAIN_MS) return false
    await look()
    const there = byVersion.has(version)
    if (there) missed.delete(version)
    else missed.set(version, now)
    return there
  }

  return {
    id: 'local',
    holds: (version) => byVersion.has(version) || holds(version),
    wrap(version, dataKey, context) {
      const key = byVersion.get(version)
      if (!key) throw new RangeError(`version ${version} of the master key is not held`)
      return aeadSeal(key, context, dataKey, parts.randomBytes)
    },
    unwrap(version, wrapped, context) {
      const key = byVersion.get(version)
      return key && aeadOpen(key, context, wrapped)
    },
    async held() {
      const fault = gather()
      await assign()
      if (fault) throw fault
      return [...found].map(([fingerprint, { source }]) => ({
        fingerprint,
        source,
        gone: !lying.has(fingerprint),
      }))
    },
    lasting() {
      // A restart stops at a place that is not in order, whatever lies in the other.
      return gather() ? [] : [...lying]
    },
    async canary(fingerprint, version) {
      const held = found.get(fingerprint)
      return held && sealCanary(held.vaultKey, version, parts.randomBytes)
    },
  }
}
