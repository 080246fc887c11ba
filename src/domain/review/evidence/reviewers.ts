/** How each person decided: what tells a careful review from one that was waved through. */
import type { DecisionKind } from '../decision.ts'
import type { NamedPerson } from '../review.ts'
import type { EvidenceFacts } from './facts.ts'

export interface ReviewerFacts {
  readonly reviewer: NamedPerson
  /** Rows whose decision that counts is theirs. */
  readonly rows: number
  readonly kinds: Readonly<Record<DecisionKind, number>>
  /** Of them, decided together with others. */
  readonly bulk: number
  readonly medianSeconds: number | null
  readonly medianPace: number | null
  readonly firstAt: Date | null
  readonly lastAt: Date | null
}

export function reviewersOf({ rows }: Pick<EvidenceFacts, 'rows'>): readonly ReviewerFacts[] {
  const decided = rows.flatMap(({ decided: one }) => (one ? [one] : []))
  return [...Map.groupBy(decided, ({ by }) => by.id).values()].map((own): ReviewerFacts => {
    const times = own.map(({ at }) => at).toSorted((a, b) => a.getTime() - b.getTime())
    const count = (kind: DecisionKind) =>
      own.filter(({ decision }) => decision.kind === kind).length
    return {
      reviewer: own[0]?.by ?? { id: '', name: '' },
      rows: own.length,
      kinds: {
        keep: count('keep'),
        change: count('change'),
        remove: count('remove'),
        exception: count('exception'),
      },
      bulk: own.filter(({ bulk }) => bulk !== null).length,
      medianSeconds: median(own.flatMap(({ seconds }) => seconds ?? [])),
      medianPace: median(own.flatMap(({ pace, bulk }) => (bulk === null ? (pace ?? []) : []))),
      firstAt: times[0] ?? null,
      lastAt: times.at(-1) ?? null,
    }
  })
}

/** Of an even number the lower of the two in the middle. */
const median = (numbers: readonly number[]): number | null =>
  numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? null
