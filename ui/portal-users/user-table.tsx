/** Everybody whom the last snapshots know, page by page as one scrolls. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef } from 'react'
import { Button, LINK } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { Spinner } from '../parts/icon.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { ExportCsv } from './export-csv.tsx'
import { queryOf, type Filter } from './filter.ts'
import { AlertBadge, LastLogin, Permissions, UserState } from './marks.tsx'
import type { PortalUser, Sealed, Users } from './types.ts'
import { UserFilters } from './user-filters.tsx'
import { useUsers, type UserPages } from './use-users.ts'
import { counted } from './words.ts'

interface Props {
  readonly connection: string
  readonly known: Users
  readonly filter: Filter
  readonly onSet: (values: Filter) => void
}

export function UserTable({ connection, known, filter, onSet }: Props) {
  const query = useMemo(() => queryOf(filter), [filter])
  const pages = useUsers(connection, query)
  const sealed = known.snapshot?.sealed ?? null
  const columns = useMemo(() => columnsOf(connection, sealed), [connection, sealed])
  const go = useNavigate()
  return (
    <Card flush>
      <UserFilters known={known} filter={filter} onSet={onSet}>
        <ExportCsv connection={connection} query={query} />
      </UserFilters>
      <p role="status" className="px-4 py-2 text-[0.8125rem] text-faint tabular-nums sm:px-5">
        {pages.total === undefined ? 'Fetching…' : `${counted(pages.total, 'user')}, by name`}
      </p>
      <Table
        label="Users of the portal"
        columns={columns}
        rows={pages.rows}
        total={pages.total}
        rowId={({ id }) => id}
        onOpen={({ id }) =>
          void go({ to: '/connections/$name/users/$id', params: { name: connection, id } })
        }
        empty={<p className="px-5 py-10 text-center text-soft">Nobody fits these filters.</p>}
      />
      {/* Anew with each page: where two are told of at once, the next is asked for all the same. */}
      <More key={pages.rows?.length ?? 0} pages={pages} />
    </Card>
  )
}

/** Fetched before anybody sees the end. */
const AHEAD = '0px 0px 3000px 0px'

function More({ pages: { more, fetching, refusal, fetchMore } }: { pages: UserPages }) {
  const mark = useRef<HTMLDivElement>(null)
  const act = useRef(fetchMore)
  useEffect(() => {
    act.current = fetchMore
  })
  const waits = more && !fetching && !refusal
  useEffect(() => {
    if (!waits || !mark.current) return undefined
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) act.current()
      },
      { rootMargin: AHEAD },
    )
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [waits])
  if (refusal)
    return (
      <div className="p-4">
        <Callout
          tone="bad"
          alert
          title="The rest could not be fetched"
          actions={
            <Button size="small" icon="refresh" onClick={fetchMore}>
              Try again
            </Button>
          }
        >
          {refusal.message}
        </Callout>
      </div>
    )
  if (!more) return null
  return (
    <div
      ref={mark}
      className="flex h-12 items-center justify-center gap-2 border-t border-line text-[0.8125rem] text-faint"
    >
      {fetching ? (
        <>
          <Spinner size={14} />
          Fetching more
        </>
      ) : (
        <Button size="small" onClick={fetchMore}>
          Show more
        </Button>
      )}
    </div>
  )
}

const columnsOf = (name: string, sealed: Sealed | null): readonly Column<PortalUser>[] => [
  {
    id: 'name',
    head: 'User',
    card: 'title',
    cell: (user) => (
      <span className="block max-w-64 min-w-0">
        <Link
          to="/connections/$name/users/$id"
          params={{ name, id: user.id }}
          className="block truncate font-medium hover:text-accent"
        >
          {user.name}
        </Link>
        {user.name !== user.email && (
          <span className="block truncate text-[0.8125rem] font-normal text-faint">
            {user.email}
          </span>
        )}
      </span>
    ),
  },
  { id: 'permissions', head: 'Permissions', cell: (user) => <Permissions user={user} /> },
  {
    id: 'team',
    head: 'Team and seat',
    cell: ({ primaryTeam, secondaryTeams, seats }) => (
      <>
        <span className="block">
          {primaryTeam?.name ?? <span className="text-faint">no team</span>}
          {secondaryTeams.length > 0 && (
            <span
              className="ml-1.5 text-faint"
              title={secondaryTeams.map((team) => team.name).join(', ')}
            >
              +{secondaryTeams.length}
            </span>
          )}
        </span>
        {seats.length > 0 && (
          <span className="block text-[0.8125rem] text-faint">{seats.join(', ')}</span>
        )}
      </>
    ),
  },
  {
    id: 'login',
    head: 'Last login',
    cell: (user) => <LastLogin user={user} sealed={sealed} />,
  },
  { id: 'state', head: 'State', cell: (user) => <UserState user={user} /> },
  { id: 'person', head: 'Person here', cell: ({ match }) => <PersonHere match={match} /> },
  {
    id: 'alerts',
    head: 'Alerts',
    cell: ({ alerts }) => (
      <span className="flex flex-wrap gap-1">
        {alerts.length === 0 ? (
          <span className="text-faint">none</span>
        ) : (
          alerts.map((kind) => <AlertBadge key={kind} kind={kind} />)
        )}
      </span>
    ),
  },
]

function PersonHere({ match: { how, people } }: Pick<PortalUser, 'match'>) {
  const [person] = people
  if (how === 'ambiguous') return <span className="text-warn">not clear who</span>
  if (!person) return <span className="text-faint">nobody</span>
  return (
    <Link to="/people/$id" params={{ id: person.id }} className={LINK}>
      {person.name}
    </Link>
  )
}
