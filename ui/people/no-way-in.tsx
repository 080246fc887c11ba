/** Somebody who was added and cannot sign in yet: says so, and makes the link that lets them. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '../api/endpoints.ts'
import { ask, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { RelativeTime } from '../parts/time.tsx'
import { InvitationLink } from './invitation-link.tsx'

export function NoWayIn({ id, name }: { id: string; name: string }) {
  const of = { query: { principal: id } }
  const maySecure = useMay('secure')
  const passkeys = useQuery(ask('GET /api/v1/passkeys', of))
  const identities = useQuery(ask('GET /api/v1/identities', of))
  const invitations = useQuery(ask('GET /api/v1/invitations', { query: { member: id } }))
  const [made, setMade] = useState<Answer<'POST /api/v1/members/{member}/invitations'>>()
  const invite = useAct('POST /api/v1/members/{member}/invitations', {
    changes: ['invitations'],
    onDone: setMade,
  })
  const known = passkeys.data && identities.data && invitations.data
  const inside = (passkeys.data?.items.length ?? 0) + (identities.data?.items.length ?? 0) > 0
  const [open] = invitations.data?.items ?? []
  return (
    <>
      {known && !inside && (
        <div className="mb-6">
          <Callout
            title={open ? `${name} has not used the invitation yet` : `${name} cannot sign in yet`}
            actions={
              maySecure && (
                <Button
                  size="small"
                  pending={invite.isPending}
                  onClick={() => invite.mutate({ params: { member: id } })}
                >
                  {open ? 'Make a new link' : 'Make an invitation link'}
                </Button>
              )
            }
          >
            {open ? (
              <>
                The link ends <RelativeTime at={open.expiresAt} />. A new one ends it at once.
              </>
            ) : (
              'They have no passkey and no identity at a provider.'
            )}
          </Callout>
        </div>
      )}
      {made && <InvitationLink made={made} onClose={() => setMade(undefined)} />}
    </>
  )
}
