/** Whether a decision can be meant: its targets are there, it alters something, its end is a real one. */
import { LONGEST_EXCEPTION_DAYS, type ChangedAccess, type Decision } from './decision.ts'
import type { ReviewedAccess } from './review.ts'

/** What a portal had when it was read, by id or, of seats, by name. */
export interface ReviewedCatalogue {
  readonly permissionSetIds: ReadonlySet<string>
  readonly teamIds: ReadonlySet<string>
  readonly seats: ReadonlySet<string>
}

const DAY_MS = 86_400_000

/** @returns why it cannot be meant, in a sentence; `undefined`: it can */
export function faultOf(
  decision: Decision,
  access: ReviewedAccess,
  catalogue: ReviewedCatalogue,
  now: Date,
): string | undefined {
  switch (decision.kind) {
    case 'keep':
    case 'remove':
      return undefined
    case 'exception':
      return exceptionFault(decision.until, now)
    case 'change':
      return changeFault(decision.to, access, catalogue)
  }
}

function exceptionFault(until: string, now: Date): string | undefined {
  const days = (new Date(until).getTime() - now.getTime()) / DAY_MS
  if (days <= 0) return 'An exception ends in the future.'
  return days > LONGEST_EXCEPTION_DAYS
    ? `An exception lasts for ${LONGEST_EXCEPTION_DAYS} days at most. Review it again then.`
    : undefined
}

function changeFault(
  to: ChangedAccess,
  access: ReviewedAccess,
  { permissionSetIds, teamIds, seats }: ReviewedCatalogue,
): string | undefined {
  const { permissionSetId: set, primaryTeamId: team, secondaryTeamIds: teams = [] } = to
  if (set && !permissionSetIds.has(set)) return `The portal has no permission set ${set}.`
  const strange = [...(team ? [team] : []), ...teams].find((id) => !teamIds.has(id))
  if (strange !== undefined) return `The portal has no team ${strange}.`
  const held = new Set([...seats, ...access.seats])
  const seat = to.seats?.find((name) => !held.has(name))
  if (seat !== undefined) return `The portal has no seat "${seat}".`
  return altersNothing(to, access)
    ? 'That is what the user has already. Decide "keep", or say what is to be different.'
    : undefined
}

const ids = (named: readonly { readonly id: string }[]): string => text(named.map(({ id }) => id))
const text = (some: readonly string[]): string => JSON.stringify([...new Set(some)].toSorted())

function altersNothing(to: ChangedAccess, access: ReviewedAccess): boolean {
  return (
    (to.superAdmin === undefined || !access.superAdmin) &&
    (to.permissionSetId === undefined ||
      text(to.permissionSetId === null ? [] : [to.permissionSetId]) ===
        ids(access.permissionSets)) &&
    (to.primaryTeamId === undefined || to.primaryTeamId === (access.primaryTeam?.id ?? null)) &&
    (to.secondaryTeamIds === undefined ||
      text(to.secondaryTeamIds) === ids(access.secondaryTeams)) &&
    (to.seats === undefined || text(to.seats) === text(access.seats))
  )
}
