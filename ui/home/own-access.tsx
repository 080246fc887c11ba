/** Home for those who run nothing: what they may do, through which groups, and how to use it. */
import { useQuery } from '@tanstack/react-query'
import { titlesOf } from '../api/group-titles.ts'
import { ask } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { Badge, StatusDot } from '../parts/badge.tsx'
import { ButtonLink } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Day, RelativeTime } from '../parts/time.tsx'

export function OwnAccess() {
  const { organisation } = useSession()
  const { data } = useQuery({ ...ask('GET /api/v1/me'), throwOnError: true })
  const last = useQuery(ask('GET /api/v1/me/last-call')).data
  const nothing = data?.connections.length === 0
  return (
    <Page
      title="Home"
      text={`What you and your AI may do at ${organisation.name}.`}
      actions={
        <ButtonLink to="/connect-your-ai" look="primary" icon="spark">
          Connect your AI
        </ButtonLink>
      }
    >
      <div className="flex flex-col gap-6">
        {last && (
          <p className="rounded-lg border border-line bg-surface px-4 py-3 shadow-card sm:px-5">
            {last.call === null ? (
              'No call of yours has arrived yet. Connect your AI and ask it something.'
            ) : (
              <>
                Your last call was <RelativeTime at={last.call.at} />:{' '}
                <code>{last.call.tool ?? last.call.operation ?? 'a request'}</code>
                {last.call.connectionName !== null && <> on {last.call.connectionName}</>},{' '}
                {last.call.decision === 'refused'
                  ? 'refused'
                  : last.call.status < 400
                    ? 'answered'
                    : `answered with the error ${last.call.status}`}
                .
              </>
            )}
          </p>
        )}
        {data === undefined ? (
          <SkeletonRows />
        ) : nothing ? (
          <EmptyState drawing="gate" title="Nothing is granted to you yet">
            {data.groups.length === 0
              ? 'You are in no group. Ask an admin to add you to one.'
              : `Your groups (${data.groups.map(({ title }) => title).join(', ')}) may do nothing yet. Ask an admin.`}
          </EmptyState>
        ) : (
          data.connections.map(({ id, title, state, scopes }) => (
            <Card
              key={id}
              title={title}
              flush
              actions={
                <StatusDot tone={state === 'active' ? 'good' : 'warn'}>
                  {state === 'active' ? 'Working' : 'Paused'}
                </StatusDot>
              }
            >
              <ul className="divide-y divide-line">
                {scopes.map(({ scope, description, through, expiresAt, covered }) => (
                  <li
                    key={scope}
                    className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2.5 sm:px-5"
                  >
                    <span className="min-w-0 grow basis-64">{description}</span>
                    <span className="flex flex-wrap items-center gap-2 text-[0.8125rem] text-faint">
                      {!covered && <Badge tone="warn">not available at HubSpot</Badge>}
                      <span>through {titlesOf(data.groups, through)}</span>
                      {expiresAt !== null && (
                        <span>
                          until <Day at={expiresAt} />
                        </span>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          ))
        )}
      </div>
    </Page>
  )
}
