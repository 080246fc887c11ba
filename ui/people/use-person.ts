/** One member or service account by id, as the lists have it. */
import { useQuery } from '@tanstack/react-query'
import type { Item } from '../api/endpoints.ts'
import { ask } from '../api/queries.ts'

export type Person =
  | (Item<'GET /api/v1/members'> & { readonly kind: 'member' })
  | (Item<'GET /api/v1/service-accounts'> & { readonly kind: 'service_account' })

/** `undefined` while it is fetched, `null` where there is none (any more). */
export function usePerson(id: string): Person | null | undefined {
  const members = useQuery({ ...ask('GET /api/v1/members'), throwOnError: true })
  const accounts = useQuery({ ...ask('GET /api/v1/service-accounts'), throwOnError: true })
  if (!members.data || !accounts.data) return undefined
  const member = members.data.items.find((one) => one.id === id || one.email === id)
  if (member) return { ...member, kind: 'member' }
  const account = accounts.data.items.find((one) => one.id === id || one.name === id)
  return account ? { ...account, kind: 'service_account' } : null
}
