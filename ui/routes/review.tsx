/** One access review: to decide in, for its reviewers; to run and to close, for whoever operates it. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ask, unlessGone } from '../api/queries.ts'
import { useMay, useSession } from '../api/session.ts'
import { StatusDot } from '../parts/badge.tsx'
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Day } from '../parts/time.tsx'
import { EvidenceCard } from '../reviews/evidence-card.tsx'
import { GapsCard } from '../reviews/gaps-card.tsx'
import { ProgressCard } from '../reviews/progress-card.tsx'
import { ReviewActions } from '../reviews/review-actions.tsx'
import { RowsCard } from '../reviews/rows-card.tsx'
import { STATES } from '../reviews/words.ts'
import { useReview } from '../reviews/use-review.ts'
import { NotFound } from '../shell/fault.tsx'

const route = getRouteApi('/app/reviews/$id')
const BACK = { to: '/reviews', label: 'Access reviews' }

export default function ReviewPage() {
  const { id } = route.useParams()
  const mayRead = useMay('read')
  const { person } = useSession()
  const review = useReview(id)
  const running = review?.state === 'open' || review?.state === 'closing'
  const { data: gaps } = useQuery({
    ...ask('GET /api/v1/reviews/{review}/gaps', { params: { review: id } }),
    enabled: mayRead && running,
    throwOnError: unlessGone,
  })
  if (review === null) return <NotFound what="review" />
  if (!review)
    return (
      <Page title="Access review" back={BACK}>
        <SkeletonRows rows={8} />
      </Page>
    )
  const { word, tone } = STATES[review.state]
  const isReviewer = review.reviewers.some(({ reviewer }) => reviewer.id === person.id)
  return (
    <Page
      title={review.name}
      back={BACK}
      mark={<StatusDot tone={tone}>{word}</StatusDot>}
      text={
        <>
          Access review of {review.connections.map(({ connection }) => connection.name).join(', ')},
          due <Day at={review.dueAt} />
        </>
      }
      actions={<ReviewActions review={review} gaps={gaps} />}
    >
      <div className="flex flex-col gap-6">
        {isReviewer && <RowsCard review={review} mine />}
        <ProgressCard review={review} />
        {mayRead && review.state === 'closed' && <EvidenceCard review={review} />}
        {mayRead && <GapsCard gaps={gaps} />}
        {mayRead && review.state !== 'draft' && <RowsCard review={review} mine={false} />}
      </div>
    </Page>
  )
}
