/** The credentials of a connection: the one in use, the next, and the way back; and what to do with them. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '../api/endpoints.ts'
import { ask, useAct, unlessGone } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, ButtonLink } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Day, Moment } from '../parts/time.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import type { ConnectionView } from './types.ts'
import { sentence } from './words.ts'

export type Slots = Answer<'GET /api/v1/connections/{connection}/credential'>

export default function SlotsCard({ connection }: { connection: ConnectionView }) {
  const params = { connection: connection.name }
  const { data: slots } = useQuery({
    ...ask('GET /api/v1/connections/{connection}/credential', { params }),
    // Another admin may just have disconnected it.
    throwOnError: unlessGone,
  })
  const [asked, setAsked] = useState<'rotate' | 'back' | 'revoke'>()
  const maySecure = useMay('secure')
  const close = () => setAsked(undefined)
  const goBack = useAct('POST /api/v1/connections/{connection}/credential/return', {
    quiet: true,
    done: ({ title }) => `${title} is back at the credential before`,
    changes: ['overview', 'audit'],
  })
  if (!slots) return <Skeleton className="h-48 rounded-lg" />
  return (
    <Card
      title="Rotation"
      text="A rotated token works for seven more days at HubSpot: the way back, should the new one fail. Calls go on meanwhile."
      actions={
        maySecure && (
          <>
            <ButtonLink size="small" to="/intakes/new" search={{ replaces: connection.name }}>
              Ask somebody for it…
            </ButtonLink>
            <Button look="primary" size="small" icon="refresh" onClick={() => setAsked('rotate')}>
              Rotate…
            </Button>
          </>
        )
      }
    >
      <ul className="flex flex-col divide-y divide-line">
        {slots.next && (
          <Slot name="Next" badge="waiting" slot={slots.next}>
            Wiped <When at={slots.next.endsAt} /> unless it is promoted.
          </Slot>
        )}
        <Slot name="In use" badge={slots.current ? 'serves calls' : 'revoked'} slot={slots.current}>
          {slots.current?.endsAt ? (
            <span className="text-warn">
              From before a rotation: HubSpot may end it by <Day at={slots.current.endsAt} />. Give
              the new one before that.
            </span>
          ) : slots.dueAt === null ? null : (
            <>
              Due for rotation on <Day at={slots.dueAt} />.
            </>
          )}
        </Slot>
        {slots.previous && (
          <Slot name="Before" badge="way back" slot={slots.previous}>
            Kept until <When at={slots.previous.endsAt} />.
          </Slot>
        )}
      </ul>
      {maySecure && (
        <div className="mt-4 flex flex-wrap gap-2.5 border-t border-line pt-4">
          {slots.previous && (
            <Button size="small" onClick={() => setAsked('back')}>
              Go back…
            </Button>
          )}
          {slots.current && (
            <Button size="small" look="grave" onClick={() => setAsked('revoke')}>
              Revoke everywhere…
            </Button>
          )}
        </div>
      )}
      <ConfirmDialog
        open={asked === 'back'}
        onClose={close}
        title="Go back to the credential before?"
        consequences={[
          'HubSpot is asked whether it still accepts it; if not, nothing changes.',
          'Calls go on with it within a second. The one in use now is wiped.',
        ]}
        action="Go back"
        danger={false}
        onConfirm={() => goBack.mutateAsync({ params })}
      />
      <RevokeDialog connection={connection} open={asked === 'revoke'} onClose={close} />
      {asked === 'rotate' && <RotateDialog connection={connection} slots={slots} onClose={close} />}
    </Card>
  )
}

function Slot({
  name,
  badge,
  slot,
  children,
}: {
  name: string
  badge: string
  slot: Slots['current']
  children: React.ReactNode
}) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-3 first:pt-0 last:pb-0">
      <span className="w-16 font-medium">{name}</span>
      <Badge tone={badge === 'serves calls' ? 'good' : badge === 'revoked' ? 'bad' : 'plain'}>
        {badge}
      </Badge>
      {slot && (
        <span className="text-soft">
          {sentence(slot.kindTitle)}, {ageOf(slot.ageDays)}. {children}
        </span>
      )}
    </li>
  )
}

const ageOf = (days: number): string =>
  days < 1 ? 'here since today' : days === 1 ? '1 day old' : `${days} days old`

const When = ({ at }: { at: string | null }) => (at === null ? null : <Moment at={at} />)
