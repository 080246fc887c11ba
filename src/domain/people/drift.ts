/**
 * Who has other access than the rules in force want of them: as an alert, since a plan that nobody has
 * made shows it to nobody.
 */
import type { Alert } from './alerts.ts'
import { ACCESS_FIELDS, accessStateOf, differingFields, mergedState } from './plan/access-state.ts'
import { matchUsers } from './plan/match-users.ts'
import type { DesiredUser } from './desired-user.ts'
import type { PortalUser } from './portal-user.ts'

const WORDS: Record<(typeof ACCESS_FIELDS)[number], string> = {
  permissionSetIds: 'permission set',
  primaryTeamId: 'main team',
  secondaryTeamIds: 'further teams',
  seats: 'seats',
}

/**
 * @param desired of every source: what the directory says of a person is heard before a rule
 * @param spared users who have access for a while, or are on the way out: they differ on purpose
 */
export function driftAlerts(
  users: readonly PortalUser[],
  desired: readonly DesiredUser[],
  spared: ReadonlySet<string>,
): readonly Alert[] {
  return matchUsers(desired, users).matches.flatMap(({ desire, user }): Alert[] => {
    const isRuled = desire.source === 'rules' || desire.alsoBy?.includes('rules') === true
    if (!user || !desire.present || !isRuled || spared.has(user.userId)) return []
    const state = accessStateOf(user)
    const fields = differingFields(state, mergedState(state, desire), 'without_names')
    if (fields.length === 0) return []
    const words = ACCESS_FIELDS.filter((field) => fields.includes(field)).map((one) => WORDS[one])
    return [
      {
        userId: user.userId,
        kind: 'drift',
        saw: `Not as the rules in force want: ${words.join(', ')}.`,
      },
    ]
  })
}
