/** Whether whoever is signed in may approve what is handed over for a request. The server decides again. */
import { useMay, useSession } from '../api/session.ts'
import type { IntakeView } from './state.tsx'

export function useMayApprove({
  secondPerson,
  madeBy,
}: Pick<IntakeView, 'secondPerson' | 'madeBy'>): boolean {
  const { person } = useSession()
  const maySecure = useMay('secure')
  return maySecure && !(secondPerson && madeBy.id === person.id)
}
