/** Counts and adds up records as their pages come in: in all, and by the values of one property. */
import { DecimalSum } from './decimal.ts'

export interface TallyRow {
  readonly records: number
  /** By property. Exact decimals as text. */
  readonly sums: Readonly<Record<string, PropertySum>>
}

export interface PropertySum {
  readonly sum: string
  readonly average: number | null
  /** Records that had a number there. */
  readonly values: number
}

type Values = Readonly<Record<string, string | null>>

export class Tally {
  readonly #sumOf: readonly string[]
  readonly #groupBy: string | undefined
  readonly #all: Row
  readonly #groups = new Map<string, Row>()

  constructor(sumOf: readonly string[], groupBy: string | undefined) {
    this.#sumOf = sumOf
    this.#groupBy = groupBy
    this.#all = newRow(sumOf)
  }

  add(values: Values): void {
    this.#count(this.#all, values)
    if (this.#groupBy === undefined) return
    const group = values[this.#groupBy] ?? ''
    let row = this.#groups.get(group)
    if (!row) this.#groups.set(group, (row = newRow(this.#sumOf)))
    this.#count(row, values)
  }

  get all(): TallyRow {
    return shown(this.#all)
  }

  /** Largest first; `value` is empty for records without one. */
  get groups(): readonly (TallyRow & { readonly value: string })[] {
    return [...this.#groups]
      .map(([value, row]) => ({ value, ...shown(row) }))
      .sort((a, b) => b.records - a.records || (a.value < b.value ? -1 : 1))
  }

  #count(row: Row, values: Values): void {
    row.records += 1
    for (const name of this.#sumOf) {
      const value = values[name]
      if (value) row.sums[name]?.add(value)
    }
  }
}

interface Row {
  records: number
  readonly sums: Readonly<Record<string, DecimalSum>>
}

const newRow = (sumOf: readonly string[]): Row => ({
  records: 0,
  sums: Object.fromEntries(sumOf.map((name) => [name, new DecimalSum()])),
})

const shown = ({ records, sums }: Row): TallyRow => ({
  records,
  sums: Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [
      name,
      { sum: sum.toString(), average: sum.average, values: sum.added },
    ]),
  ),
})
