/**
 * A group's live grants as a set of cells: a scope on a connection until an end. Pure: the page
 * toggles cells, compares two such sets, and hands one back in the form the API takes.
 */
import type { Body, Item } from '../api/endpoints.ts'

export type GroupView = Item<'GET /api/v1/groups'>
export type GrantRows = Body<'PUT /api/v1/groups/{group}/grants'>['grants']

export interface Cell {
  /** Id of the connection. */
  readonly connection: string
  readonly scope: string
  /** ISO 8601 in UTC; `null`: no end. */
  readonly end: string | null
}

/** One grant of the group, or one that could be: a connection until an end. */
export type Column = Omit<Cell, 'scope'>

/** Keys of cells. Ids, scopes and moments hold no spaces. */
export type Matrix = ReadonlySet<string>

export const keyOf = ({ connection, scope, end }: Cell): string =>
  `${connection} ${scope} ${end ?? ''}`

export function cellOf(key: string): Cell {
  const [connection = '', scope = '', end = ''] = key.split(' ')
  return { connection, scope, end: end === '' ? null : end }
}

export const columnKey = ({ connection, end }: Column): string => `${connection} ${end ?? ''}`

/** The grants that hold now; an ended one is history. */
export const matrixOf = ({ grants }: Pick<GroupView, 'grants'>): Matrix =>
  new Set(
    grants
      .filter(({ state }) => state === 'live')
      .flatMap(({ connection, scopes, expiresAt }) =>
        scopes.map((scope) => keyOf({ connection: connection.id, scope, end: expiresAt })),
      ),
  )

export function toggled(matrix: Matrix, cell: Cell): Matrix {
  const key = keyOf(cell)
  const next = new Set(matrix)
  if (!next.delete(key)) next.add(key)
  return next
}

/** All cells of a column, with another end. */
export const rescheduled = (matrix: Matrix, column: Column, end: string | null): Matrix =>
  new Set(
    [...matrix].map((key) => {
      const cell = cellOf(key)
      return columnKey(cell) === columnKey(column) ? keyOf({ ...cell, end }) : key
    }),
  )

export const without = (matrix: Matrix, column: Column): Matrix =>
  new Set([...matrix].filter((key) => columnKey(cellOf(key)) !== columnKey(column)))

/** Standing grants before temporary ones, in the order of the connections. */
export function columnsOf(matrix: Matrix, more: readonly Column[]): readonly Column[] {
  const found = new Map<string, Column>()
  for (const { connection, end } of [...more, ...[...matrix].map(cellOf)])
    found.set(columnKey({ connection, end }), { connection, end })
  return [...found.values()]
}

/** As the API takes it. */
export function rowsOf(matrix: Matrix): GrantRows {
  const rows = new Map<string, { connection: string; scopes: string[]; expiresAt: string | null }>()
  for (const cell of [...matrix].map(cellOf)) {
    const key = columnKey(cell)
    const row = rows.get(key) ?? { connection: cell.connection, scopes: [], expiresAt: cell.end }
    row.scopes.push(cell.scope)
    rows.set(key, row)
  }
  return [...rows.values()]
}

/** When the last grant of a scope on a connection ends; `null`: never. */
export function lastEndOf(matrix: Matrix, connection: string, scope: string): string | null {
  const ends = [...matrix]
    .map(cellOf)
    .filter((cell) => cell.connection === connection && cell.scope === scope)
    .map(({ end }) => end)
  const known = ends.filter((end) => end !== null)
  return known.length < ends.length ? null : (known.toSorted().at(-1) ?? null)
}

export const same = (a: Matrix, b: Matrix): boolean =>
  a.size === b.size && [...a].every((key) => b.has(key))

/** How many cells stand otherwise: a cell that got another end counts once. */
export function countChanges(before: Matrix, after: Matrix): number {
  const places = new Set<string>()
  for (const key of [...before, ...after]) {
    if (before.has(key) && after.has(key)) continue
    const { connection, scope } = cellOf(key)
    places.add(`${connection} ${scope}`)
  }
  return places.size
}
