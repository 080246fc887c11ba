/** Messages that could not be delivered, why, and their second chance. */
import { useQuery } from '@tanstack/react-query'
import { ask, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { RelativeTime } from '../parts/time.tsx'

const CHANGES = ['notice-channels'] as const

export function Undelivered() {
  const { data } = useQuery(ask('GET /api/v1/notice-deliveries', { query: { state: 'dead' } }))
  const mayOperate = useMay('operate')
  const again = useAct('POST /api/v1/notice-deliveries/{delivery}/replay', {
    done: 'It is sent again',
    changes: CHANGES,
  })
  const allAgain = useAct('POST /api/v1/notice-deliveries/replay', {
    done: ({ replayed }) => `${replayed} are sent again`,
    changes: CHANGES,
  })
  if (!data || data.items.length === 0) return null
  return (
    <Card
      flush
      title="Not delivered"
      text="Given up after eight attempts, or at once where another would end the same. Mend the channel and test it first."
      actions={
        mayOperate && (
          <Button
            size="small"
            icon="refresh"
            pending={allAgain.isPending}
            onClick={() => allAgain.mutate({ body: {} })}
          >
            Send all again
          </Button>
        )
      }
    >
      <List label="Messages that could not be delivered">
        {data.items.map((one) => (
          <ListRow
            key={one.id}
            icon="warning"
            title={
              <>
                {one.channel?.name ?? 'A channel that is gone'}
                {one.to && ` to ${one.to.email ?? one.to.name}`}
              </>
            }
            text={
              <>
                {one.message} {one.notices === 1 ? 'One notice' : `${one.notices} notices`},{' '}
                {one.attempts === 1 ? 'one attempt' : `${one.attempts} attempts`},{' '}
                <RelativeTime at={one.settledAt ?? one.createdAt} />.
              </>
            }
            actions={
              mayOperate && (
                <Button size="small" onClick={() => again.mutate({ params: { delivery: one.id } })}>
                  Send again
                </Button>
              )
            }
          />
        ))}
      </List>
    </Card>
  )
}
