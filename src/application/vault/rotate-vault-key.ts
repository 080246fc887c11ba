import { HubwardError } from '../../domain/errors.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import type { HeldKey, VaultKey } from './ports.ts'
import { keyRecord } from './record.ts'

export interface RotatedVaultKey {
  readonly key: VaultKey
  readonly before: VaultKey
}

/**
 * Lets the vault go over to another master key: the new one that this process holds becomes known,
 * and, once every running process holds it, the one that seals. What is sealed under the key before
 * is rewrapped by a job, while calls go on. May be repeated after a refusal.
 *
 * @throws HubwardError `vault.no_second_key`, `vault.key_not_everywhere`
 */
export async function rotateVaultKey(ctx: Context): Promise<RotatedVaultKey> {
  authorise(ctx, 'secure', 'vault.rotate')
  const held = await ctx.masterKeys.held()
  const next = await ctx.store.transaction((tx) => addKey(ctx, tx, held))
  return ctx.store.transaction(async (tx) => {
    const before = await tx.vaultKeys.active()
    if (!before) throw noSecondKey(held)
    await demandEverywhere(tx, next)
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
async function addKey(ctx: Context, tx: Repositories, held: readonly HeldKey[]): Promise<VaultKey> {
  const known = await tx.vaultKeys.list()
  const retired = new Set((await tx.vaultKeys.retired()).map(({ fingerprint }) => fingerprint))
  const added = known.find(({ state }) => state === 'added')
  const fresh = held.find(
    ({ fingerprint }) =>
      !retired.has(fingerprint) && !known.some((key) => key.fingerprint === fingerprint),
  )
  const next = fresh?.fingerprint ?? added?.fingerprint
  if (next === undefined) throw noSecondKey(held, retired)
  if (!fresh && added) return added
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

async function demandEverywhere(tx: Repositories, { fingerprint }: VaultKey): Promise<void> {
  const without = (await tx.vaultKeys.holders()).filter(
    (holder) => !holder.fingerprints.includes(fingerprint),
  )
  if (without.length === 0) return
  const named = without.map(({ host, processId }) => `${host} (${processId})`)
  throw new HubwardError(
    'vault.key_not_everywhere',
    `The master key ${fingerprint} is not held by ${without.length === 1 ? '1 running process' : `${without.length} running processes`}: ${named.join(', ')}. Give it to all of them, then rotate again.`,
    { facts: { fingerprint, processes: named } },
  )
}

const noSecondKey = (held: readonly HeldKey[], retired: ReadonlySet<string> = new Set()) =>
  new HubwardError(
    'vault.no_second_key',
    `This process holds no master key that is new: it has ${held.map(({ fingerprint, source }) => `${fingerprint} (${source}${retired.has(fingerprint) ? ', retired: it never comes back' : ''})`).join(' and ')}. Make one with \`hubward new-master-key\`, or give it as the second master key.`,
    { facts: { held: held.map(({ fingerprint }) => fingerprint) } },
  )
