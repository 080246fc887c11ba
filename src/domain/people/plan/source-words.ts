/** Sources as sentences name them. */
import type { DesiredUser, DesireSource } from '../desired-user.ts'

export const SOURCE_WORDS: Record<DesireSource, string> = {
  scim: 'The directory',
  rules: 'The rules file',
  request: 'A request',
  review: 'An access review',
}

type Said = Pick<DesiredUser, 'source' | 'alsoBy'>

const sourceWords = ({ source, alsoBy = [] }: Said): string =>
  [SOURCE_WORDS[source], ...alsoBy.map((one) => SOURCE_WORDS[one].toLowerCase())].join(' and ')

/** “The directory wants”, “The directory and the rules file want”. */
export const wants = (said: Said): string =>
  `${sourceWords(said)} ${(said.alsoBy ?? []).length > 0 ? 'want' : 'wants'}`

/** Of one source alone: whoever is heard on that somebody leaves, or under which address. */
export const heardWords = ({ source }: Said): string => SOURCE_WORDS[source]
