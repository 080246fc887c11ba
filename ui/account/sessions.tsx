/** Where one is signed in, and ending it there. */
import { useQuery } from '@tanstack/react-query'
import { ask, useAct } from '../api/queries.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { placeOf } from '../parts/place.ts'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { RelativeTime } from '../parts/time.tsx'

/** How the session began, in words. */
const WAYS = { passkey: 'by passkey', provider: 'by', link: 'by a one-time link' } as const

export function Sessions() {
  const { data } = useQuery({ ...ask('GET /api/v1/sessions'), throwOnError: true })
  const revoke = useAct('DELETE /api/v1/sessions/{session}', { done: 'Signed out there' })
  const revokeAll = useAct('DELETE /api/v1/sessions', {
    done: ({ ended }) => (ended === 1 ? 'One session ended' : `${ended} sessions ended`),
  })
  return (
    <Card
      flush
      title="Signed in"
      text="A session that you end is refused at its next request."
      actions={
        data !== undefined &&
        data.items.length > 1 && (
          <Button size="small" pending={revokeAll.isPending} onClick={() => revokeAll.mutate()}>
            End all others
          </Button>
        )
      }
    >
      {data === undefined ? (
        <SkeletonRows rows={2} />
      ) : (
        <List label="Sessions">
          {data.items.map((session) => (
            <ListRow
              key={session.id}
              icon="screen"
              title={session.name}
              mark={session.current && <Badge tone="accent">this one</Badge>}
              text={
                <>
                  Since <RelativeTime at={session.createdAt} /> {WAYS[session.way.kind]}
                  {session.way.kind === 'provider' && ` ${session.way.name}`}, from{' '}
                  {placeOf(session.address)}, last seen <RelativeTime at={session.seenAt} />
                </>
              }
              actions={
                !session.current && (
                  <Button
                    size="small"
                    onClick={() => revoke.mutate({ params: { session: session.id } })}
                  >
                    End
                  </Button>
                )
              }
            />
          ))}
        </List>
      )}
    </Card>
  )
}
