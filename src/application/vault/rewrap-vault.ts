/**
 * Puts everything that is sealed under the master key that seals now: place by place, in small
 * transactions, beside the traffic. Nothing is remembered between them, so a killed one loses the
 * batch that it was at and no more; any number may run at once, and pass over each other's rows.
 */
import { HubwardError } from '../../domain/errors.ts'
import { authorise, type Context } from '../context.ts'
import type { SealedRow } from './ports.ts'

/** A row's lock is held for as long as its batch takes: 200 take about 20 ms. */
const BATCH = 200

export interface Rewrapped {
  readonly rewrapped: number
  /** Rows that do not open: altered or moved in the database. They keep their key from retiring. */
  readonly broken: readonly Pick<SealedRow, 'place' | 'rowId' | 'field'>[]
}

/** @throws HubwardError `vault.key_missing` where this process lacks a key that it takes */
export async function rewrapVault(ctx: Context, signal?: AbortSignal): Promise<Rewrapped> {
  authorise(ctx, 'secure', 'vault.rewrap')
  const broken: SealedRow[] = []
  let rewrapped = 0
  for (const place of ctx.store.read.sealed.places) {
    let after = ''
    for (;;) {
      signal?.throwIfAborted()
      const batch = await rewrapBatch(ctx, place, after)
      if (batch === undefined) break
      rewrapped += batch.rewrapped
      broken.push(...batch.broken)
      after = batch.last
    }
  }
  for (const { place, rowId, field } of broken)
    ctx.log.error({ place, rowId, field }, 'vault: a sealed value does not open and was left alone')
  return { rewrapped, broken }
}

interface Batch extends Rewrapped {
  readonly broken: readonly SealedRow[]
  readonly last: string
}

function rewrapBatch(ctx: Context, place: string, after: string): Promise<Batch | undefined> {
  return ctx.store.aside(async (tx) => {
    const active = await tx.vaultKeys.active()
    const rows = active ? await tx.sealed.lock(place, active.version, after, BATCH) : []
    const last = rows.at(-1)?.at
    if (!active || last === undefined) return undefined
    const broken: SealedRow[] = []
    for (const row of rows) {
      const sealed = await ctx.vault.rewrap(tx, row, active.version).catch(unlessBroken)
      if (sealed) await tx.sealed.rewrap(row, sealed)
      else broken.push(row)
    }
    return { rewrapped: rows.length - broken.length, broken, last }
  })
}

/** A key that is missing here may be at another process; a row that is broken is so everywhere. */
function unlessBroken(error: unknown): undefined {
  if (error instanceof HubwardError && error.code === 'vault.sealed_row') return undefined
  throw error
}
