/**
 * The part of a portal user that one PUT can write. HubSpot's own pages contradict each other on
 * whether what a PUT leaves out stays or goes, so a PUT always says all of this.
 */
import { idSet, type PortalUser } from '../portal-user.ts'
import type { DesiredUser } from '../desired-user.ts'

export interface AccessState {
  readonly firstName: string | null
  readonly lastName: string | null
  /** In order, each once. A PUT carries one of them: see the guard `several_permission_sets`. */
  readonly permissionSetIds: readonly string[]
  readonly primaryTeamId: string | null
  readonly secondaryTeamIds: readonly string[]
  readonly seats: readonly string[]
}

export const accessStateOf = (user: AccessState): AccessState => ({
  firstName: user.firstName || null,
  lastName: user.lastName || null,
  permissionSetIds: idSet(user.permissionSetIds),
  primaryTeamId: user.primaryTeamId,
  secondaryTeamIds: idSet(user.secondaryTeamIds),
  seats: idSet(user.seats),
})

/** Of a user whom HubSpot has just made: nothing. */
export const NO_ACCESS: AccessState = {
  firstName: null,
  lastName: null,
  permissionSetIds: [],
  primaryTeamId: null,
  secondaryTeamIds: [],
  seats: [],
}

/** The whole state that results when the wishes are put over what is there. */
export function mergedState(
  state: AccessState,
  wish: Omit<DesiredUser, 'source' | 'key' | 'userId' | 'email' | 'present'>,
): AccessState {
  return accessStateOf({
    firstName: wish.firstName ?? state.firstName,
    lastName: wish.lastName ?? state.lastName,
    permissionSetIds:
      wish.permissionSetId === undefined
        ? state.permissionSetIds
        : wish.permissionSetId === null
          ? []
          : [wish.permissionSetId],
    primaryTeamId: wish.primaryTeamId === undefined ? state.primaryTeamId : wish.primaryTeamId,
    secondaryTeamIds: wish.secondaryTeamIds ?? state.secondaryTeamIds,
    seats: wish.seats ?? state.seats,
  })
}

/** What is left of a leaver's access: the least permission set, or none; no team, no seat. */
export const strippedState = (
  state: AccessState,
  leastPermissionSetId: string | null,
): AccessState => ({
  ...state,
  permissionSetIds: leastPermissionSetId === null ? [] : [leastPermissionSetId],
  primaryTeamId: null,
  secondaryTeamIds: [],
  seats: [],
})

export const ACCESS_FIELDS = [
  'permissionSetIds',
  'primaryTeamId',
  'secondaryTeamIds',
  'seats',
] as const
export const NAME_FIELDS = ['firstName', 'lastName'] as const
export type StateField = (typeof ACCESS_FIELDS)[number] | (typeof NAME_FIELDS)[number]

const fieldText = (state: AccessState, field: StateField): string => {
  const value = state[field]
  return typeof value === 'object' && value !== null ? JSON.stringify(idSet(value)) : `${value}`
}

/** The fields in which two states differ; names only where they are asked for. */
export function differingFields(
  a: AccessState,
  b: AccessState,
  names: 'with_names' | 'without_names',
): readonly StateField[] {
  const fields = names === 'with_names' ? [...NAME_FIELDS, ...ACCESS_FIELDS] : ACCESS_FIELDS
  return fields.filter((field) => fieldText(a, field) !== fieldText(b, field))
}

/** Names of somebody who has not accepted the invitation cannot be written (HubSpot: `USER_NOT_ON_ANY_HUBS`). */
export const namesOf = (user: Pick<PortalUser, 'inferredInvited'>) =>
  user.inferredInvited ? ('without_names' as const) : ('with_names' as const)
