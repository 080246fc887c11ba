/** What only a person can do in HubSpot; a later reading that shows it done closes it, nothing else. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask, unlessGone } from '../api/queries.ts'
import { Badge } from '../parts/badge.tsx'
import { LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { RelativeTime } from '../parts/time.tsx'
import type { Task } from './types.ts'

export function useTasks(name: string): readonly Task[] | undefined {
  return useQuery({
    ...ask('GET /api/v1/connections/{connection}/people/tasks', { params: { connection: name } }),
    throwOnError: unlessGone,
  }).data?.items
}

export function TasksView({ name, tasks }: { name: string; tasks: readonly Task[] | undefined }) {
  if (!tasks) return <SkeletonRows />
  return (
    <Card
      title="For a person to do"
      text="HubSpot’s API has no way for these. Do them in HubSpot, then sync the users: a reading that shows it done closes the task."
      flush
    >
      {tasks.length === 0 ? (
        <EmptyState title="Nothing waits for a person" drawing="calm">
          Deactivating somebody, super admin rights and new permission sets come here, because
          HubSpot lets only a person do them.
        </EmptyState>
      ) : (
        <List label="For a person to do">
          {tasks.map(({ id, email, userId, how, wanted, reason, planId, openedAt }) => (
            <ListRow
              key={id}
              title={
                userId === null ? (
                  email
                ) : (
                  <Link
                    to="/connections/$name/users/$id"
                    params={{ name, id: userId }}
                    className={LINK}
                  >
                    {email}
                  </Link>
                )
              }
              mark={wanted !== null && <Badge>{wanted}</Badge>}
              text={
                <>
                  <p className="text-ink">{how}</p>
                  <p>
                    {reason} Since <RelativeTime at={openedAt} />,{' '}
                    <Link
                      to="/connections/$name/plans/$id"
                      params={{ name, id: planId }}
                      className={LINK}
                    >
                      by this plan
                    </Link>
                    .
                  </p>
                </>
              }
            />
          ))}
        </List>
      )}
    </Card>
  )
}
