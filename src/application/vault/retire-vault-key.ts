import { HubwardError } from '../../domain/errors.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandEverywhere } from './demand-everywhere.ts'
import type { CountedVaultKey } from './ports.ts'
import { keyRecord } from './record.ts'

export interface RetireVaultKey {
  /** Nothing: the one that was replaced, where there is one only. */
  readonly fingerprint?: string | undefined
}

/**
 * Leaves a master key behind, once nothing is sealed under it. From then on nothing can be: the
 * database refuses rows that name it. Backups made before still need the key.
 *
 * @throws HubwardError `vault.key_in_use`, `resource.not_found`; `vault.key_not_everywhere` where the
 *   key that seals would not be found after a restart
 */
export async function retireVaultKey(
  ctx: Context,
  input: RetireVaultKey,
): Promise<CountedVaultKey> {
  authorise(ctx, 'secure', 'vault.retire')
  // What is wrong with a place of a key is said here and now.
  await ctx.masterKeys.held()
  const here = ctx.masterKeys.lasting()
  return ctx.store.transaction(async (tx) => {
    const key = choose(await tx.vaultKeys.list(), input.fingerprint)
    if (key.state === 'active')
      throw new HubwardError(
        'vault.key_in_use',
        `The master key ${key.fingerprint} seals new secrets: rotate to another first.`,
        { facts: { fingerprint: key.fingerprint } },
      )
    if (key.sealed > 0)
      throw new HubwardError(
        'vault.key_in_use',
        `The master key ${key.fingerprint} cannot be retired yet: ${key.sealed} sealed values are left under it.`,
        { facts: { fingerprint: key.fingerprint, left: key.sealed } },
      )
    await demandLasting(tx, here)
    await tx.vaultKeys.retire(key.version, ctx.world.now())
    await recordChange(tx, ctx, {
      action: 'vault.retire',
      targetKind: 'vault_key',
      targetId: key.fingerprint,
      targetName: key.fingerprint,
      before: keyRecord(key),
      after: null,
    })
    return key
  })
}

/** What is left alone must be there: it may be that somebody took the new one away again. */
async function demandLasting(tx: Repositories, here: readonly string[]): Promise<void> {
  const active = await tx.vaultKeys.active()
  if (!active) return
  await demandEverywhere(tx, active.fingerprint, 'retire')
  if (here.includes(active.fingerprint)) return
  throw new HubwardError(
    'vault.key_not_everywhere',
    `The master key ${active.fingerprint}, which seals, lies no more where this process found it: a restart would not find it. Put it back, then retire again.`,
    { facts: { fingerprint: active.fingerprint } },
  )
}

function choose(
  keys: readonly CountedVaultKey[],
  fingerprint: string | undefined,
): CountedVaultKey {
  // One that was made known and never used goes only by its name: it cannot come back.
  const others = keys.filter(({ state }) => state === 'replaced')
  const chosen =
    fingerprint === undefined
      ? others.length === 1
        ? others[0]
        : undefined
      : keys.find((key) => key.fingerprint === fingerprint)
  if (chosen) return chosen
  const there = keys.map((key) => `${key.fingerprint} (${key.state})`).join(', ')
  throw new HubwardError(
    'resource.not_found',
    fingerprint === undefined
      ? others.length === 0
        ? `No master key has been replaced, so none is left to retire. There are ${there}.`
        : `Say which key: there are ${there}.`
      : `There is no master key ${fingerprint}. There are ${there}.`,
  )
}
