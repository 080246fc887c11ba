/** Home for those who read the organisation: what to do next, what needs them, health, calls. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/queries.ts'
import { TIME_ZONE } from '../connections/health.ts'
import { Page } from '../parts/page.tsx'
import { Loading, Skeleton } from '../parts/skeleton.tsx'
import { checklist, firstCall } from './checklist-steps.ts'
import { Checklist, useChecklist } from './checklist.tsx'
import { ConnectionCards } from './connection-cards.tsx'
import { Needs } from './needs.tsx'
import { Today } from './today.tsx'

export function WholeHouse() {
  const { data } = useQuery({
    ...ask('GET /api/v1/overview', { query: { timeZone: TIME_ZONE } }),
    throwOnError: true,
  })
  const called = data === undefined || firstCall(data.connections)
  const groups = useQuery(ask('GET /api/v1/groups')).data?.items
  const steps = data && groups ? checklist({ connections: data.connections, groups }) : undefined
  const list = useChecklist(!called && steps !== undefined)
  const { connections } = data ?? { connections: [] }
  return (
    <Page title="Home" text="How your connections are doing, and what needs your attention.">
      {data === undefined ? (
        <Loading>
          <Skeleton className="h-12 rounded-lg" />
          <Skeleton className="mt-6 h-64 rounded-lg" />
          <Skeleton className="mt-6 h-52 rounded-lg" />
        </Loading>
      ) : (
        <div className="flex flex-col gap-6">
          {list.shown && steps && <Checklist steps={steps} onHide={list.hide} />}
          {(connections.length > 0 || data.needs.length > 0) && <Needs needs={data.needs} />}
          <ConnectionCards connections={connections} />
          {connections.length > 0 && <Today today={data.today} lastDay={data.lastDay} />}
        </div>
      )}
    </Page>
  )
}
