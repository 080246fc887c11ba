/**
 * Arrow keys go from one row's first control to the next row's. Of a long list the next may not be drawn
 * yet, and a held key comes faster than a slow machine draws: where to go is kept until the row is there.
 */
import { useEffect, useRef, type FocusEvent, type KeyboardEvent } from 'react'
import type { RowWindow } from './use-row-window.ts'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** For the element around the rows, each of which has `data-index`. */
export function useRowWalk(count: number, { show, keep }: Pick<RowWindow, 'show' | 'keep'>) {
  const list = useRef<HTMLElement>(null)
  const goal = useRef<number>(undefined)

  const arrive = (): void => {
    if (goal.current === undefined) return
    const row = list.current?.querySelector(`[data-index="${goal.current}"]`)
    if (!row) return show(goal.current)
    goal.current = undefined
    row.querySelector<HTMLElement>('a, button')?.focus()
  }
  // Whatever was drawn now may be the row.
  useEffect(arrive)

  return {
    onKeyDown(event: KeyboardEvent<HTMLElement>): void {
      const step = STEPS[event.key]
      const { target, currentTarget } = event
      if (step === undefined || !(target instanceof Element)) return
      if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return
      const from = goal.current ?? indexOf(target)
      if (from === undefined) return
      const next = from + step
      if (next < 0 || next >= count) return
      event.preventDefault()
      list.current = currentTarget
      goal.current = next
      arrive()
    },
    /** Whoever went elsewhere meanwhile is not fetched back. */
    onFocus({ target }: FocusEvent): void {
      goal.current = undefined
      keep(indexOf(target))
    },
    onBlur({ relatedTarget, currentTarget }: FocusEvent): void {
      if (relatedTarget === null) return
      goal.current = undefined
      if (!currentTarget.contains(relatedTarget)) keep(undefined)
    },
  }
}

function indexOf(target: Element): number | undefined {
  const row = target.closest<HTMLElement>('[data-index]')
  return row ? Number(row.dataset['index']) : undefined
}
