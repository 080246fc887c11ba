/** The last checks of a connection, newest first, each with its report. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask, unlessGone } from '../../api/queries.ts'
import { Badge } from '../../parts/badge.tsx'
import { LINK } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { List, ListRow } from '../../parts/list.tsx'
import { Moment } from '../../parts/time.tsx'
import { VerdictBadge } from './outcome.tsx'
import type { Listed } from './types.ts'

export function LastChecks({ name }: { name: string }) {
  const { data } = useQuery({
    ...ask('GET /api/v1/connections/{connection}/checks', { params: { connection: name } }),
    // Another admin, or this page, may just have disconnected it.
    throwOnError: unlessGone,
  })
  if (!data) return null
  return (
    <Card title="Last checks" text="Each report can be forwarded: as a page, a PDF or JSON." flush>
      {data.items.length === 0 ? (
        <EmptyState title="It was not checked yet" drawing="calm">
          A check says step by step whether this connection works, and what to do where it does not.
        </EmptyState>
      ) : (
        <List label="Last checks">
          {data.items.map((check) => (
            <ListRow
              key={check.id}
              title={<Title check={check} name={name} />}
              mark={<State check={check} />}
              text={check.counts ?? ''}
            />
          ))}
        </List>
      )}
    </Card>
  )
}

function Title({ check: { id, startedAt, verdict }, name }: { check: Listed; name: string }) {
  if (verdict === null) return <Moment at={startedAt} />
  return (
    <Link to="/connections/$name/checks/$check" params={{ name, check: id }} className={LINK}>
      Report of <Moment at={startedAt} />
    </Link>
  )
}

function State({ check: { verdict, state, testFlow } }: { check: Listed }) {
  return (
    <>
      {verdict ? (
        <VerdictBadge verdict={verdict} />
      ) : (
        <Badge tone={state === 'running' ? 'accent' : 'warn'}>
          {state === 'running' ? 'Running' : 'Interrupted'}
        </Badge>
      )}
      {testFlow && <Badge>with a test flow</Badge>}
    </>
  )
}
