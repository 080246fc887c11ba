/**
 * Users as a table for a spreadsheet (RFC 4180, UTF-8 with its mark, since Excel reads it as something
 * else without). Names and addresses come from HubSpot, where anybody may have written them: a cell
 * that a spreadsheet would compute is made a text.
 */
import type { PortalUser, Sealed } from './types.ts'
import { ALERTS, stateOf } from './words.ts'

/** What begins a formula in one spreadsheet or another (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/

/** The same behind what a spreadsheet with another list separator takes for the end of a cell. */
const INNER = /([;,\t\r\n][\s"']*)(?=[=+\-@])/g

export function cellOf(value: string): string {
  const text = value.replaceAll(INNER, "$1'")
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /["',;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

type Column = readonly [
  head: string,
  value: (user: PortalUser, sealed: Sealed | null) => string | null | undefined,
]

const names = (refs: readonly { readonly name: string }[]): string =>
  refs.map(({ name }) => name).join('; ')

const COLUMNS: readonly Column[] = [
  ['user_id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['email', ({ email }) => email],
  ['state', (user) => stateOf(user).word],
  ['presence', ({ presence }) => presence],
  ['super_admin', ({ superAdmin }) => (superAdmin ? 'yes' : 'no')],
  ['permission_sets', ({ permissionSets }) => names(permissionSets)],
  ['primary_team', ({ primaryTeam }) => primaryTeam?.name],
  ['secondary_teams', ({ secondaryTeams }) => names(secondaryTeams)],
  ['seats', ({ seats }) => seats.join('; ')],
  ['last_login', ({ lastLoginAt }) => lastLoginAt],
  ['logins_known_from', (_, sealed) => sealed?.loginsFrom],
  ['owner_id', ({ ownerId }) => ownerId],
  ['crm_user_id', ({ crmUserId }) => crmUserId],
  ['first_seen', ({ firstSeenAt }) => firstSeenAt],
  ['last_seen', ({ lastSeenAt }) => lastSeenAt],
  ['gone_at', ({ goneAt }) => goneAt],
  ['match', ({ match }) => match.how],
  ['person', ({ match }) => match.people.map(({ email }) => email).join('; ')],
  ['alerts', ({ alerts }) => alerts.map((kind) => ALERTS[kind].title).join('; ')],
]

const line = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`

export const csvOf = (users: readonly PortalUser[], sealed: Sealed | null): string =>
  [
    `\uFEFF${line(COLUMNS.map(([head]) => head))}`,
    ...users.map((user) => line(COLUMNS.map(([, value]) => value(user, sealed) ?? ''))),
  ].join('')
