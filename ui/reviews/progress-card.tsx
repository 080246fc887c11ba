/** How far a review is: together, and reviewer by reviewer. */
import { Card, Facts } from '../parts/card.tsx'
import { Progress } from '../parts/progress.tsx'
import { Day, Moment } from '../parts/time.tsx'
import type { Review } from './types.ts'
import { counted, reviewerOf, STATES } from './words.ts'

export function ProgressCard({ review }: { review: Review }) {
  const { rows, decided, reviewers, connections, endedAt, endedBy, endReason } = review
  return (
    <Card title="How it stands" text={STATES[review.state].text}>
      <div className="flex flex-col gap-4">
        {rows > 0 && (
          <div className="flex flex-col gap-1.5">
            <Progress label="Decided" share={decided / rows} />
            <p className="text-soft tabular-nums">
              {decided} of {counted(rows, 'row')} decided
            </p>
          </div>
        )}
        <Facts
          facts={[
            [
              'Whose access',
              connections
                .map(
                  ({ connection, reading }) =>
                    connection.name + (reading ? ` (snapshot ${reading.snapshot})` : ''),
                )
                .join(', '),
            ],
            [
              'Scope',
              review.scope === 'all'
                ? 'everybody'
                : `privileged only: super admins${review.privilegedSets.map((set) => `, ${set}`).join('')}`,
            ],
            ['Reviewer', reviewerOf(review)],
            ['Stands in', review.fallback.map(({ name }) => name).join(', ')],
            ['Due', <Day key="d" at={review.dueAt} />],
            ...(endedAt === null
              ? []
              : [
                  [
                    'Ended',
                    <span key="e">
                      <Moment at={endedAt} />
                      {endedBy && `, by ${endedBy.name}`}
                      {endReason !== null && `: ${endReason}`}
                    </span>,
                  ] as const,
                ]),
          ]}
        />
        {reviewers.length > 1 && (
          <ul aria-label="Reviewers" className="flex flex-col gap-2">
            {reviewers.map((one) => (
              <li key={one.reviewer.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="w-40 truncate">{one.reviewer.name}</span>
                <span className="min-w-32 grow">
                  <Progress label={one.reviewer.name} share={one.decided / one.rows} />
                </span>
                <span className="text-[0.8125rem] text-soft tabular-nums">
                  {one.decided} of {one.rows}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  )
}
