/**
 * "Waiting for the first call … received": looks at the caller's own calls since the page was
 * opened, told by the live stream. It needs no role.
 */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '../api/endpoints.ts'
import { ask } from '../api/queries.ts'
import { useMay, useSession } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { LINK } from '../parts/button.tsx'
import { cx } from '../parts/cx.ts'
import { Icon } from '../parts/icon.tsx'
import { RelativeTime } from '../parts/time.tsx'

type Call = NonNullable<Answer<'GET /api/v1/me/last-call'>['call']>

export function FirstCall({ prompt, run }: { prompt: string; run: boolean }) {
  const { person } = useSession()
  const { data, isFetchedAfterMount } = useQuery({
    ...ask('GET /api/v1/me/last-call'),
    staleTime: 0,
  })
  const clients = useQuery({
    ...ask('GET /api/v1/authorisations', { query: { principal: person.id } }),
    staleTime: 0,
  })
  const [opened] = useState(() => Date.now())
  /** The last call before the page was opened; 0 where there was none. */
  const [before, setBefore] = useState<number>()
  if (before === undefined && data && isFetchedAfterMount) setBefore(data.call?.sequence ?? 0)
  const call =
    before !== undefined && data?.call && data.call.sequence > before ? data.call : undefined
  const letIn = clients.data?.items.find(
    ({ state, createdAt }) => state === 'live' && new Date(createdAt).getTime() > opened,
  )
  return (
    <section
      aria-label="Check"
      className={cx(
        'flex items-start gap-3.5 rounded-lg border px-4 py-3.5',
        call ? 'border-good/35 bg-good-wash' : 'border-accent-line bg-accent-wash',
      )}
    >
      {call ? (
        <span className="grid size-8 shrink-0 place-items-center rounded-full bg-surface text-good">
          <Icon name="check" />
        </span>
      ) : (
        <span className="grid size-8 shrink-0 place-items-center rounded-full bg-surface text-accent">
          <span className="size-2.5 animate-pulse rounded-full bg-accent" />
        </span>
      )}
      <div role="status" className="min-w-0">
        {call ? (
          <Received call={call} />
        ) : (
          <>
            <p className="font-medium">
              {letIn ? `${letIn.client.name} is let in. ` : ''}Waiting for the first call…
            </p>
            <p className="mt-0.5 text-soft">
              {run ? 'Run it once.' : `Ask it: “${prompt}”`} This page sees the call as soon as it
              arrives.
            </p>
          </>
        )}
      </div>
    </section>
  )
}

function Received({ call }: { call: Call }) {
  const mayRead = useMay('read')
  const what = call.tool ?? call.operation ?? 'A call'
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-medium">
          {call.decision === 'permitted' ? 'Received: it works' : 'Received, and refused'}
        </span>
        <Badge tone={call.decision === 'permitted' ? 'good' : 'warn'}>{call.status}</Badge>
      </p>
      <p className="mt-0.5 text-soft">
        <span className="font-mono text-[0.8125rem]">{what}</span>
        {call.connectionName !== null && <> on {call.connectionName}</>},{' '}
        <RelativeTime at={call.at} />.{' '}
        {call.decision === 'refused' &&
          'The connection itself works; your groups do not grant this. '}
        {mayRead && (
          <Link
            to="/activity/$sequence"
            params={{ sequence: String(call.sequence) }}
            className={LINK}
          >
            See the call
          </Link>
        )}
      </p>
    </>
  )
}
