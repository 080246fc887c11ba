// The portal's owners: each user is one, and queues besides. Whose access ended is an archived owner.
import type { User } from './user.ts'
import type { UserBook } from './user-book.ts'

export type Owner = {
  id: string
  email: string
  type: 'PERSON' | 'QUEUE'
  firstName: string
  lastName: string
  userId: number
  createdAt: number
  updatedAt: number
  archived: boolean
  teams: { id: string; name: string; primary: boolean }[]
}

/** In the order of their ids. */
export function ownersOf(book: UserBook): Owner[] {
  const teams = (ids: readonly (string | null)[], primary: string | null) =>
    ids.flatMap((id) => {
      const team = id === null ? undefined : book.teams.get(id)
      return team ? [{ id: team.id, name: team.name, primary: team.id === primary }] : []
    })
  const queues = book.queues.map(({ id, ownerId, teamId, ...queue }) => ({
    ...queue,
    id: ownerId,
    type: 'QUEUE' as const,
    userId: id,
    archived: false,
    teams: teams([teamId], teamId),
  }))
  const people = book.all().map((user) => ({
    id: user.ownerId,
    email: user.email,
    type: 'PERSON' as const,
    firstName: user.firstName,
    lastName: user.lastName,
    userId: user.id,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    archived: isEnded(user),
    teams: teams([user.primaryTeamId, ...user.secondaryTeamIds], user.primaryTeamId),
  }))
  return [...people, ...queues].sort((a, b) => Number(a.id) - Number(b.id))
}

const isEnded = ({ state }: User): boolean => state === 'removed' || state === 'deactivated'
