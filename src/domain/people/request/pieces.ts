/** What a request asks for, piece by piece, by the names that people know. */
import type { PermissionSet, Team } from '../portal-user.ts'
import type { RequestWish } from './request.ts'

/** In the place of what is there (a set, the main team), or on top of it. */
export const PIECE_KINDS = ['permission_set', 'main_team', 'team', 'seat'] as const
export type PieceKind = (typeof PIECE_KINDS)[number]

export interface Piece {
  readonly kind: PieceKind
  readonly id: string
  /** `null`: the newest reading does not have it any more. */
  readonly name: string | null
}

export function piecesOf(
  { permissionSetId, primaryTeamId, addTeamIds = [], addSeats = [] }: RequestWish,
  known: { readonly permissionSets: readonly PermissionSet[]; readonly teams: readonly Team[] },
): readonly Piece[] {
  const nameIn = (list: readonly { id: string; name: string }[], id: string): string | null =>
    list.find((one) => one.id === id)?.name ?? null
  return [
    ...(permissionSetId === undefined
      ? []
      : [
          {
            kind: 'permission_set' as const,
            id: permissionSetId,
            name: nameIn(known.permissionSets, permissionSetId),
          },
        ]),
    ...(primaryTeamId === undefined
      ? []
      : [
          {
            kind: 'main_team' as const,
            id: primaryTeamId,
            name: nameIn(known.teams, primaryTeamId),
          },
        ]),
    ...addTeamIds.map((id) => ({ kind: 'team' as const, id, name: nameIn(known.teams, id) })),
    ...addSeats.map((id) => ({ kind: 'seat' as const, id, name: id })),
  ]
}
