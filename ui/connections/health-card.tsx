/** How a connection fares and fared, and what happened to its key at HubSpot. */
import { useQuery } from '@tanstack/react-query'
import { ask, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { RelativeTime } from '../parts/time.tsx'
import { HealthState, toneOf } from './health-state.tsx'
import { HealthTimeline } from './health-timeline.tsx'
import { KeyEvents } from './key-events.tsx'
import type { ConnectionView } from './types.ts'

export default function HealthCard({ connection: { name } }: { connection: ConnectionView }) {
  const params = { connection: name }
  const { data } = useQuery(ask('GET /api/v1/connections/{connection}/health', { params }))
  const mayOperate = useMay('operate')
  const look = useAct('POST /api/v1/connections/{connection}/health/look', {
    done: ({ diagnosis, suspicion }) =>
      suspicion ? `Seen: ${suspicion.title}` : `HubSpot was asked: ${diagnosis.title}`,
    changes: ['overview', 'health'],
  })
  if (!data) return <Skeleton className="h-64 rounded-lg" />
  const { diagnosis, since, suspicion, seenAt, latencyMs, periods } = data
  const well = diagnosis.severity === 'ok'
  return (
    <Card
      title="Health"
      text="What HubSpot answers to this credential, asked every few minutes, and at once when a call is refused."
      actions={
        mayOperate && (
          <Button
            size="small"
            icon="refresh"
            pending={look.isPending}
            onClick={() => look.mutate({ params })}
          >
            Look now
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {well ? (
          <p>{diagnosis.description}</p>
        ) : (
          <Callout tone={toneOf(diagnosis.severity)} title={diagnosis.title}>
            <p>{diagnosis.description}</p>
            <p className="mt-2 text-ink">
              <span className="font-medium">What to do:</span> {diagnosis.remedy}
            </p>
          </Callout>
        )}
        <Facts
          facts={[
            ['Now', <HealthState key="now" diagnosis={diagnosis} />],
            ['Since', since ? <RelativeTime key="since" at={since} /> : 'it is looked at soon'],
            [
              'Last look',
              <span key="look">
                <RelativeTime at={seenAt} never="not yet" />
                {latencyMs !== null && (
                  <span className="text-faint"> · HubSpot took {latencyMs} ms</span>
                )}
              </span>,
            ],
            ...(suspicion
              ? [
                  [
                    'Suspected',
                    `${suspicion.title}, seen ${suspicion.seen} of ${suspicion.needed} times`,
                  ] as const,
                ]
              : []),
          ]}
        />
        <HealthTimeline periods={periods} />
        <KeyEvents health={data} />
      </div>
    </Card>
  )
}
