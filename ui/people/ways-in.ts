/** How each member can sign in: which ways there are, and whether an invitation still waits. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ask } from '../api/queries.ts'

export interface WaysIn {
  readonly passkeys: number
  /** Names of identity providers. */
  readonly providers: readonly string[]
  /** Until when the invitation can be used. */
  readonly invitedUntil: string | undefined
}

const EVERYBODY = { query: { principal: '*' } } as const

/** By id of the member; `undefined` while it is fetched. */
export function useWaysIn(): ((memberId: string) => WaysIn) | undefined {
  const passkeys = useQuery(ask('GET /api/v1/passkeys', EVERYBODY))
  const identities = useQuery(ask('GET /api/v1/identities', EVERYBODY))
  const invitations = useQuery(ask('GET /api/v1/invitations'))
  return useMemo(() => {
    if (!passkeys.data || !identities.data || !invitations.data) return undefined
    const keys = Map.groupBy(passkeys.data.items, ({ principal }) => principal.id)
    const linked = Map.groupBy(identities.data.items, ({ principal }) => principal.id)
    const open = new Map(
      invitations.data.items.map(({ member, expiresAt }) => [member.id, expiresAt]),
    )
    return (id) => ({
      passkeys: keys.get(id)?.length ?? 0,
      providers: [...new Set((linked.get(id) ?? []).map(({ provider }) => provider.name))],
      invitedUntil: open.get(id),
    })
  }, [passkeys.data, identities.data, invitations.data])
}

/** "2 passkeys, Google". */
export const waysWords = ({ passkeys, providers }: WaysIn): string =>
  [
    ...(passkeys > 0 ? [passkeys === 1 ? 'passkey' : `${passkeys} passkeys`] : []),
    ...providers,
  ].join(', ')
