/** Who is signed in, what they may do, and how a session begins and ends in this window. */
import { useQuery } from '@tanstack/react-query'
import { api } from './api.ts'
import type { Answer } from './endpoints.ts'
import { ask, queryClient } from './queries.ts'

export type Session = Answer<'GET /api/v1/session'>
export type SignedIn = Extract<Session, { signedIn: true }>
export type Act = SignedIn['acts'][number]

export const sessionQuery = { ...ask('GET /api/v1/session'), staleTime: 60_000 }

/** Inside the shell, where somebody always is. */
export function useSession(): SignedIn {
  const { data } = useQuery(sessionQuery)
  if (!data?.signedIn) throw new Error('A page of the shell was shown to nobody.')
  return data
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
