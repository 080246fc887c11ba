/** One request for access: what is asked for and why, how far it has come, and what can be done about it. */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../api/session.ts'
import { StatusDot } from '../parts/badge.tsx'
import { LINK } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card, Facts } from '../parts/card.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Moment, RelativeTime } from '../parts/time.tsx'
import { RequestActions } from '../requests/request-actions.tsx'
import type { AccessRequest } from '../requests/types.ts'
import { useRequest } from '../requests/use-requests.ts'
import { howLong, pieceNote, pieceText, STATES } from '../requests/words.ts'
import { NotFound } from '../shell/fault.tsx'

const route = getRouteApi('/app/requests/$id')
const BACK = { to: '/requests', label: 'Access requests' } as const

export default function RequestPage() {
  const { id } = route.useParams()
  const mayRead = useMay('read')
  const request = useRequest(id)
  if (request === null) return <NotFound what="request" />
  if (!request)
    return (
      <Page title="Access request" back={BACK} width="narrow">
        <SkeletonRows rows={6} />
      </Page>
    )
  const { word, tone } = STATES[request.state]
  return (
    <Page
      title={`Access for ${request.email}`}
      back={BACK}
      width="narrow"
      mark={<StatusDot tone={request.held === null ? tone : 'warn'}>{word}</StatusDot>}
      text={`On ${request.connection.title}, ${howLong(request.hours)}. ${request.text}`}
      actions={<RequestActions request={request} />}
    >
      <div className="flex flex-col gap-6">
        {request.held !== null && (
          <Callout tone="warn" title="Held up">
            {request.held}
          </Callout>
        )}
        <Card title="What is asked for">
          <ul className="flex flex-col gap-1">
            {request.pieces.map((piece) => (
              <li key={`${piece.kind} ${piece.id}`}>
                {pieceText(piece)}
                {pieceNote(piece) && <span className="text-soft">, {pieceNote(piece)}</span>}
              </li>
            ))}
          </ul>
          <p className="mt-3 border-l-2 border-line pl-3 text-soft">{request.reason}</p>
          {request.user === null && request.state === 'asked' && (
            <p className="mt-3 text-faint">
              The newest reading of the portal shows no single user with this address.
            </p>
          )}
        </Card>
        {request.user && (
          <Card title="Whose access it is">
            <Facts facts={userFacts(request.user)} />
          </Card>
        )}
        <Card title="How far it has come">
          <Facts facts={factsOf(request, mayRead)} />
        </Card>
      </div>
    </Page>
  )
}

function factsOf(request: AccessRequest, mayRead: boolean): [ReactNode, ReactNode][] {
  const { state, askedBy, askedAt, lapsesAt, decided, planId, connection } = request
  const { grantedAt, endsAt, endedAt } = request
  return [
    ['Asked', <At key="asked" at={askedAt} by={askedBy.name} />],
    ...fact(state === 'asked' && lapsesAt, 'Lapses without an answer', (at) => (
      <RelativeTime at={at} />
    )),
    ...fact(decided, state === 'refused' ? 'Refused' : 'Approved', ({ at, by, note }) => (
      <>
        <At at={at} by={by.name} />
        {note !== null && <span className="block text-soft">{note}</span>}
      </>
    )),
    ...fact(mayRead && planId, 'Given by', (id) => (
      <Link
        to="/connections/$name/plans/$id"
        params={{ name: connection.name, id }}
        className={LINK}
      >
        this plan
      </Link>
    )),
    ...fact(grantedAt, 'Seen in the portal', (at) => <Moment at={at} />),
    ...fact(endedAt === null && endsAt, 'Ends', (at) => (
      <>
        <RelativeTime at={at} />, <Moment at={at} />
      </>
    )),
    ...fact(endedAt, 'Over since', (at) => <Moment at={at} />),
  ]
}

/** What whoever decides would look up. */
const userFacts = ({
  name,
  superAdmin,
  lastLoginAt,
  loginsFrom,
  readAt,
}: NonNullable<AccessRequest['user']>): [ReactNode, ReactNode][] => [
  ['Name in HubSpot', name],
  ...fact(superAdmin, 'Super admin', () => 'Yes: may do everything already'),
  ['Last login', <LastLogin key="login" at={lastLoginAt} from={loginsFrom} />],
  ['As read', <RelativeTime key="read" at={readAt} />],
]

function LastLogin({ at, from }: { at: string | null; from: string | null }) {
  if (at !== null) return <Moment at={at} />
  if (from === null) return 'Not known: logins were not read'
  return (
    <>
      None since <Moment at={from} />
    </>
  )
}

const fact = <T,>(
  value: T | null | false | undefined,
  name: string,
  show: (value: T) => ReactNode,
): [ReactNode, ReactNode][] =>
  value === null || value === false || value === undefined ? [] : [[name, show(value)]]

const At = ({ at, by }: { at: string; by: string }) => (
  <>
    <Moment at={at} /> by {by}
  </>
)
