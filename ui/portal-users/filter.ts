/** Which users are looked for: as the page's address has it, as the API's query, and as chips. */
import type { Query } from '../api/endpoints.ts'
import type { Users } from './types.ts'
import { ALERT_KINDS, ALERTS, PRESENCES } from './words.ts'

export const FILTER_NAMES = ['q', 'presence', 'alert', 'admins', 'team', 'set'] as const
export type FilterName = (typeof FILTER_NAMES)[number]
export type Filter = { readonly [N in FilterName]?: string }

export type UserQuery = Omit<
  Query<'GET /api/v1/connections/{connection}/people/users'>,
  'limit' | 'after'
>

export interface Choice {
  readonly value: string
  readonly label: string
}

export const CHOICES = {
  presence: Object.entries(PRESENCES).map(([value, label]) => ({ value, label })),
  alert: ALERT_KINDS.map((value) => ({ value, label: ALERTS[value].title })),
  admins: [
    { value: 'yes', label: 'Super admins' },
    { value: 'no', label: 'Everybody else' },
  ],
} as const satisfies Partial<Record<FilterName, readonly Choice[]>>

export const FILTER_LABELS: Readonly<Record<FilterName, string>> = {
  q: 'Search',
  presence: 'Presence',
  alert: 'Alert',
  admins: 'Super admins',
  team: 'Team',
  set: 'Permission set',
}

/** Of an address; anybody can write one, so what is none of the choices is no filter. */
export function filterOf(search: Readonly<Record<string, string | undefined>>): Filter {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = search[name]?.trim()
      const choices: readonly Choice[] | undefined =
        name === 'presence' || name === 'alert' || name === 'admins' ? CHOICES[name] : undefined
      if (!value || (choices && !choices.some((one) => one.value === value))) return []
      return [[name, value.slice(0, name === 'q' ? 200 : 100)]]
    }),
  )
}

export const queryOf = ({ q, presence, alert, admins, team, set }: Filter): UserQuery => ({
  ...(q !== undefined && { search: q }),
  ...(presence !== undefined && { presence: presence as NonNullable<UserQuery['presence']> }),
  ...(alert !== undefined && { alert: alert as NonNullable<UserQuery['alert']> }),
  ...(admins !== undefined && { superAdmin: admins === 'yes' ? 'true' : 'false' }),
  ...(team !== undefined && { team }),
  ...(set !== undefined && { permissionSet: set }),
})

/** One for each that is set, but for the search, which stands in its own field. */
export function chipsOf(
  filter: Filter,
  { teams, permissionSets }: Pick<Users, 'teams' | 'permissionSets'>,
): readonly { readonly name: FilterName; readonly label: string; readonly value: string }[] {
  return FILTER_NAMES.flatMap((name) => {
    const value = filter[name]
    if (value === undefined || name === 'q') return []
    const named =
      name === 'team'
        ? teams.find(({ id }) => id === value)?.name
        : name === 'set'
          ? permissionSets.find(({ id }) => id === value)?.name
          : CHOICES[name].find((one) => one.value === value)?.label
    return [{ name, label: FILTER_LABELS[name], value: named ?? value }]
  })
}
