/**
 * What somebody may do, as Hubward acts on it: the union of their groups per connection, where each
 * scope comes from, until when, and whether the portal's credential can serve it.
 */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Answer } from '../api/endpoints.ts'
import { titleOf } from '../api/group-titles.ts'
import { ask, unlessGone } from '../api/queries.ts'
import { untilWords } from '../groups/ends.ts'
import { Badge } from '../parts/badge.tsx'
import { LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

type Access = Answer<'GET /api/v1/principals/{principal}/access'>
type Reach = Access['connections'][number]

export function AccessTab({ id, name }: { id: string; name: string }) {
  const { data } = useQuery({
    ...ask('GET /api/v1/principals/{principal}/access', { params: { principal: id } }),
    throwOnError: unlessGone,
  })
  if (!data)
    return (
      <Card flush>
        <SkeletonRows rows={8} />
      </Card>
    )
  const reaches = data.connections.filter(({ scopes }) => scopes.length > 0)
  if (reaches.length === 0)
    return (
      <Card>
        <EmptyState drawing="gate" title={`${name} may use nothing yet`}>
          {data.groups.length === 0
            ? 'They are in no group. Access comes through groups alone: add them to one.'
            : 'Their groups grant nothing now.'}
        </EmptyState>
      </Card>
    )
  return (
    <div className="flex flex-col gap-5">
      {reaches.map((reach) => (
        <Card
          key={reach.id}
          flush
          title={reach.title}
          text={<span className="font-mono text-[0.8125rem]">{reach.name}</span>}
          actions={reach.state !== 'active' && <Badge tone="warn">{STATES[reach.state]}</Badge>}
        >
          <ul aria-label={`Scopes on ${reach.title}`} className="divide-y divide-line">
            {reach.scopes.map((scope) => (
              <ScopeRow key={scope.scope} scope={scope} groups={data.groups} />
            ))}
          </ul>
        </Card>
      ))}
    </div>
  )
}

const STATES = {
  active: 'active',
  pending: 'not checked yet',
  suspended: 'paused: calls wait',
  needs_reauth: 'needs reconnecting',
} as const

function ScopeRow({ scope, groups }: { scope: Reach['scopes'][number]; groups: Access['groups'] }) {
  return (
    <li className="grid gap-x-6 gap-y-1 px-4 py-2.5 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] sm:px-5">
      <div className="min-w-0">
        <p>{scope.description}</p>
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-mono text-xs text-faint">{scope.scope}</span>
          {!scope.covered && <Badge tone="warn">no effect: not covered by the credential</Badge>}
        </p>
      </div>
      <p className="flex flex-wrap items-baseline gap-x-2 text-[0.8125rem] text-soft sm:justify-end sm:text-right">
        <span>
          through{' '}
          {scope.through.map((name, at) => (
            <span key={name}>
              {at > 0 && ', '}
              <Link to="/groups/$name" params={{ name }} className={LINK}>
                {titleOf(groups, name)}
              </Link>
            </span>
          ))}
        </span>
        {scope.expiresAt !== null && <Badge tone="warn">{untilWords(scope.expiresAt)}</Badge>}
      </p>
    </li>
  )
}
