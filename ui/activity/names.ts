/** What may be chosen in filters, and what the ids in them are called. */
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { ask } from '../api/queries.ts'
import type { Option } from '../parts/combobox.tsx'
import type { Choice, FilterName } from './filter.ts'

export interface Names {
  readonly people: readonly Option[]
  readonly groups: readonly Choice[]
  readonly connections: readonly Choice[]
  readonly nameOf: (name: FilterName, value: string) => string
}

export function useNames(): Names {
  const members = useQuery(ask('GET /api/v1/members')).data?.items
  const accounts = useQuery(ask('GET /api/v1/service-accounts')).data?.items
  const groups = useQuery(ask('GET /api/v1/groups')).data?.items
  const connections = useQuery(ask('GET /api/v1/connections')).data?.items
  const nameOf = useCallback(
    (name: FilterName, value: string): string => {
      if (name === 'person')
        return (
          [...(members ?? []), ...(accounts ?? [])].find(({ id }) => id === value)?.name ?? value
        )
      if (name === 'group') return groups?.find((one) => one.name === value)?.title ?? value
      if (name === 'connection')
        return connections?.find((one) => one.name === value)?.title ?? value
      return value
    },
    [members, accounts, groups, connections],
  )
  return {
    people: [
      ...(members ?? []).map(({ id, name, email }) => ({
        value: id,
        label: name,
        detail: email,
        words: email,
      })),
      ...(accounts ?? []).map(({ id, name }) => ({
        value: id,
        label: name,
        detail: 'service account',
      })),
    ],
    groups: (groups ?? []).map(({ name, title }) => ({ value: name, label: title })),
    connections: (connections ?? []).map(({ name, title }) => ({ value: name, label: title })),
    nameOf,
  }
}
