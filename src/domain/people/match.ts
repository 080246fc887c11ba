/**
 * Which portal user is which person of the directory: by the link that was made, then by the address.
 * Where an address fits more than one on either side, nobody is joined: a person decides.
 */
import { emailKey, type PortalUser } from './portal-user.ts'

export interface Person {
  /** Of a member of Hubward, or of an identity provider's user. */
  readonly key: string
  readonly email: string
  readonly name: string
}

export type Match =
  | { readonly how: 'linked' | 'email'; readonly personKey: string }
  /** Nobody of the directory has that address. */
  | { readonly how: 'none' }
  | {
      readonly how: 'ambiguous'
      readonly personKeys: readonly string[]
      /** The portal users who share the address, this one among them. */
      readonly userIds: readonly string[]
    }

/** @param links user id to person's key, as people or ids joined them @returns by user id */
export function matchUsers(
  users: readonly Pick<PortalUser, 'userId' | 'email'>[],
  people: readonly Person[],
  links: ReadonlyMap<string, string>,
): ReadonlyMap<string, Match> {
  const byKey = new Map(people.map((person) => [person.key, person]))
  const live = new Map([...links].filter(([, key]) => byKey.has(key)))
  const linkedPeople = new Set(live.values())
  const peopleOf = groupBy(
    people.filter(({ key }) => !linkedPeople.has(key)),
    ({ email }) => emailKey(email),
  )
  const usersOf = groupBy(
    users.filter(({ userId }) => !live.has(userId)),
    ({ email }) => emailKey(email),
  )
  return new Map(
    users.map(({ userId, email }): [string, Match] => {
      const linked = live.get(userId)
      if (linked !== undefined) return [userId, { how: 'linked', personKey: linked }]
      const persons = peopleOf.get(emailKey(email)) ?? []
      const [person] = persons
      if (!person) return [userId, { how: 'none' }]
      const same = usersOf.get(emailKey(email)) ?? []
      if (persons.length === 1 && same.length === 1)
        return [userId, { how: 'email', personKey: person.key }]
      return [
        userId,
        {
          how: 'ambiguous',
          personKeys: persons.map(({ key }) => key),
          userIds: same.map((one) => one.userId),
        },
      ]
    }),
  )
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
