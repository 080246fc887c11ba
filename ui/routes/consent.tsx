/** The question whether an AI client may be let in: who asks, where its answer goes, what it gets. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ask } from '../api/queries.ts'
import { ButtonLink } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Loading, Skeleton } from '../parts/skeleton.tsx'
import { Consent } from '../sign-in/consent.tsx'
import { Door } from '../sign-in/door.tsx'

const route = getRouteApi('/consent/$uid')

export default function ConsentPage() {
  const { uid } = route.useParams()
  const { data, error } = useQuery({
    ...ask('GET /api/v1/consents/{uid}', { params: { uid } }),
    refetchOnWindowFocus: false,
  })
  if (error)
    return (
      <Door title="This question cannot be answered" foot="Nothing was let in.">
        <Callout tone="bad" alert>
          {error.message}
        </Callout>
        <p className="text-soft">Start the connection again in the AI client.</p>
        <ButtonLink to="/">Home</ButtonLink>
      </Door>
    )
  if (!data)
    return (
      <Door title="One moment" wide>
        <Loading>
          <Skeleton className="h-72" />
        </Loading>
      </Door>
    )
  return <Consent uid={uid} question={data} />
}
