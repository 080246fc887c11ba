/** Who is signed in, what they may do, and how a session begins and ends in this window. */
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState } from 'react'
import { api } from './api.ts'
import { leaveKnowingly } from '../parts/leaving.ts'
import type { Answer } from './endpoints.ts'
import { askWhoSitsThere } from './identity-check.ts'
import { ask, queryClient } from './queries.ts'

export type Session = Answer<'GET /api/v1/session'>
export type SignedIn = Extract<Session, { signedIn: true }>
export type Act = SignedIn['acts'][number]

export const sessionQuery = { ...ask('GET /api/v1/session'), staleTime: 60_000 }

/** Set by the shell; whoever was signed in last, while the dialog asks who sits there. */
export const SessionContext = createContext<SignedIn | undefined>(undefined)

/** Inside the shell, where somebody always is. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext)
  if (!session) throw new Error('Only pages of the shell know who is signed in.')
  return session
}

/**
 * For the shell. As soon as it is known that the session ended it asks for another, and not when
 * the next request is refused; the page stays as it was meanwhile.
 */
export function useLastSession(): SignedIn | undefined {
  const { data } = useQuery(sessionQuery)
  const [last, setLast] = useState<SignedIn>()
  const another = data?.signedIn === true && isAnother(data)
  if (data?.signedIn && !another && data !== last) setLast(data)
  const person = last?.person.id
  const ended = data?.signedIn === false
  useEffect(() => {
    if (ended) void askWhoSitsThere('signed_out')
  }, [ended])
  // In another window of this browser, or here by whatever way.
  useEffect(() => {
    if (another) startOver()
  }, [another])
  useEffect(() => {
    if (person !== undefined) noteShown(person)
  }, [person])
  return last
}

/** Whom the pages of this window have been shown to since it was loaded. */
let shownTo: string | undefined
const noteShown = (person: string): void => {
  shownTo ??= person
}

/** What stands here, typed text among it, was another person's: see `startOver`. */
export const isAnother = ({ person }: SignedIn): boolean =>
  shownTo !== undefined && person.id !== shownTo

/** Loads the page anew without what was shown and typed: it was somebody else's. */
export function startOver(): void {
  forgetDrafts()
  leaveKnowingly()
  location.reload()
}

/** Of a wizard that is half way through, without its secrets; and an invitation that was left for a provider. */
function forgetDrafts(): void {
  try {
    sessionStorage.clear()
  } catch {
    // Nothing was kept.
  }
}

/** Whether the role allows it: hide or disable what it does not. The server decides again. */
export const useMay = (act: Act): boolean => useSession().acts.includes(act)

/** Every step that signs in answers with the session. */
export const beginSession = (session: SignedIn): void => {
  queryClient.setQueryData<Session>(sessionQuery.queryKey, session)
}

/** Forgets all that was shown: the next person at this window is another. */
export async function signOut(): Promise<void> {
  await api('DELETE /api/v1/session')
  forgetDrafts()
  location.assign('/sign-in')
}
