/** How a user or a team of the portal reads as a resource that nobody has written. */
import type { PortalUser, Team } from '../../domain/people/portal-user.ts'
import type { JsonObject } from '../../domain/scim/json.ts'
import { PORTAL_USER } from '../../domain/scim/schemas/urns.ts'
import type { ScimResource } from './ports.ts'
import type { PortalReading } from './portal-reading.ts'

/** What the portal alone said of somebody, as long as no provider has written it. */
export const ADOPTED_ATTRIBUTES = ['name', 'roles', 'entitlements', 'primaryTeam'] as const

export const contentOfTeam = ({ name }: Team): JsonObject => ({ displayName: name })

export function contentOfUser(
  user: PortalUser,
  { permissionSets }: Pick<PortalReading, 'permissionSets'>,
  groupOf: (teamId: string) => Pick<ScimResource, 'id'> | undefined,
): JsonObject {
  const { firstName, lastName, email, permissionSetIds, seats } = user
  const whole = [firstName, lastName].filter(Boolean).join(' ')
  const primary = user.primaryTeamId === null ? undefined : groupOf(user.primaryTeamId)
  return {
    userName: email,
    ...(whole !== '' && {
      name: {
        formatted: whole,
        ...(lastName && { familyName: lastName }),
        ...(firstName && { givenName: firstName }),
      },
      displayName: whole,
    }),
    active: user.deactivated !== true,
    emails: [{ value: email, type: 'work', primary: true }],
    ...(permissionSetIds.length > 0 && {
      roles: permissionSetIds.map((value, at) => {
        const name = permissionSets.get(value)?.name
        return { value, ...(name !== undefined && { display: name }), primary: at === 0 }
      }),
    }),
    ...(seats.length > 0 && { entitlements: seats.map((value) => ({ value, type: 'seat' })) }),
    ...(primary && { [PORTAL_USER]: { primaryTeam: { value: primary.id } } }),
  }
}

/** The ids of all its teams. */
export const teamsOf = ({ primaryTeamId, secondaryTeamIds }: PortalUser): string[] => [
  ...new Set([...(primaryTeamId === null ? [] : [primaryTeamId]), ...secondaryTeamIds]),
]
