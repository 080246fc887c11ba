/** How far a plan is: being carried out here or elsewhere, stopped with its reason, or done. */
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { Progress } from '../parts/progress.tsx'
import { Moment } from '../parts/time.tsx'
import { useApplying, type Applying } from './applying.ts'
import type { Plan } from './types.ts'
import { endedWell, stopOf } from './words.ts'

export function RunState({ plan }: { plan: Plan }) {
  const { applying } = useApplying(plan.id)
  if (applying?.state === 'running') return <Here applying={applying} />
  return (
    <>
      {applying?.problem !== undefined && (
        <Callout tone="bad" title="It could not be carried on" alert>
          {applying.problem}
        </Callout>
      )}
      <Known plan={plan} />
    </>
  )
}

function Here({ applying: { now, done, all } }: { applying: Applying }) {
  return (
    <Card
      title="The plan is being applied"
      text="It goes on when you leave this page, also when you close it."
    >
      <div className="flex flex-col gap-2.5">
        <Progress label="Applying the plan" share={all ? done / all : undefined} />
        <p role="status" className="break-words">
          {now}
        </p>
        {all !== undefined && (
          <p className="text-soft tabular-nums">
            {done} of {all} steps
          </p>
        )}
      </div>
    </Card>
  )
}

function Known({ plan: { run, items, connection } }: { plan: Plan }) {
  if (!run) return null
  const ended = items.filter(({ outcome }) => outcome !== null)
  const good = ended.filter(({ outcome }) => outcome && endedWell(outcome.ending)).length
  switch (run.state) {
    case 'running':
      return (
        <Card
          title="The plan is being applied"
          text={
            <>
              By {run.by.name}, since <Moment at={run.begunAt} />.
            </>
          }
        >
          <div className="flex flex-col gap-2.5">
            <Progress label="Applying the plan" share={ended.length / Math.max(1, items.length)} />
            <p role="status" className="text-soft tabular-nums">
              {ended.length} of {items.length} steps
            </p>
          </div>
        </Card>
      )
    case 'stopped':
      return (
        <Callout
          tone="warn"
          title={
            <>
              It stopped after {ended.length} of {items.length} steps: {stopOf(run.stoppedBy)}
            </>
          }
          actions={run.stoppedBy === 'halted' && <Resume connection={connection.name} />}
        >
          What was done is below, step by step. Going on begins where it stopped.
        </Callout>
      )
    case 'finished':
      return (
        <Callout
          tone={good === items.length ? 'good' : 'warn'}
          title={
            <>
              Applied by {run.by.name}, <Moment at={run.endedAt ?? run.begunAt} />
            </>
          }
        >
          {good === items.length
            ? items.length === 1
              ? 'The step was done, and was seen in the portal afterwards.'
              : `All ${items.length} steps were done, and each was seen in the portal afterwards.`
            : `${good} of ${items.length} steps were done. The others say below why not.`}
        </Callout>
      )
  }
}

export function Resume({ connection }: { connection: string }) {
  const mayApprove = useMay('approve')
  const resume = useAct('POST /api/v1/connections/{connection}/people/resume', {
    done: 'Plans can be applied again',
    changes: ['people', 'audit'],
  })
  if (!mayApprove) return null
  return (
    <Button
      size="small"
      icon="play"
      pending={resume.isPending}
      onClick={() => resume.mutate({ params: { connection } })}
    >
      Let plans be applied again
    </Button>
  )
}
