import { HubwardError } from '../../domain/errors.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import type { HeldKey, VaultKey } from './ports.ts'
import { demandEverywhere } from './demand-everywhere.ts'
import { keyRecord } from './record.ts'

export interface RotateVaultKey {
  /** The one that was compared with the copy in the safe; the only new one unless told. */
  readonly fingerprint?: string | undefined
}

export interface RotatedVaultKey {
  readonly key: VaultKey
  readonly before: VaultKey
}

/**
 * Lets the vault go over to another master key: the new one that lies where this process finds it
 * also after a restart becomes known, and, once every running process holds it, the one that seals.
 * What is sealed under the key before is rewrapped by a job, while calls go on. May be repeated after
 * a refusal.
 *
 * @throws HubwardError `vault.no_second_key`, `vault.key_not_everywhere`; `resource.conflict` where
 *   there are two to choose from
 */
export async function rotateVaultKey(
  ctx: Context,
  { fingerprint }: RotateVaultKey = {},
): Promise<RotatedVaultKey> {
  authorise(ctx, 'secure', 'vault.rotate')
  const held = await ctx.masterKeys.held()
  const next = await ctx.store.transaction((tx) => addKey(ctx, tx, held, fingerprint))
  return ctx.store.transaction(async (tx) => {
    const before = await tx.vaultKeys.active()
    if (!before) throw noSecondKey(held)
    await demandEverywhere(tx, next.fingerprint, 'rotate')
    await tx.vaultKeys.activate(next.version)
    const key: VaultKey = { ...next, state: 'active' }
    await tx.jobs.send('vault.rewrap', {}, { singletonKey: 'rewrap' })
    await recordChange(tx, ctx, {
      action: 'vault.rotate',
      targetKind: 'vault_key',
      targetId: key.fingerprint,
      targetName: key.fingerprint,
      before: keyRecord(before),
      after: keyRecord(key),
    })
    await raiseNotice(tx, ctx, {
      kind: 'vault.rotated',
      facts: { version: key.version, before: before.version },
      links: ['/settings?tab=vault'],
    })
    return { key, before }
  })
}

/** The one of our keys that the database does not seal with and has not left behind. */
async function addKey(
  ctx: Context,
  tx: Repositories,
  held: readonly HeldKey[],
  wanted: string | undefined,
): Promise<VaultKey> {
  const known = await tx.vaultKeys.list()
  const retired = new Set((await tx.vaultKeys.retired()).map(({ fingerprint }) => fingerprint))
  const added = known.find(({ state }) => state === 'added')
  const fresh = held.filter(
    ({ fingerprint, gone }) =>
      !gone && !retired.has(fingerprint) && !known.some((key) => key.fingerprint === fingerprint),
  )
  const stays = held.some(({ fingerprint, gone }) => !gone && fingerprint === added?.fingerprint)
  const choice = [
    ...fresh.map(({ fingerprint }) => fingerprint),
    ...(added && stays ? [added.fingerprint] : []),
  ]
  if (wanted === undefined && fresh.length > 1) throw whichOf(fresh)
  const next = wanted === undefined ? choice[0] : choice.find((one) => one === wanted)
  if (next === undefined)
    throw wanted !== undefined && fresh.length > 0
      ? notNew(wanted, fresh)
      : noSecondKey(held, retired)
  if (added && next === added.fingerprint) return added
  // A key that was made known and never used makes room for the one that is there now.
  if (added) await tx.vaultKeys.retire(added.version, ctx.world.now())
  const version = await tx.vaultKeys.nextVersion()
  const canary = await ctx.masterKeys.canary(next, version)
  if (!canary) throw noSecondKey(held)
  await tx.vaultKeys.add({ version, fingerprint: next }, canary)
  const key = await tx.vaultKeys.get(version)
  if (!key) throw noSecondKey(held)
  await recordChange(tx, ctx, {
    action: 'vault.add_key',
    targetKind: 'vault_key',
    targetId: key.fingerprint,
    targetName: key.fingerprint,
    before: null,
    after: keyRecord(key),
  })
  return key
}

const whichOf = (fresh: readonly HeldKey[]) =>
  new HubwardError(
    'resource.conflict',
    `There are new master keys: ${listOf(fresh)}. Say which: hubward vault rotate <fingerprint>`,
  )

const notNew = (wanted: string, fresh: readonly HeldKey[]) =>
  new HubwardError(
    'vault.no_second_key',
    `${wanted} is not among the new master keys here: there is ${listOf(fresh)}.`,
  )

const listOf = (keys: readonly HeldKey[]): string =>
  keys.map(({ fingerprint, source }) => `${fingerprint} (${source})`).join(' and ')

const noSecondKey = (held: readonly HeldKey[], retired: ReadonlySet<string> = new Set()) =>
  new HubwardError(
    'vault.no_second_key',
    `This process holds no master key that is new: it has ${held.map(({ fingerprint, source, gone }) => `${fingerprint} (${source}${gone ? ', where it lies no more' : ''}${retired.has(fingerprint) ? ', retired: it never comes back' : ''})`).join(' and ')}. Make one with \`hubward new-master-key\`, or give it as the second master key.`,
    { facts: { held: held.map(({ fingerprint }) => fingerprint) } },
  )
