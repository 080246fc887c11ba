/** Key requests: who was asked for a HubSpot key, and what came of it. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ask } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { IntakeState, type IntakeView } from '../intakes/state.tsx'
import { ButtonLink } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { RelativeTime } from '../parts/time.tsx'

const COLUMNS: readonly Column<IntakeView>[] = [
  {
    id: 'title',
    head: 'For',
    card: 'title',
    sort: ({ title }) => title,
    cell: ({ id, title, madeBy }) => (
      <>
        <Link
          to="/intakes/$id"
          params={{ id }}
          className="font-medium text-ink hover:text-accent hover:underline"
        >
          {title}
        </Link>
        <span className="block text-xs text-faint">asked by {madeBy.name}</span>
      </>
    ),
  },
  {
    id: 'state',
    head: 'State',
    sort: ({ state }) => state,
    cell: (intake) => <IntakeState intake={intake} />,
  },
  {
    id: 'portal',
    head: 'Portal',
    sort: ({ findings, expectedPortalId }) => findings?.portalId ?? expectedPortalId,
    cell: ({ findings, expectedPortalId }) => {
      const portal = findings?.portalId ?? expectedPortalId
      return portal === null ? (
        <span className="text-faint">any</span>
      ) : (
        <>
          <span className="tabular-nums">{portal}</span>
          {findings?.portalName && (
            <span className="block text-xs text-faint">{findings.portalName}</span>
          )}
        </>
      )
    },
  },
  {
    id: 'until',
    head: 'Ends',
    sort: ({ endsAt }) => endsAt,
    cell: ({ state, endsAt }) =>
      ['open', 'submitted', 'held'].includes(state) ? (
        <RelativeTime at={endsAt} />
      ) : (
        <span className="text-faint">over</span>
      ),
  },
  {
    id: 'created',
    head: 'Asked',
    sort: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
  },
]

const FIND = {
  label: 'Find a request',
  text: ({ title, id, madeBy, findings }: IntakeView) =>
    `${title} ${id} ${madeBy.name} ${findings?.portalId ?? ''} ${findings?.portalName ?? ''}`,
}

export default function IntakesPage() {
  const go = useNavigate()
  const { data } = useQuery({ ...ask('GET /api/v1/intakes'), throwOnError: true })
  const maySecure = useMay('secure')
  const create = maySecure && (
    <ButtonLink to="/intakes/new" look="primary" icon="plus">
      Ask for a key
    </ButtonLink>
  )
  const any = data !== undefined && data.items.length > 0
  return (
    <Page
      title="Key requests"
      text="One-time links by which somebody else hands over a HubSpot key, sealed in their browser. Those that are over stay for the record; the last 200 are listed."
      actions={any && create}
    >
      <Card flush>
        <Table
          label="Key requests"
          columns={COLUMNS}
          rows={data?.items}
          rowId={({ id }) => id}
          find={FIND}
          sortedBy={{ id: 'created', desc: true }}
          onOpen={({ id }) =>
            void go({ to: '/intakes/$id', params: { id } }).catch(() => undefined)
          }
          empty={
            <EmptyState drawing="key" title="Nobody was asked for a key yet" actions={create}>
              Instead of having a HubSpot key sent by e-mail, ask for it by a link. It shows its
              reader how to make the key with only the scopes that you need, and takes it sealed.
              {maySecure ? '' : ' An admin or security admin can make one.'}
            </EmptyState>
          }
        />
      </Card>
    </Page>
  )
}
