/** What of the matrix is shown: which connections, which resources, whatever the draft holds. */
import { useMemo, useState } from 'react'
import { useNarrow } from '../parts/use-narrow.ts'
import type { ShownColumn } from './matrix-table.tsx'
import { matches, resourceRows, scopesOf, type ResourceRow, type ScopeView } from './matrix-rows.ts'
import { cellOf, columnKey, columnsOf, type Column } from './matrix.ts'
import { usePortals, type Portal } from './portals.ts'
import type { Draft } from './use-draft.ts'

/** More connections than that are shown one by one, when they are wanted. */
const SHOWN_AT_ONCE = 5

export interface MatrixView {
  readonly loading: boolean
  readonly portals: readonly Portal[]
  readonly titles: ReadonlyMap<string, string>
  readonly scopes: readonly ScopeView[]
  readonly columns: readonly ShownColumn[]
  /** All columns there are, of which a phone shows one. */
  readonly choices: readonly ShownColumn[]
  readonly chosen: string | undefined
  readonly rows: readonly ResourceRow[]
  readonly typed: string
  readonly onlyGranted: boolean
  /** Rarer objects are folded away: how many there are. */
  readonly folded: number
  readonly narrow: boolean
  setTyped(typed: string): void
  setOnlyGranted(only: boolean): void
  unfold(): void
  choose(key: string): void
  show(column: Column): void
  hide(column: Column): void
  replace(column: Column, by: Column): void
  /** Every reading scope that the connection offers and its credential covers. */
  readable(column: Column): readonly string[]
}

export function useMatrixView({ mine, before }: Pick<Draft, 'mine' | 'before'>): MatrixView {
  const narrow = useNarrow()
  const [added, setAdded] = useState<readonly Column[]>([])
  const [typed, setTyped] = useState('')
  const [onlyGranted, setOnlyGranted] = useState(false)
  const [unfolded, setUnfolded] = useState(false)
  const [chosen, setChosen] = useState<string>()

  const used = useMemo(() => columnsOf(new Set([...before, ...mine]), added), [before, mine, added])
  const shownIds = useMemo(() => {
    const ids = new Set(used.map(({ connection }) => connection))
    return [...ids].toSorted()
  }, [used])
  const { all, scopes } = usePortals(shownIds)

  return useMemo(() => {
    const portals = all ?? []
    const few = portals.length <= SHOWN_AT_ONCE
    const standing = few ? portals.map(({ id }): Column => ({ connection: id, end: null })) : []
    const choices = columnsOf(mine, [...standing, ...used])
      .flatMap((column) => {
        const portal = portals.find(({ id }) => id === column.connection)
        return portal ? [{ column, portal }] : []
      })
      .toSorted((a, b) => order(a, b))
    const selected = choices.find(({ column }) => columnKey(column) === chosen) ?? choices[0]
    const granted = [...new Set([...before, ...mine].map((key) => cellOf(key).scope))]
    const isGranted = (row: ResourceRow): boolean =>
      scopesOf(row).some(({ scope }) => granted.includes(scope))
    const every = resourceRows(scopes ?? [], granted)
    const wanted = every.filter(
      (row) =>
        (typed.trim() === '' || matches(row, typed.trim())) && (!onlyGranted || isGranted(row)),
    )
    const open = unfolded || typed.trim() !== '' || onlyGranted
    const rows = open ? wanted : wanted.filter((row) => !row.other || isGranted(row))
    return {
      loading: all === undefined || scopes === undefined,
      portals,
      titles: new Map(portals.map(({ id, title }) => [id, title])),
      scopes: every.flatMap((row) => [...scopesOf(row)]),
      columns: narrow && selected ? [selected] : choices,
      choices,
      chosen: selected && columnKey(selected.column),
      rows,
      typed,
      onlyGranted,
      folded: wanted.length - rows.length,
      narrow,
      setTyped,
      setOnlyGranted,
      unfold: () => setUnfolded(true),
      choose: setChosen,
      show: (column) => {
        setAdded((now) => [...now, column])
        setChosen(columnKey(column))
      },
      hide: (column) =>
        setAdded((now) => now.filter((one) => columnKey(one) !== columnKey(column))),
      replace: (column, by) => {
        setAdded((now) => [...now.filter((one) => columnKey(one) !== columnKey(column)), by])
        setChosen(columnKey(by))
      },
      readable: ({ connection }) => {
        const portal = portals.find(({ id }) => id === connection)
        return (scopes ?? [])
          .filter(
            ({ scope, effect, resource }) =>
              effect === 'read' &&
              portal?.offers(scope) === true &&
              portal.gap(scope)?.works !== 'none' &&
              rows.some((row) => row.resource === resource),
          )
          .map(({ scope }) => scope)
      },
    }
  }, [all, scopes, used, mine, before, typed, onlyGranted, unfolded, chosen, narrow])
}

/** By the connection's title; what is for good before what is for a while. */
const order = (a: ShownColumn, b: ShownColumn): number =>
  a.portal.title.localeCompare(b.portal.title) ||
  (a.column.end ?? '').localeCompare(b.column.end ?? '')
