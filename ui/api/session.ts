/** Who is signed in, what they may do, and how a session begins and ends in this window. */
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState } from 'react'
import { api } from './api.ts'
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
  if (data?.signedIn && data !== last) setLast(data)
  const ended = data?.signedIn === false
  useEffect(() => {
    if (ended) void askWhoSitsThere('signed_out')
  }, [ended])
  return last
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
  location.assign('/sign-in')
}
