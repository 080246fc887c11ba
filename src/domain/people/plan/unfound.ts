import { nearest } from '../../hubspot/nearest.ts'
import { emailKey, type PortalUser } from '../portal-user.ts'
import type { Note } from './join-wishes.ts'
import type { Match } from './match-users.ts'
import type { PlanInput } from './plan-input.ts'

/**
 * Addresses in the rules file that nobody in the portal has: a leaver who is misspelt keeps everything,
 * and a break-glass user who is misspelt is not spared, and the plan would say nothing of either.
 */
export function unfound(
  matches: readonly Match[],
  users: readonly PortalUser[],
  { protected: { breakGlass }, gone = new Set() }: Pick<PlanInput, 'protected' | 'gone'>,
): readonly Note[] {
  const known = users.map(({ email }) => emailKey(email))
  const there = new Set(known)
  const meant = (email: string): string => {
    const near = nearest(emailKey(email), known)
    return near.length === 0 ? '' : ` Nearest: ${near.join(', ')}.`
  }
  const leavers = matches
    .filter(({ desire, user }) => desire.source === 'rules' && !desire.present && !user)
    .map(({ desire }) => desire.email)
    .filter((email) => !gone.has(emailKey(email)))
  const spared = [...new Set(breakGlass)].filter((email) => !there.has(email) && !gone.has(email))
  return [
    ...leavers.map((email) =>
      note(
        email,
        `${email} is to leave, and nobody in the portal has that address: they have left already, or it is misspelt.${meant(email)}`,
      ),
    ),
    ...spared.map((email) =>
      note(
        email,
        `${email} is to be spared, and nobody in the portal has that address: if it is misspelt, nobody is spared.${meant(email)}`,
      ),
    ),
  ]
}

const note = (email: string, sentence: string): Note => ({
  email,
  heard: null,
  passedOver: 'rules',
  sentence,
})
