/** What keeps a review from being closed. */
import { Card } from '../parts/card.tsx'
import { List, ListRow } from '../parts/list.tsx'
import type { Gaps } from './types.ts'

const SHOWN = 50

export function GapsCard({ gaps }: { gaps: Gaps | undefined }) {
  const all = gaps ? [...gaps.uncovered, ...gaps.unproven] : []
  if (all.length === 0) return null
  return (
    <Card
      title="What keeps it from being closed"
      text="Nobody’s word closes a review: every row has to be covered, and every revocation shown by a reading."
      flush
    >
      <List label="What keeps it from being closed">
        {all.slice(0, SHOWN).map(({ no, email, gap, text, reviewer }) => (
          <ListRow
            key={`${no} ${gap}`}
            title={email}
            text={`${text} Reviewer: ${reviewer.name}.`}
          />
        ))}
      </List>
      {all.length > SHOWN && (
        <p className="border-t border-line px-4 py-3 text-[0.8125rem] text-faint sm:px-5">
          And {all.length - SHOWN} more.
        </p>
      )}
    </Card>
  )
}
