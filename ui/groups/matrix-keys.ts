/** Walking the matrix by keyboard: the toggles are its cells, whatever stands between them. */
import type { KeyboardEvent } from 'react'

/** Arrows go from toggle to toggle; up and down keep the column, Home and End the row. */
export function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const from = event.target instanceof HTMLElement ? event.target.closest('[data-toggle]') : null
  const row = from?.closest('tr')
  if (!from || !row) return
  const inRow = togglesIn(row)
  const at = inRow.indexOf(from as HTMLElement)
  const steps: Readonly<Record<string, () => HTMLElement | undefined>> = {
    ArrowRight: () => inRow[at + 1],
    ArrowLeft: () => inRow[at - 1],
    Home: () => inRow[0],
    End: () => inRow.at(-1),
    ArrowDown: () => beyond(event.currentTarget, row, from, 1),
    ArrowUp: () => beyond(event.currentTarget, row, from, -1),
  }
  const step = steps[event.key]
  if (!step) return
  event.preventDefault()
  step()?.focus()
}

const togglesIn = (row: Element): HTMLElement[] => [
  ...row.querySelectorAll<HTMLElement>('[data-toggle]'),
]

/** The toggle nearest in place in the next row that has any. */
function beyond(
  table: Element,
  row: Element,
  from: Element,
  step: 1 | -1,
): HTMLElement | undefined {
  const rows = [...table.querySelectorAll('tbody tr')]
  const middle = (one: Element): number => {
    const { left, width } = one.getBoundingClientRect()
    return left + width / 2
  }
  for (let at = rows.indexOf(row) + step; rows[at]; at += step) {
    const near = togglesIn(rows[at] as Element).toSorted(
      (a, b) => Math.abs(middle(a) - middle(from)) - Math.abs(middle(b) - middle(from)),
    )
    if (near[0]) return near[0]
  }
  return undefined
}
