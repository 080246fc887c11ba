/** What a reviewer is to judge: who it is, what they have, when they last came in. */
import { Badge } from '../parts/badge.tsx'
import { Facts } from '../parts/card.tsx'
import { Day, Moment } from '../parts/time.tsx'
import { ALERTS } from '../portal-users/words.ts'
import type { ReviewRow } from './types.ts'
import { piecesOf } from './words.ts'

export function RowAccess({ row }: { row: ReviewRow }) {
  const pieces = piecesOf(row)
  if (pieces.length === 0) return <span className="text-faint">nothing that HubSpot shows</span>
  return (
    <span className="flex flex-wrap gap-1">
      {pieces.map(({ key, label }) => (
        <Badge key={key} tone={key === 'super_admin' ? 'accent' : 'plain'}>
          {label}
        </Badge>
      ))}
    </span>
  )
}

export function RowLogin({ row: { lastLoginAt, loginsFrom } }: { row: ReviewRow }) {
  if (lastLoginAt !== null) return <Day at={lastLoginAt} />
  if (loginsFrom === null) return <span className="text-faint">not read</span>
  return (
    <span className="text-faint">
      none since <Day at={loginsFrom} />
    </span>
  )
}

export function RowFacts({ row }: { row: ReviewRow }) {
  const { person, match, alerts, deactivated, inferredInvited, lastLoginAt } = row
  return (
    <Facts
      facts={[
        ['Has', <RowAccess key="a" row={row} />],
        [
          'Last login',
          lastLoginAt === null ? (
            <RowLogin key="l" row={row} />
          ) : (
            <Moment key="l" at={lastLoginAt} />
          ),
        ],
        [
          'State',
          deactivated
            ? 'Deactivated in HubSpot'
            : inferredInvited
              ? 'Invited, as it seems: never came in'
              : 'Present',
        ],
        [
          'Person',
          person ? (
            <span key="p">
              {person.name} <span className="text-faint">{person.email}</span>
            </span>
          ) : match === 'ambiguous' ? (
            'It could be one of several people'
          ) : (
            'Nobody here has that address'
          ),
        ],
        ...(alerts.length === 0
          ? []
          : [
              [
                'Noticed',
                alerts
                  .map(
                    (kind) =>
                      (ALERTS as Partial<Record<string, { title: string }>>)[kind]?.title ?? kind,
                  )
                  .join(', '),
              ] as const,
            ]),
      ]}
    />
  )
}
