/** What became of each record of a write. */
import type { Change } from '../../domain/mcp/write-diff.ts'

export interface WriteRow {
  /** Place among the records as they were sent, from 0. */
  readonly index: number
  readonly status: WriteStatus
  readonly id?: string
  readonly url?: string | null
  readonly message?: string
  readonly changes?: readonly Change[]
}

export type WriteStatus =
  | 'created'
  | 'updated'
  | 'associated'
  | 'refused'
  | 'would_create'
  | 'would_update'
  | 'would_change_nothing'
  | 'would_associate'

export const byIndex = (rows: readonly WriteRow[]): readonly WriteRow[] =>
  rows.toSorted((a, b) => a.index - b.index)

/** How many of each status. */
export function summaryOf(rows: readonly WriteRow[]): Readonly<Record<string, number>> {
  const summary: Record<string, number> = {}
  for (const { status } of rows) summary[status] = (summary[status] ?? 0) + 1
  return summary
}

export const refusedRow = (index: number, message: string): WriteRow => ({
  index,
  status: 'refused',
  message,
})
