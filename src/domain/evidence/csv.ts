/**
 * Tables for spreadsheets and programs (RFC 4180, UTF-8 with its mark, since Excel reads it as something
 * else without). Names and addresses come from HubSpot, where anybody may have written them: a cell that
 * a spreadsheet would compute is made a text by an apostrophe before it.
 */

/** What begins a formula in one spreadsheet or another, also after blanks, and as full-width forms. */
const FORMULA = /^[\s\p{C}]*[=+\-@＝＋－＠|%]|^[\t\r\n]/u

/**
 * The same behind what a spreadsheet may take for the end of a cell: where its list separator is `;`, it
 * splits there, quoted or not.
 */
const INNER = /([;,\t\r\n][\s\p{C}"']*)(?=[=+\-@＝＋－＠|%])/gu

export type Cell = string | number | boolean | null | undefined

function cellOf(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = value.toWellFormed().replaceAll(INNER, "$1'")
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /["',;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export type Columns<T> = readonly (readonly [head: string, value: (row: T) => Cell])[]

const line = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(',')}\r\n`

export const csvOf = <T>(columns: Columns<T>, rows: readonly T[]): string =>
  [
    `\uFEFF${line(columns.map(([head]) => head))}`,
    ...rows.map((row) => line(columns.map(([, value]) => value(row)))),
  ].join('')

/** How many records are below the head. Line breaks within quotes are no ends. */
export function recordsIn(csv: string): number {
  let quoted = false
  let lines = 0
  for (const letter of csv)
    if (letter === '"') quoted = !quoted
    else if (letter === '\n' && !quoted) lines++
  return lines - 1
}
