/** Everything that is known of a portal user, with the ids that HubSpot and its exports use. */
import type { ReactNode } from 'react'
import { Card, Facts } from '../parts/card.tsx'
import { Moment } from '../parts/time.tsx'
import { LastLogin, Permissions } from './marks.tsx'
import type { PortalUser, Reading } from './types.ts'
import { stateOf } from './words.ts'

export function UserFacts({ user, snapshot }: { user: PortalUser; snapshot: Reading | null }) {
  const { primaryTeam, secondaryTeams, seats, lastLoginAt, goneAt } = user
  const sealed = snapshot?.sealed ?? null
  return (
    <Card title="What HubSpot tells" text={stateOf(user).text}>
      <Facts
        facts={[
          ['Permissions', <Permissions key="p" user={user} />],
          ['Main team', primaryTeam ? <Named key="t" {...primaryTeam} /> : NONE],
          [
            'Further teams',
            secondaryTeams.length === 0 ? (
              NONE
            ) : (
              <ul key="f" className="flex flex-col gap-1">
                {secondaryTeams.map((team) => (
                  <li key={team.id}>
                    <Named {...team} />
                  </li>
                ))}
              </ul>
            ),
          ],
          ['Seats', seats.length === 0 ? NONE : seats.join(', ')],
          [
            'Last login',
            <span key="l">
              <LastLogin user={user} sealed={sealed} />
              {lastLoginAt !== null && (
                <span className="text-faint">
                  {' '}
                  · <Moment at={lastLoginAt} />
                </span>
              )}
            </span>,
          ],
          ['User id', <Id key="u" id={user.id} />],
          ['Owner id', <Id key="o" id={user.ownerId} />],
          ['CRM user id', <Id key="c" id={user.crmUserId} />],
          ['Known since', <Moment key="s" at={user.firstSeenAt} />],
          ['Last seen', <Moment key="e" at={user.lastSeenAt} />],
          ...(goneAt === null ? [] : [['Gone since', <Moment key="g" at={goneAt} />] as const]),
        ]}
      />
    </Card>
  )
}

const NONE: ReactNode = <span className="text-faint">none</span>

const Named = ({ id, name }: { id: string; name: string }) => (
  <>
    {name} {name !== id && <code className="text-[0.8125rem] text-faint">{id}</code>}
  </>
)

const Id = ({ id }: { id: string | null }) => (id === null ? NONE : <code>{id}</code>)
