/** All connections: which portals, in which state, and how much of their budgets is used. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ask } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { BudgetBar } from '../connections/budget-bar.tsx'
import { tightest } from '../connections/budgets.ts'
import { LastHour } from '../connections/last-hour.tsx'
import { useHealth, useUnwells } from '../connections/health.ts'
import { HealthState, type Diagnosis } from '../connections/health-state.tsx'
import { ConnectionState } from '../connections/state.tsx'
import type { ConnectionView, Health } from '../connections/types.ts'
import { ButtonLink } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Switch } from '../parts/choice.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { RelativeTime } from '../parts/time.tsx'

interface Row {
  readonly connection: ConnectionView
  readonly health: Health | undefined
  /** What the monitor believes, where that is not that all is well. */
  readonly unwell: Diagnosis | undefined
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'name',
    head: 'Connection',
    card: 'title',
    sort: ({ connection }) => connection.title,
    cell: ({ connection: { name, title, state } }) => (
      <>
        {state === 'disconnected' ? (
          <span className="text-soft">{title}</span>
        ) : (
          <Link
            to="/connections/$name"
            params={{ name }}
            className="font-medium text-ink hover:text-accent hover:underline"
          >
            {title}
          </Link>
        )}
        <span className="block font-mono text-xs text-faint">{name}</span>
      </>
    ),
  },
  {
    id: 'state',
    head: 'State',
    sort: ({ connection }) => connection.state,
    cell: ({ connection, health, unwell }) => (
      <>
        {connection.state === 'active' && unwell ? (
          <HealthState diagnosis={unwell} />
        ) : (
          <ConnectionState state={connection.state} />
        )}
        <span className="block max-w-60 text-xs text-faint">
          {connection.state === 'active' ? <LastHour health={health} /> : connection.stateReason}
        </span>
      </>
    ),
  },
  {
    id: 'portal',
    head: 'Portal',
    sort: ({ connection }) => connection.portalName ?? connection.portalId,
    cell: ({ connection: { portalName, portalId, hublet } }) => (
      <>
        {portalName ?? `Portal ${portalId}`}
        <span className="block text-xs whitespace-nowrap text-faint tabular-nums">
          {portalId} · {hublet}
        </span>
      </>
    ),
  },
  {
    id: 'kind',
    head: 'Credential',
    sort: ({ connection }) => connection.kindTitle,
    cell: ({ connection: { kindTitle } }) => (
      <span className="inline-block first-letter:uppercase">{kindTitle}</span>
    ),
  },
  {
    id: 'budget',
    head: 'Budget',
    cell: ({ health }) => {
      const gauge = health && tightest(health.budgets)
      return gauge ? (
        <BudgetBar gauge={gauge} />
      ) : (
        <span className="whitespace-nowrap text-faint">No calls yet</span>
      )
    },
  },
  {
    id: 'checked',
    head: 'Checked',
    sort: ({ connection }) => connection.checkedAt,
    cell: ({ connection: { checkedAt } }) => <RelativeTime at={checkedAt} />,
  },
]

const FIND = {
  label: 'Find a connection',
  text: ({ connection: { title, name, portalName, portalId } }: Row) =>
    `${title} ${name} ${portalName ?? ''} ${portalId}`,
}

const FROM = { from: '/app/connections' } as const

export default function ConnectionsPage() {
  const { show } = useSearch(FROM)
  const go = useNavigate({ from: '/connections' })
  const all = show === 'all'
  const { data } = useQuery({
    ...ask('GET /api/v1/connections', { query: { disconnected: all ? 'true' : 'false' } }),
    throwOnError: true,
  })
  const health = useHealth()
  const maySecure = useMay('secure')
  const unwell = useUnwells()
  const rows = useMemo(
    () =>
      data?.items.map((connection) => ({
        connection,
        health: health.get(connection.name),
        unwell: unwell.get(connection.id),
      })),
    [data, health, unwell],
  )
  const connect = maySecure && (
    <ButtonLink to="/connections/new" look="primary" icon="plus">
      Connect a portal
    </ButtonLink>
  )
  return (
    <Page
      title="Connections"
      text="The HubSpot portals that Hubward speaks to. One credential each, entered once."
      actions={rows && rows.length > 0 && connect}
    >
      <Card flush>
        <Table
          label="Connections"
          columns={COLUMNS}
          rows={rows}
          rowId={({ connection }) => connection.id}
          sortedBy={{ id: 'name' }}
          find={FIND}
          onOpen={({ connection: { name, state } }) => {
            // What has ended has no page any more; Activity tells what was done through it.
            if (state === 'disconnected') return
            void go({ to: '/connections/$name', params: { name } }).catch(() => undefined)
          }}
          empty={
            <EmptyState drawing="connection" title="No portal is connected yet" actions={connect}>
              A connection holds one credential of one HubSpot portal, sealed in the vault. Groups
              are granted parts of it, so nobody needs a HubSpot token of their own.
              {maySecure
                ? ' Connecting takes about five minutes, most of them in HubSpot.'
                : ' An admin or security admin can connect one.'}
            </EmptyState>
          }
        />
      </Card>
      <div className={rows?.length === 0 && !all ? 'hidden' : 'mt-4 flex justify-end'}>
        <Switch
          label="Show disconnected ones"
          checked={all}
          onChange={(now) =>
            void go({ search: now ? { show: 'all' } : {}, replace: true }).catch(() => undefined)
          }
        />
      </div>
    </Page>
  )
}
