/** One user inside a portal: what is known, who it is here, alerts, and what changed. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ask, unlessGone } from '../api/queries.ts'
import { Badge } from '../parts/badge.tsx'
import { ButtonLink } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Moment, RelativeTime } from '../parts/time.tsx'
import { ChangeList } from '../portal-users/change-list.tsx'
import { CloseAlert } from '../portal-users/close-alert.tsx'
import { UserState } from '../portal-users/marks.tsx'
import { PersonMatch } from '../portal-users/person-match.tsx'
import type { Alert, ShownUser } from '../portal-users/types.ts'
import { UserFacts } from '../portal-users/user-facts.tsx'
import { ALERTS } from '../portal-users/words.ts'
import { NotFound } from '../shell/fault.tsx'

const route = getRouteApi('/app/connections/$name/users/$id')

export default function PortalUserPage() {
  const { name, id } = route.useParams()
  const { data, error } = useQuery({
    ...ask('GET /api/v1/connections/{connection}/people/users/{user}', {
      params: { connection: name, user: id },
    }),
    throwOnError: unlessGone,
  })
  const back = {
    to: `/connections/${encodeURIComponent(name)}`,
    search: { tab: 'users' },
    label: 'Users of the portal',
  }
  if (error?.status === 404) return <NotFound what="user of this portal" />
  if (!data)
    return (
      <Page title="User" back={back}>
        <SkeletonRows rows={8} />
      </Page>
    )
  const { user, snapshot, openAlerts, changes, elevated } = data
  return (
    <Page
      title={user.name}
      text={user.email}
      back={back}
      mark={
        <>
          <UserState user={user} />
          {user.superAdmin && <Badge tone="accent">Super admin</Badge>}
        </>
      }
    >
      <div className="flex flex-col gap-6">
        {elevated && <Elevated {...elevated} />}
        <Alerts name={name} alerts={openAlerts} of={user.name} />
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <UserFacts user={user} snapshot={snapshot} />
          <PersonMatch connection={name} user={user} />
        </div>
        <Card
          title="What changed"
          text="Since the first snapshot, newest first, and who did it where HubSpot tells."
          flush
        >
          {changes.length === 0 ? (
            <EmptyState title="Nothing changed yet" drawing="calm">
              There is something to see as soon as a snapshot differs from the one before.
            </EmptyState>
          ) : (
            <ChangeList
              label={`What changed about ${user.name}`}
              changes={changes}
              connection={name}
              ofOne
            />
          )}
        </Card>
      </div>
    </Page>
  )
}

/** What is seen of somebody is not what stays. */
function Elevated({ request, state, endsAt }: NonNullable<ShownUser['elevated']>) {
  const waits = state === 'drifted'
  return (
    <Callout
      tone={waits ? 'warn' : 'plain'}
      title={
        waits
          ? 'Access that was given for a while waits for a person'
          : state === 'granting'
            ? 'Is being given access for a while'
            : 'Has access for a while'
      }
      actions={
        <ButtonLink size="small" to="/requests/$id" params={{ id: request }}>
          The request
        </ButtonLink>
      }
    >
      {waits ? (
        'What was there before does not come back by itself: somebody has to look at it and settle it.'
      ) : endsAt === null || state !== 'granted' ? (
        'What was there before comes back when the time is over.'
      ) : (
        <>
          What was there before comes back <RelativeTime at={endsAt} />, <Moment at={endsAt} />.
        </>
      )}
    </Callout>
  )
}

function Alerts({ name, alerts, of }: { name: string; alerts: readonly Alert[]; of: string }) {
  if (alerts.length === 0) return null
  return (
    <Card title="Deserves a look" flush>
      <List label="Open alerts">
        {alerts.map(({ id, kind, saw, openedAt }) => (
          <ListRow
            key={id}
            icon="warning"
            title={ALERTS[kind].title}
            text={
              <>
                {saw} Since <Moment at={openedAt} />.
              </>
            }
            actions={<CloseAlert name={name} alert={id} of={of} />}
          />
        ))}
      </List>
    </Card>
  )
}
