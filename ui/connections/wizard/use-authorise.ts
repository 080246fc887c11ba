/** Leaves for HubSpot's authorise page; the browser comes back to `/connections/oauth-callback`. */
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/api.ts'
import { ask } from '../../api/queries.ts'
import { rememberReturn, type Draft } from './draft.ts'
import { listToTick } from './list-to-tick.ts'
import { useRedirectAddress } from './redirect-address.tsx'
import type { Secrets } from './secrets.ts'

type Purpose = { readonly title: string; readonly name?: string } | { readonly connection: string }

export function useAuthorise(draft: Draft, { clientId = '', clientSecret = '' }: Secrets) {
  const client = useQueryClient()
  const redirectUri = useRedirectAddress()
  return async (purpose: Purpose): Promise<void> => {
    const toTick = await client.ensureQueryData(
      ask('GET /api/v1/hubspot-scopes', { query: { scopes: draft.scopes.join(',') } }),
    )
    const { authorizeUrl } = await api('POST /api/v1/oauth-authorisations', {
      body: {
        clientId,
        clientSecret,
        redirectUri,
        scopes: listToTick(toTick, { ...draft, kind: 'oauth' }).map(({ scope }) => scope),
        ...(draft.hublet !== '' && { hublet: draft.hublet }),
        ...purpose,
      },
    })
    rememberReturn('connection' in purpose ? purpose.connection : undefined)
    location.assign(authorizeUrl)
    // The page stays busy until the browser has left it.
    await new Promise(() => undefined)
  }
}
