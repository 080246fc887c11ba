/** What is otherwise than at the check before. */
import { Link } from '@tanstack/react-router'
import { LINK } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Moment } from '../../parts/time.tsx'
import { LongText } from './long-text.tsx'
import { OUTCOMES } from './outcome.tsx'
import type { Change, Shown } from './types.ts'

export function ChangesCard({ previous, name }: { previous: Shown['previous']; name: string }) {
  if (!previous) return null
  const { id, startedAt, changes } = previous
  return (
    <Card
      title="Since the check before"
      text={
        <Link to="/connections/$name/checks/$check" params={{ name, check: id }} className={LINK}>
          That of <Moment at={startedAt} />
        </Link>
      }
    >
      {changes.length === 0 ? (
        <p className="text-soft">Nothing has changed but numbers.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {changes.map((change) => (
            <OneChange key={change.step} change={change} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function OneChange({ change: { title, before, after, appeared, gone } }: { change: Change }) {
  const was = before === null ? 'not there' : OUTCOMES[before].word
  return (
    <li>
      <p className="font-medium">
        {title}:{' '}
        {before === after ? OUTCOMES[after].word : `${was} before, now ${OUTCOMES[after].word}`}
      </p>
      <ul className="text-[0.8125rem] text-soft">
        {appeared.map((text) => (
          <li key={text}>
            <LongText text={text} before="New: " />
          </li>
        ))}
        {gone.map((text) => (
          <li key={text}>
            <LongText text={text} before="No longer: " />
          </li>
        ))}
      </ul>
    </li>
  )
}
