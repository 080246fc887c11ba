/**
 * Turns what a tool was asked into the body of one HubSpot search. HubSpot answers a search past
 * its bounds with "There was a problem with the request", so every bound is named here first.
 */
import { SEARCH_LIMITS } from '../hubspot/limits.ts'
import { err, ok, type Result } from '../result.ts'

export const OPERATORS = {
  EQ: 'value',
  NEQ: 'value',
  LT: 'value',
  LTE: 'value',
  GT: 'value',
  GTE: 'value',
  CONTAINS_TOKEN: 'value',
  NOT_CONTAINS_TOKEN: 'value',
  BETWEEN: 'range',
  IN: 'values',
  NOT_IN: 'values',
  HAS_PROPERTY: 'nothing',
  NOT_HAS_PROPERTY: 'nothing',
} as const
export type Operator = keyof typeof OPERATORS

export interface Condition {
  readonly property: string
  readonly operator: Operator
  readonly value?: string | number | boolean | undefined
  readonly high_value?: string | number | undefined
  readonly values?: readonly (string | number)[] | undefined
}

export interface SearchQuestion {
  readonly query?: string | undefined
  /** All of these. */
  readonly filters?: readonly Condition[] | undefined
  /** And all of at least one of these. */
  readonly any_of?: readonly (readonly Condition[])[] | undefined
  readonly sort?: { readonly property: string; readonly direction: Direction } | undefined
}
export type Direction = 'ascending' | 'descending'

export interface SearchPage {
  readonly properties: readonly string[] | undefined
  readonly limit: number
  /** How many results to pass over. */
  readonly offset: number
}

/** The refusal is one sentence for the model. */
export function searchBody(
  question: SearchQuestion,
  page: SearchPage,
): Result<Record<string, unknown>, string> {
  if (page.offset + page.limit > SEARCH_LIMITS.results)
    return err(
      `HubSpot shows the first ${SEARCH_LIMITS.results} results of a search and no more. Narrow it: add a filter (for example on a date), or sort by a date and go on from the last one seen.`,
    )
  const groups = groupsOf(question)
  const bound = pastBounds(groups)
  if (bound !== undefined) return err(bound)
  const filterGroups: unknown[] = []
  for (const group of groups) {
    const filters: unknown[] = []
    for (const condition of group) {
      const filter = filterOf(condition)
      if (!filter.ok) return filter
      filters.push(filter.value)
    }
    filterGroups.push({ filters })
  }
  const { query, sort } = question
  return ok({
    ...(query !== undefined && query !== '' && { query }),
    ...(filterGroups.length > 0 && { filterGroups }),
    ...(sort && {
      sorts: [{ propertyName: sort.property, direction: sort.direction.toUpperCase() }],
    }),
    ...(page.properties && { properties: page.properties }),
    limit: page.limit,
    ...(page.offset > 0 && { after: String(page.offset) }),
  })
}

/** Question × condition: the same search, narrowed by one more condition. */
export const narrowed = (question: SearchQuestion, condition: Condition): SearchQuestion => ({
  ...question,
  filters: [...(question.filters ?? []), condition],
})

/** `filters AND (a OR b)` is `(filters AND a) OR (filters AND b)`, which is all HubSpot can say. */
function groupsOf({
  filters = [],
  any_of = [],
}: SearchQuestion): readonly (readonly Condition[])[] {
  if (any_of.length > 0) return any_of.map((group) => [...filters, ...group])
  return filters.length > 0 ? [filters] : []
}

function pastBounds(groups: readonly (readonly Condition[])[]): string | undefined {
  const { filterGroups, filtersPerGroup, filters } = SEARCH_LIMITS
  if (groups.length > filterGroups)
    return `any_of may have ${filterGroups} alternatives at most; ask in two searches.`
  if (groups.some((group) => group.length > filtersPerGroup))
    return `HubSpot takes ${filtersPerGroup} conditions at most together (those in filters count in each alternative of any_of).`
  if (groups.reduce((sum, group) => sum + group.length, 0) > filters)
    return `HubSpot takes ${filters} conditions at most in a search (those in filters count once for each alternative of any_of).`
  return undefined
}

function filterOf(condition: Condition): Result<Record<string, unknown>, string> {
  const { property: propertyName, operator, value, values, high_value: highValue } = condition
  const wants = OPERATORS[operator]
  const refuse = (what: string) => err(`${operator} on "${propertyName}" needs ${what}.`)
  switch (wants) {
    case 'nothing':
      return ok({ propertyName, operator })
    case 'values':
      if (!values || values.length === 0) return refuse('"values", a list')
      return ok({ propertyName, operator, values: values.map(String) })
    case 'range':
      if (value === undefined || highValue === undefined)
        return refuse('"value" and "high_value", both included in the range')
      return ok({ propertyName, operator, value: String(value), highValue: String(highValue) })
    case 'value':
      if (value === undefined) return refuse('"value"')
      return ok({ propertyName, operator, value: String(value) })
  }
}
