/** In what two states of a user differ, by the names that ids have. */
import type { AccessState, Plan, PlanItem } from './types.ts'

export interface Difference {
  readonly what: string
  readonly before: string
  readonly after: string
}

type Names = Plan['names']

const FIELDS: readonly (readonly [
  what: string,
  of: (state: AccessState, names: Names) => readonly string[],
])[] = [
  ['First name', ({ firstName }) => some(firstName)],
  ['Last name', ({ lastName }) => some(lastName)],
  [
    'Permission set',
    ({ permissionSetIds }, names) => permissionSetIds.map(by(names.permissionSets)),
  ],
  ['Main team', ({ primaryTeamId }, { teams }) => some(primaryTeamId).map(by(teams))],
  ['Further teams', ({ secondaryTeamIds }, { teams }) => secondaryTeamIds.map(by(teams))],
  ['Seats', ({ seats }) => seats],
]

const some = (value: string | null): readonly string[] => (value === null ? [] : [value])
const by =
  (names: Readonly<Record<string, string>>) =>
  (id: string): string =>
    names[id] ?? id

/** Of `flag` and `task` nothing differs; a removal is no difference of a state. */
export function differencesOf(
  { before, after }: Pick<PlanItem, 'before' | 'after'>,
  names: Names,
): readonly Difference[] {
  if (!after) return []
  return FIELDS.map(([what, of]) => ({
    what,
    before: text(before ? of(before, names) : []),
    after: text(of(after, names)),
  })).filter((one) => one.before !== one.after)
}

const text = (values: readonly string[]): string =>
  values.length > 0 ? values.toSorted().join(', ') : 'none'
