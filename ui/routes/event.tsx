/** One event of the audit as a page of its own, for a link that is handed on. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { unlessGone } from '../api/queries.ts'
import { EventDetail } from '../activity/event-detail.tsx'
import { eventQuery } from '../activity/event-query.ts'
import { eventOf, titleOf } from '../activity/event-words.ts'
import { ButtonLink } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Page } from '../parts/page.tsx'
import { Loading, Skeleton } from '../parts/skeleton.tsx'
import { NotFound } from '../shell/fault.tsx'

const route = getRouteApi('/app/activity/$sequence')

export default function EventPage() {
  const sequence = Number(route.useParams().sequence)
  const known = Number.isSafeInteger(sequence) && sequence > 0
  const { data, error } = useQuery({
    ...eventQuery(sequence),
    enabled: known,
    throwOnError: unlessGone,
  })
  if (!known || error?.status === 404) return <NotFound what="event" />
  return (
    <Page
      title={data ? titleOf(eventOf(data)) : `Event ${sequence}`}
      back={{ to: '/activity', label: 'Activity' }}
      width="narrow"
      actions={
        <>
          {sequence > 1 && (
            <ButtonLink
              to="/activity/$sequence"
              params={{ sequence: String(sequence - 1) }}
              size="small"
              icon="left"
            >
              Before
            </ButtonLink>
          )}
          <ButtonLink
            to="/activity/$sequence"
            params={{ sequence: String(sequence + 1) }}
            size="small"
            icon="right"
          >
            After
          </ButtonLink>
        </>
      }
    >
      <Card>
        {data ? (
          <EventDetail recorded={data} />
        ) : (
          <Loading>
            <Skeleton className="h-52" />
            <Skeleton className="mt-7 h-72" />
          </Loading>
        )}
      </Card>
    </Page>
  )
}
