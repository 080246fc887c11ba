/**
 * `people.yaml` as data, and what it means in one portal: who gets which permission set, teams and
 * seats. Rules are read from the top; the first that says something of a person's field counts. Whoever
 * is in no rule is left alone; who leaves is named under `leavers`, and nobody leaves by being left out.
 */
import type { FieldError } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'
import type { DesiredUser } from './desired-user.ts'
import { PortalNames } from './portal-names.ts'
import { emailKey, idSet } from './portal-user.ts'
import {
  DEFAULT_SETTINGS,
  type Counted,
  type GuardSettings,
  type SourceDescriptor,
  type Threshold,
} from './plan/plan-input.ts'
import type { Snapshot } from './snapshot.ts'

export interface PeopleRule {
  /** Hubward's groups, by name. */
  readonly group?: string | undefined
  readonly emails?: readonly string[] | undefined
  /** By name or id, exactly as in HubSpot; `null`: none. */
  readonly permissionSet?: string | null | undefined
  readonly team?: string | null | undefined
  readonly teams?: readonly string[] | undefined
  readonly seats?: readonly string[] | undefined
}

export interface PeopleRules {
  readonly version: 1
  readonly rules?: readonly PeopleRule[] | undefined
  readonly leavers?:
    readonly { readonly email: string; readonly recordsTo?: string | undefined }[] | undefined
  readonly protected?: readonly string[] | undefined
  readonly settings?:
    | {
        readonly coolOffDays?: number | undefined
        readonly superAdminFloor?: number | undefined
        readonly leastPermissionSet?: string | undefined
        readonly welcome?: boolean | undefined
        readonly limits?: Readonly<Partial<Record<Counted, Threshold | undefined>>> | undefined
      }
    | undefined
}

export interface WantedByRules {
  readonly desired: readonly DesiredUser[]
  readonly sources: readonly SourceDescriptor[]
  readonly breakGlass: readonly string[]
  readonly settings: GuardSettings
  /** By a leaver's address: an heir's address, or `keep`. */
  readonly recordsTo: ReadonlyMap<string, string>
  /** Permission sets that only a person can make. */
  readonly setsToMake: readonly string[]
}

export const RULES_FILE = 'people.yaml'

/** @param members by a group's name, the addresses of its members */
export function wantedOf(
  rules: PeopleRules,
  snapshot: Snapshot,
  members: ReadonlyMap<string, readonly string[]>,
): Result<WantedByRules, readonly FieldError[]> {
  const names = new PortalNames(snapshot)
  const wishes = new Map<string, DesiredUser>()
  for (const [index, rule] of (rules.rules ?? []).entries()) {
    const at = `rules.${index}`
    if (rule.group !== undefined && !members.has(rule.group))
      names.mistake(`${at}.group`, `There is no group "${rule.group}".`)
    const wish = wishOf(rule, at, names)
    const whom = [...(rule.emails ?? []), ...(members.get(rule.group ?? '') ?? [])]
    for (const email of whom) {
      const key = emailKey(email)
      wishes.set(key, { ...wish, ...present(email), ...wishes.get(key) })
    }
  }
  const recordsTo = new Map<string, string>()
  for (const [index, { email, recordsTo: to }] of (rules.leavers ?? []).entries()) {
    const key = emailKey(email)
    if (wishes.get(key)?.present)
      names.mistake(`leavers.${index}.email`, `${email} leaves, and a rule wants them as well.`)
    wishes.set(key, { ...present(email), present: false })
    if (to === undefined) continue
    recordsTo.set(key, emailKey(to))
    if (to !== 'keep' && !names.hasUser(to))
      names.mistake(
        `leavers.${index}.recordsTo`,
        `Nobody in the portal has the address ${to}, so nobody can get the records.`,
      )
  }
  const settings = settingsOf(rules, names)
  if (names.mistakes.length > 0) return err(names.mistakes)
  const desired = [...wishes.values()]
  return ok({
    desired,
    sources: [sourceOf(rules, desired)],
    breakGlass: (rules.protected ?? []).map(emailKey),
    settings,
    recordsTo,
    setsToMake: idSet(names.setsToMake),
  })
}

const present = (email: string): DesiredUser => ({
  source: 'rules',
  key: emailKey(email),
  userId: null,
  email: email.trim(),
  present: true,
})

function wishOf(rule: PeopleRule, at: string, names: PortalNames): Partial<DesiredUser> {
  const { permissionSet, team, teams, seats } = rule
  const setId =
    permissionSet === undefined || permissionSet === null
      ? permissionSet
      : names.permissionSet(permissionSet, `${at}.permissionSet`)
  return {
    ...(setId === undefined ? {} : { permissionSetId: setId }),
    ...(team === undefined
      ? {}
      : { primaryTeamId: team === null ? null : names.team(team, `${at}.team`) }),
    ...(teams === undefined
      ? {}
      : { secondaryTeamIds: teams.map((one, n) => names.team(one, `${at}.teams.${n}`)) }),
    ...(seats === undefined
      ? {}
      : { seats: seats.map((one, n) => names.seat(one, `${at}.seats.${n}`)) }),
  }
}

function settingsOf({ settings = {} }: PeopleRules, names: PortalNames): GuardSettings {
  const { coolOffDays, superAdminFloor, leastPermissionSet, welcome, limits = {} } = settings
  const given = Object.fromEntries(
    Object.entries(limits).filter(([, limit]) => limit !== undefined),
  ) as Partial<Record<Counted, Threshold>>
  return {
    ...DEFAULT_SETTINGS,
    ...(coolOffDays === undefined ? {} : { coolOffDays }),
    ...(superAdminFloor === undefined ? {} : { superAdminFloor }),
    ...(welcome === undefined ? {} : { welcome }),
    ...(leastPermissionSet === undefined
      ? {}
      : {
          leastPermissionSetId:
            names.permissionSet(leastPermissionSet, 'settings.leastPermissionSet') ?? null,
        }),
    perRun: { ...DEFAULT_SETTINGS.perRun, ...given },
    perDay: { ...DEFAULT_SETTINGS.perDay, ...given },
  }
}

const sourceOf = (
  { rules = [] }: PeopleRules,
  desired: readonly DesiredUser[],
): SourceDescriptor => ({
  source: 'rules',
  id: RULES_FILE,
  state: 'live',
  covers: idSet(rules.flatMap(({ group }) => (group === undefined ? [] : [group]))),
  keys: idSet(desired.map(({ key }) => key)),
})
