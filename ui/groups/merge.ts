/**
 * Two admins edited one group: every scope on a connection on which they differ, with what it was,
 * what I want and what they saved. What one of us alone touched has an obvious answer, which is
 * proposed; where both did, nothing is chosen before I choose.
 */
import { cellOf, keyOf, type Matrix } from './matrix.ts'

export type Side = 'mine' | 'theirs'

export interface Difference {
  /** Connection id and scope, and the place in a list of choices. */
  readonly key: string
  readonly connection: string
  readonly scope: string
  /** Ends of the grants: empty is no access, `null` in it is no end. */
  readonly before: Ends
  readonly mine: Ends
  readonly theirs: Ends
  /** Whose change it is: of both where each changed it differently. */
  readonly changedBy: Side | 'both'
}

export type Ends = readonly (string | null)[]
export type Choices = Readonly<Record<string, Side | undefined>>

export function differences(before: Matrix, mine: Matrix, theirs: Matrix): readonly Difference[] {
  const [was, want, is] = [endsByPlace(before), endsByPlace(mine), endsByPlace(theirs)]
  return [...new Set([...was.keys(), ...want.keys(), ...is.keys()])].flatMap((key) => {
    const ends = {
      before: was.get(key) ?? [],
      mine: want.get(key) ?? [],
      theirs: is.get(key) ?? [],
    }
    if (alike(ends.mine, ends.theirs)) return []
    const [connection = '', scope = ''] = key.split(' ')
    return [{ key, connection, scope, ...ends, changedBy: author(ends) }]
  })
}

/** What stands without a question: mine where only I changed it, theirs where only they did. */
export const proposed = (found: readonly Difference[]): Choices =>
  Object.fromEntries(
    found.flatMap(({ key, changedBy }) => (changedBy === 'both' ? [] : [[key, changedBy]])),
  )

/** Theirs, with mine where it was chosen. */
export function merged(theirs: Matrix, found: readonly Difference[], choices: Choices): Matrix {
  const next = new Set(theirs)
  for (const { key, connection, scope, mine, theirs: saved } of found) {
    if (choices[key] !== 'mine') continue
    for (const end of saved) next.delete(keyOf({ connection, scope, end }))
    for (const end of mine) next.add(keyOf({ connection, scope, end }))
  }
  return next
}

function endsByPlace(matrix: Matrix): ReadonlyMap<string, Ends> {
  const places = new Map<string, (string | null)[]>()
  for (const { connection, scope, end } of [...matrix].map(cellOf)) {
    const key = `${connection} ${scope}`
    places.set(key, [...(places.get(key) ?? []), end])
  }
  return places
}

const alike = (a: Ends, b: Ends): boolean =>
  a.length === b.length && a.every((end) => b.includes(end))

function author({ before, mine, theirs }: Pick<Difference, 'before' | 'mine' | 'theirs'>) {
  if (alike(before, mine)) return 'theirs'
  return alike(before, theirs) ? 'mine' : 'both'
}
