/** One step of a plan, as the cells of its table show it. */
import { Badge, StatusDot } from '../parts/badge.tsx'
import { differencesOf } from './difference.ts'
import type { Plan, PlanItem } from './types.ts'
import { ACTS, endedWell } from './words.ts'

export const StepBadge = ({ act }: Pick<PlanItem, 'act'>) => (
  <Badge tone={ACTS[act].tone}>{ACTS[act].word}</Badge>
)

/** What will be different, or what is done instead of a change. */
export function StepChanges({ item, names }: { item: PlanItem; names: Plan['names'] }) {
  const differences = differencesOf(item, names)
  const said = extraOf(item)
  return (
    <div className="flex flex-col gap-0.5">
      {differences.map(({ what, before, after }) => (
        <span key={what}>
          <span className="text-faint">{what}:</span>{' '}
          <span className="text-soft line-through decoration-line-strong">{before}</span>
          <span aria-hidden="true"> → </span>
          <span className="sr-only"> becomes </span>
          <span className="font-medium">{after}</span>
        </span>
      ))}
      {said.map((line) => (
        <span key={line} className="text-soft">
          {line}
        </span>
      ))}
    </div>
  )
}

function extraOf({ act, owned, welcome, task, seats }: PlanItem): readonly string[] {
  return [
    ...(task ? [task.wanted === null ? task.how : `${task.how} Wanted: ${task.wanted}.`] : []),
    ...(act === 'reassign'
      ? [`${owned ?? 'An unknown number of'} fields of records get another owner`]
      : []),
    ...(act === 'flag' ? ['Nothing is taken yet; what they have is written down'] : []),
    ...(act === 'remove' ? ['Leaves the portal. This cannot be taken back'] : []),
    ...(welcome ? ['HubSpot invites them by e-mail, once'] : []),
    ...(seats.taken.length > 0 ? [`Takes a seat: ${seats.taken.join(', ')}`] : []),
    ...(seats.freed.length > 0 ? [`Frees a seat: ${seats.freed.join(', ')}`] : []),
  ]
}

export function StepOutcome({ outcome }: Pick<PlanItem, 'outcome'>) {
  if (!outcome) return <span className="text-faint">not yet</span>
  return (
    <span className="flex flex-col">
      <StatusDot tone={endedWell(outcome.ending) ? 'good' : 'warn'}>
        {endedWell(outcome.ending) ? 'Done' : 'Not done'}
      </StatusDot>
      <span className="text-[0.8125rem] text-faint">
        {outcome.text}
        {outcome.detail !== null && ` (${outcome.detail})`}
      </span>
    </span>
  )
}
