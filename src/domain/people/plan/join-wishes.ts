/**
 * Several sources that speak of one person, as one wish. Who is heard on which matter is a table, and
 * whoever is passed over is told. What no table can decide is nobody's wish: a person has to.
 */
import type { DesiredUser, DesireSource } from '../desired-user.ts'
import { SOURCE_WORDS } from './source-words.ts'

/** Somebody wanted something, and another source was heard, or it means nobody. Nothing is held back by it. */
export interface Note {
  readonly email: string
  /** `null`: no other source, the portal has nobody whom it could mean. */
  readonly heard: DesireSource | null
  readonly passedOver: DesireSource
  readonly sentence: string
}

const WISHES = {
  firstName: 'first name',
  lastName: 'last name',
  permissionSetId: 'permission set',
  primaryTeamId: 'main team',
  secondaryTeamIds: 'further teams',
  seats: 'seats',
} as const
type WishedField = keyof typeof WISHES

/**
 * The directory knows each person; a rule speaks of groups of them. So what the directory says of a
 * person counts, and rules fill in what it leaves open. What a review decided is passed over for nobody.
 */
const HEARD_FIRST: readonly DesireSource[] = ['review', 'scim', 'rules']

export type Joined =
  | { readonly wish: DesiredUser; readonly notes: readonly Note[] }
  /** Why nobody can tell what is wanted. */
  | { readonly conflict: string }

/** @param wishes one at least, all of the same person */
export function joinWishes(wishes: readonly DesiredUser[]): Joined {
  const [first, ...others] = wishes.toSorted(
    (a, b) => HEARD_FIRST.indexOf(a.source) - HEARD_FIRST.indexOf(b.source),
  )
  if (!first) return { conflict: 'Nobody wants anything.' }
  let joined = first
  const notes: Note[] = []
  for (const other of others) {
    const conflict = conflictOf(joined, other)
    if (conflict !== undefined) return { conflict }
    notes.push(...passedOver(joined, other))
    // A leaver is wished nothing, and whoever is heard says who they are.
    joined = !joined.present ? joined : other.present ? { ...other, ...joined } : other
    if (other.source !== joined.source)
      joined = { ...joined, alsoBy: [...new Set([...(joined.alsoBy ?? []), other.source])] }
  }
  return { wish: joined, notes }
}

function conflictOf(heard: DesiredUser, other: DesiredUser): string | undefined {
  // Two identities of one source that meet in one account are two people, or a mistake.
  if (other.source === heard.source && other.key !== heard.key)
    return `Two entries of the same source (${heard.source}) mean ${heard.email}. Correct it until one is left.`
  if (heard.source === 'review' && takesBack(heard, other))
    return `An access review took from ${heard.email} what ${SOURCE_WORDS[other.source].toLowerCase()} still wants for them, so the next plan would give it back. Correct that first.`
  // A directory that wants somebody in does not say that a leaver of the file stays: both were said on purpose.
  if (heard.present && !other.present && heard.source !== 'review')
    return `The directory wants ${heard.email} in the portal, and the rules file says that they leave. Correct one of the two.`
  return undefined
}

/** Whether it would undo what a review decided. Who leaves besides has nothing of it left. */
export const takesBack = (decided: DesiredUser, other: DesiredUser): boolean =>
  other.present && (!decided.present || differing(decided, other).length > 0)

const differing = (one: DesiredUser, two: DesiredUser): readonly WishedField[] =>
  (Object.keys(WISHES) as WishedField[]).filter(
    (field) =>
      one[field] !== undefined &&
      two[field] !== undefined &&
      JSON.stringify(one[field]) !== JSON.stringify(two[field]),
  )

/** That somebody leaves is heard before what a rule wants of the group that they are still in. */
function passedOver(heard: DesiredUser, other: DesiredUser): readonly Note[] {
  const note = (sentence: string): Note => ({
    email: heard.email,
    heard: heard.source,
    passedOver: other.source,
    sentence,
  })
  const [one, two] = [SOURCE_WORDS[heard.source], SOURCE_WORDS[other.source].toLowerCase()]
  if (!heard.present)
    return other.present
      ? [
          note(
            `${one} says that ${heard.email} leaves, and ${two} still wants them: ${one.toLowerCase()} is heard. Take them out of the other.`,
          ),
        ]
      : []
  const fields = differing(heard, other)
  if (fields.length === 0) return []
  const words = fields.map((field) => WISHES[field]).join(', ')
  return [
    note(
      `${one} and ${two} want something else of ${heard.email} (${words}): ${one.toLowerCase()} is heard.`,
    ),
  ]
}
