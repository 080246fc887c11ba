/**
 * Calls over time above the list: bars of our own drawing. Dragging across them narrows the page to
 * that stretch; the same by buttons stands in the table behind "Numbers".
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../api/api.ts'
import { ask } from '../api/queries.ts'
import type { Refusal } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { cx } from '../parts/cx.ts'
import { Loading, Skeleton } from '../parts/skeleton.tsx'
import { chartQuery, type AuditQuery } from './filter.ts'
import { TimelineChart } from './timeline-chart.tsx'
import { TimelineNumbers } from './timeline-numbers.tsx'
import { total, type Bucket } from './timeline-scale.ts'

const NUMBER = new Intl.NumberFormat('en')

const SERIES = [
  { key: 'permitted', name: 'OK', look: 'bg-accent' },
  { key: 'failed', name: 'Failed', look: 'bg-bad' },
  { key: 'refused', name: 'Refused', look: 'bg-warn' },
] as const

interface TimelineProps {
  readonly query: AuditQuery
  /** Something is filtered that the chart does not know of. */
  readonly beyond: boolean
  readonly onZoom: (range: { from: string; to: string }) => void
}

export function Timeline({ query, beyond, onZoom }: TimelineProps) {
  const id = useId()
  const [numbers, setNumbers] = useState(false)
  const begin = useBeginning(query.from === undefined)
  const from = query.from ?? begin
  const { data, error } = useQuery({
    ...ask('GET /api/v1/audit/timeline', { query: chartQuery({ ...query, from }) }),
    enabled: from !== undefined,
    placeholderData: keepPreviousData,
  })
  const buckets: readonly Bucket[] = data?.buckets ?? []
  const sums = total(buckets)
  const zoom = (first: number, last: number): void => {
    const [start, end] = [buckets[first], buckets[last]]
    if (!start || !end || !data) return
    const to = new Date(Date.parse(end.from) + data.bucketSeconds * 1_000)
    onZoom({ from: start.from, to: to.toISOString() })
  }
  return (
    <figure
      aria-labelledby={id}
      className="rounded-lg border border-line bg-surface px-4 pt-3.5 pb-2.5 shadow-card sm:px-5"
    >
      <figcaption className="mb-2 flex min-h-7.5 flex-wrap items-center gap-x-5 gap-y-1">
        <span id={id} className="grow text-[0.9375rem] font-semibold sm:grow-0">
          Calls over time
        </span>
        <dl className="order-last flex basis-full flex-wrap gap-x-4 text-[0.8125rem] sm:order-none sm:basis-auto">
          {SERIES.map(({ key, name, look }) => (
            <div key={key} className="flex items-center gap-1.5">
              <span aria-hidden="true" className={cx('size-2 rounded-sm', look)} />
              <dt className="text-soft">{name}</dt>
              <dd className="font-medium tabular-nums">{data ? NUMBER.format(sums[key]) : '–'}</dd>
            </div>
          ))}
        </dl>
        <Button
          look="quiet"
          size="small"
          className="ml-auto"
          aria-expanded={numbers}
          onClick={() => setNumbers(!numbers)}
        >
          {numbers ? 'Chart' : 'Numbers'}
        </Button>
      </figcaption>
      <div className="h-36">
        {error && !data ? (
          <p role="alert" className="grid h-full place-items-center text-faint">
            {error.message}
          </p>
        ) : data === undefined ? (
          <Loading label="Counting">
            <Skeleton className="h-36" />
          </Loading>
        ) : numbers ? (
          <TimelineNumbers buckets={buckets} seconds={data.bucketSeconds} onZoom={zoom} />
        ) : (
          <TimelineChart buckets={buckets} seconds={data.bucketSeconds} onZoom={zoom} />
        )}
      </div>
      {/* Keeps its place, so that the list below stays where it is while one types a search. */}
      <p className={cx('mt-1 text-xs text-faint', !beyond && 'invisible')}>
        Counted by time, person, group, connection and door; the other filters are for the list
        alone.
      </p>
    </figure>
  )
}

/** Without a range the chart begins where the log does. */
function useBeginning(wanted: boolean): string | undefined {
  const { data } = useQuery<string, Refusal>({
    queryKey: ['event', 'first'],
    queryFn: async () => {
      const oldest = await api('GET /api/v1/audit/{sequence}', { params: { sequence: 1 } }).catch(
        () => undefined,
      )
      const day = Date.now() - 86_400_000
      const at = oldest === undefined ? day : Date.parse(oldest.event.at)
      return new Date(Math.min(at, day)).toISOString()
    },
    staleTime: Infinity,
    enabled: wanted,
  })
  return wanted ? data : undefined
}
