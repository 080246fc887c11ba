/** What a request asks for, piece by piece, by the names that people know. */
import type { PermissionSet, PortalAccess, Team } from '../portal-user.ts'
import type { RequestWish } from './request.ts'

/** In the place of what is there (a set, the main team), or on top of it. */
export const PIECE_KINDS = ['permission_set', 'main_team', 'team', 'seat'] as const
export type PieceKind = (typeof PIECE_KINDS)[number]

export interface Piece {
  readonly kind: PieceKind
  readonly id: string
  /** `null`: the newest reading does not have it any more. */
  readonly name: string | null
  /** The user had it already when they were read last. */
  readonly had: boolean
  /** By name, what it takes the place of: none where nothing is there, or nobody knows. */
  readonly replaces: readonly string[]
}

/** @param now the user as the newest reading shows them; left out where that says nothing of the request */
export function piecesOf(
  { permissionSetId, primaryTeamId, addTeamIds = [], addSeats = [] }: RequestWish,
  known: { readonly permissionSets: readonly PermissionSet[]; readonly teams: readonly Team[] },
  now?: PortalAccess,
): readonly Piece[] {
  const seats = addSeats.map((id) => ({ id, name: id }))
  const piece = (
    kind: PieceKind,
    id: string | undefined,
    among: readonly { readonly id: string; readonly name: string }[],
    there: readonly (string | null)[] = [],
  ): readonly Piece[] => {
    if (id === undefined) return []
    const nameOf = (one: string) => among.find((other) => other.id === one)?.name ?? null
    const replaced = REPLACING.has(kind) ? there.filter((one) => one !== null && one !== id) : []
    return [
      {
        kind,
        id,
        name: nameOf(id),
        had: there.includes(id),
        replaces: replaced.flatMap((one) => (one === null ? [] : [nameOf(one) ?? one])),
      },
    ]
  }
  const inTeams = now && [now.primaryTeamId, ...now.secondaryTeamIds]
  return [
    ...piece('permission_set', permissionSetId, known.permissionSets, now?.permissionSetIds),
    ...piece('main_team', primaryTeamId, known.teams, now && [now.primaryTeamId]),
    ...addTeamIds.flatMap((id) => piece('team', id, known.teams, inTeams)),
    ...seats.flatMap(({ id }) => piece('seat', id, seats, now?.seats)),
  ]
}

const REPLACING: ReadonlySet<PieceKind> = new Set(['permission_set', 'main_team'])
