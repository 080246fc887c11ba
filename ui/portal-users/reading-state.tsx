/** A reading that runs, one that could not be begun, one that is incomplete: why, and what to do. */
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { Progress } from '../parts/progress.tsx'
import { Moment } from '../parts/time.tsx'
import { stepNumber, type Syncing } from './syncing.ts'
import type { Reading, Reason } from './types.ts'
import { counted, STEPS } from './words.ts'

interface Props {
  /** Begun in this window. */
  readonly syncing: Syncing | undefined
  readonly newest: Reading | undefined
  readonly snapshot: Reading | null
  /** Users who are known: about how many there will be. */
  readonly total: number
}

export function ReadingState({ syncing, newest, snapshot, total }: Props) {
  if (syncing?.state === 'running') return <Running syncing={syncing} />
  return (
    <>
      {syncing?.problem !== undefined && (
        <Callout tone="bad" title="The users could not be read" alert>
          {syncing.problem}
        </Callout>
      )}
      {newest?.state === 'reading' && <Elsewhere reading={newest} total={total} />}
      {newest?.state === 'incomplete' && <Incomplete reading={newest} snapshot={snapshot} />}
    </>
  )
}

const STEP_COUNT = Object.keys(STEPS).length

function Running({ syncing: { step, users, calls, again } }: { syncing: Syncing }) {
  const at = stepNumber(step)
  return (
    <Card
      title="Reading the users"
      text="It goes on when you leave this page, also when you close it."
    >
      <div className="flex flex-col gap-2.5">
        <Progress
          label="Reading the users"
          share={at === 0 ? undefined : (at - 0.5) / STEP_COUNT}
        />
        <p role="status">
          {at === 0 ? 'Beginning' : `Step ${at} of ${STEP_COUNT}: ${STEPS[step ?? '']}`}
        </p>
        <p className="text-soft tabular-nums">
          {counted(users, 'user')} · {counted(calls, 'call')} to HubSpot
        </p>
        {again.length > 0 && (
          <div className="text-soft">
            <p>HubSpot’s answers contradicted each other, so it is read once more:</p>
            <Reasons reasons={again} remedies={false} />
          </div>
        )}
      </div>
    </Card>
  )
}

/** By the schedule, in another window, or before this page was loaded anew. */
function Elsewhere({ reading, total }: { reading: Reading; total: number }) {
  const { begunAt, askedBy, usersRead, calls } = reading
  return (
    <Card
      title="The users are being read"
      text={
        <>
          Begun {askedBy === null ? 'by itself' : `by ${askedBy}`}, <Moment at={begunAt} />.
        </>
      }
    >
      <div className="flex flex-col gap-2.5">
        <Progress
          label="Reading the users"
          share={usersRead > 0 && total > 0 ? Math.min(0.9, usersRead / total) : undefined}
        />
        <p role="status" className="text-soft tabular-nums">
          {counted(usersRead, 'user')} · {counted(calls, 'call')} to HubSpot
        </p>
      </div>
    </Card>
  )
}

function Incomplete({ reading, snapshot }: { reading: Reading; snapshot: Reading | null }) {
  return (
    <Callout
      tone="warn"
      title={
        <>
          The last reading is incomplete (<Moment at={reading.endedAt ?? reading.begunAt} />)
        </>
      }
    >
      <p>
        It changed nothing: nobody is taken for gone because a page was lost.{' '}
        {snapshot
          ? `What stands here is of snapshot ${snapshot.sealed?.snapshot}, the last that is complete.`
          : 'There is no snapshot yet.'}
      </p>
      <Reasons reasons={reading.reasons} remedies />
    </Callout>
  )
}

const Reasons = ({ reasons, remedies }: { reasons: readonly Reason[]; remedies: boolean }) => (
  <ul aria-label="Reasons" className="mt-2 flex flex-col gap-1.5">
    {reasons.map(({ text, remedy }) => (
      <li key={text} className="border-l-2 border-line-strong pl-3">
        {text}
        {remedies && <span className="block text-[0.8125rem]">What to do: {remedy}</span>}
      </li>
    ))}
  </ul>
)
