/** What a request writes, what it takes back, and how one sees that somebody else was at work. */
import type { AccessState } from '../plan/access-state.ts'
import { accessStateOf, differingFields, type ACCESS_FIELDS } from '../plan/access-state.ts'
import { idSet } from '../portal-user.ts'
import type { Elevation, RequestWish } from './request.ts'

type AccessField = (typeof ACCESS_FIELDS)[number]

/** The state with what is asked for. */
export function elevated(state: AccessState, wish: RequestWish): AccessState {
  const primaryTeamId = wish.primaryTeamId ?? state.primaryTeamId
  return accessStateOf({
    ...state,
    permissionSetIds:
      wish.permissionSetId === undefined ? state.permissionSetIds : [wish.permissionSetId],
    primaryTeamId,
    // Nobody is in one team twice.
    secondaryTeamIds: idSet([...state.secondaryTeamIds, ...(wish.addTeamIds ?? [])]).filter(
      (id) => id !== primaryTeamId,
    ),
    seats: [...state.seats, ...(wish.addSeats ?? [])],
  })
}

/** The fields that an elevation has changed: these go back, and no others. */
export const elevatedFields = ({ prior, granted }: Elevation): readonly AccessField[] =>
  differingFields(prior, granted, 'without_names') as readonly AccessField[]

/** The state with exactly what stood in those fields before. */
export function restored(state: AccessState, elevation: Elevation): AccessState {
  let after = state
  for (const field of elevatedFields(elevation))
    after = { ...after, [field]: elevation.prior[field] }
  return accessStateOf(after)
}

export type Standing =
  | { readonly is: 'as_granted' | 'as_before' }
  /** Neither: somebody changed these. */
  | { readonly is: 'else'; readonly fields: readonly AccessField[] }

/** By the elevated fields alone: what somebody changed beside them stays theirs. */
export function standingOf(state: AccessState, elevation: Elevation): Standing {
  const fields = elevatedFields(elevation)
  const differing = (other: AccessState) =>
    fields.filter((field) => differingFields(state, other, 'without_names').includes(field))
  // Also of whoever had it already: then nothing was written, and nothing is to be.
  if (differing(elevation.prior).length === 0) return { is: 'as_before' }
  const drifted = differing(elevation.granted)
  return drifted.length === 0 ? { is: 'as_granted' } : { is: 'else', fields: drifted }
}
