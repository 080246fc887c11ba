/** Everybody and everything that a group can hold, for choosing one. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ask } from '../api/queries.ts'
import type { Option } from '../parts/combobox.tsx'

export interface PrincipalOption extends Option {
  readonly kind: 'member' | 'service_account'
}

/** `undefined` while they are fetched. */
export function usePrincipals(): readonly PrincipalOption[] | undefined {
  const members = useQuery({ ...ask('GET /api/v1/members'), throwOnError: true })
  const accounts = useQuery({ ...ask('GET /api/v1/service-accounts'), throwOnError: true })
  return useMemo(() => {
    if (!members.data || !accounts.data) return undefined
    return [
      ...members.data.items.map(({ id, name, email }) => ({
        value: id,
        label: name,
        detail: email,
        words: email,
        kind: 'member' as const,
      })),
      ...accounts.data.items.map(({ id, name }) => ({
        value: id,
        label: name,
        detail: 'service account',
        words: 'service account program',
        kind: 'service_account' as const,
      })),
    ]
  }, [members.data, accounts.data])
}
