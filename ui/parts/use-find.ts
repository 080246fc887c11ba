/** Finding among rows by what is typed: every word has to be in the row's text, in whatever order. */
import { useDeferredValue, useMemo, useState } from 'react'

export const wordsOf = (typed: string): readonly string[] =>
  typed.toLowerCase().split(/\s+/).filter(Boolean)

export const holds = (text: string, words: readonly string[]): boolean => {
  const lower = text.toLowerCase()
  return words.every((word) => lower.includes(word))
}

export interface Finding<Row> {
  readonly typed: string
  readonly setTyped: (typed: string) => void
  /** Those that fit; all where nothing is typed or nothing can be found by. */
  readonly found: readonly Row[]
}

export function useFind<Row>(
  rows: readonly Row[],
  textOf: ((row: Row) => string) | undefined,
): Finding<Row> {
  const [typed, setTyped] = useState('')
  // Typing goes first: hundreds of rows may follow a moment later.
  const late = useDeferredValue(typed)
  const found = useMemo(() => {
    const words = wordsOf(late)
    return textOf && words.length > 0 ? rows.filter((row) => holds(textOf(row), words)) : rows
  }, [rows, textOf, late])
  return { typed, setTyped, found }
}
