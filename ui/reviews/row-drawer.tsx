/** One row beside its list: what is judged, what was decided before, and the decision. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Drawer } from '../parts/dialog.tsx'
import { Moment } from '../parts/time.tsx'
import { DecideForm } from './decide-form.tsx'
import { GiveTo } from './give-to.tsx'
import { RowFacts } from './row-facts.tsx'
import type { Kept, Review, ReviewRow } from './types.ts'
import { ASSIGNED, DECISIONS, howDecided } from './words.ts'

interface Props {
  readonly review: Review
  readonly row: ReviewRow
  readonly mayDecide: boolean
  readonly onDone: () => void
  readonly onClose: () => void
}

export function RowDrawer({ review, row, mayDecide, onDone, onClose }: Props) {
  const { data } = useQuery(
    ask('GET /api/v1/reviews/{review}/rows/{row}', { params: { review: review.id, row: row.no } }),
  )
  const mayAssign = useMay('operate')
  return (
    <Drawer open onClose={onClose} title={row.name} text={row.email}>
      <div className="flex flex-col gap-6">
        <RowFacts row={row} />
        <p className="text-[0.8125rem] text-faint">
          Reviewed by {row.reviewer.name}, {ASSIGNED[row.assignedAs]}.
        </p>
        {data && data.history.length > 0 && <History history={data.history} />}
        {mayAssign && review.state === 'open' && <GiveTo review={review} row={row} />}
        {mayDecide && <DecideForm key={row.no} review={review} row={row} onDone={onDone} />}
      </div>
    </Drawer>
  )
}

const History = ({ history }: { history: readonly Kept[] }) => (
  <section>
    <h3 className="mb-2 font-medium">Decided so far</h3>
    <ol className="flex flex-col gap-2">
      {history.map((kept) => (
        <li key={kept.version}>
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={DECISIONS[kept.kind].tone}>{DECISIONS[kept.kind].word}</Badge>
            <span className="text-[0.8125rem] text-faint">
              {kept.by.name}, <Moment at={kept.at} />
              {howDecided(kept) !== '' && `, ${howDecided(kept)}`}
            </span>
          </span>
          {kept.reason !== null && <p className="mt-0.5 text-soft">{kept.reason}</p>}
        </li>
      ))}
    </ol>
  </section>
)
