/** What can be done with a plan: apply it, go on with it, stop it, plan the way back. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { useApplying } from './applying.ts'
import type { Plan } from './types.ts'
import { ACTS, countsOf } from './words.ts'

export function PlanActions({ plan }: { plan: Plan }) {
  const { applying } = useApplying(plan.id)
  const state = applying?.state === 'running' ? 'running' : (plan.run?.state ?? 'open')
  return (
    <>
      {state === 'running' && <Halt connection={plan.connection.name} />}
      {(state === 'finished' || state === 'stopped') && <Undo plan={plan} />}
      {(state === 'open' || state === 'stopped') && <Apply plan={plan} />}
    </>
  )
}

function Apply({ plan }: { plan: Plan }) {
  const mayApprove = useMay('approve')
  const [asked, setAsked] = useState(false)
  const { start } = useApplying(plan.id)
  const left = plan.items.filter(({ outcome }) => outcome === null)
  if (!mayApprove || left.length === 0 || plan.open.length > 0) return null
  const removes = left.some(({ act }) => act === 'remove')
  const again = plan.run !== null
  return (
    <>
      <Button look="primary" icon="play" onClick={() => setAsked(true)}>
        {again ? 'Go on with it…' : 'Apply…'}
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={again ? 'Go on where it stopped?' : 'Apply this plan?'}
        text={`In ${plan.connection.name}, at HubSpot itself.`}
        consequences={[
          ...countsOf(left).map(([act, count]) => capital(ACTS[act].many(count))),
          'The portal is read again first, and every guard is asked again. Who is no longer as the plan shows is passed over.',
          ...finalWords(left.map(({ act }) => act)),
        ]}
        danger={removes}
        action={again ? 'Go on' : `Apply ${left.length} ${left.length === 1 ? 'step' : 'steps'}`}
        onConfirm={() => start(plan)}
      />
    </>
  )
}

/** What an undoing brings back, and what it does not. */
function finalWords(acts: readonly Plan['items'][number]['act'][]): readonly string[] {
  const words = [
    ...(acts.includes('remove') ? ['A removal cannot be taken back.'] : []),
    ...(acts.includes('create')
      ? [
          'An invitation that was sent stays sent; who was created leaves step by step, as everybody does.',
        ]
      : []),
  ]
  const rest = words.length === 0 ? 'All of it' : 'The rest'
  return [...words, `${rest} can be taken back, by planning the way back.`]
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function Halt({ connection }: { connection: string }) {
  const mayOperate = useMay('operate')
  const halt = useAct('POST /api/v1/connections/{connection}/people/halt', {
    done: 'Stopped before the next write. Nothing is applied until somebody resumes it',
    changes: ['people', 'audit'],
  })
  if (!mayOperate) return null
  return (
    <Button
      look="danger"
      icon="pause"
      pending={halt.isPending}
      onClick={() => halt.mutate({ params: { connection } })}
    >
      Stop before the next write
    </Button>
  )
}

function Undo({ plan }: { plan: Plan }) {
  const mayOperate = useMay('operate')
  const go = useNavigate()
  const undo = useAct('POST /api/v1/people/plans/{plan}/undo', {
    done: 'Look at the way back, then apply it',
    changes: ['connections', 'audit'],
    onDone: ({ id, connection: { name } }) =>
      go({ to: '/connections/$name/plans/$id', params: { name, id } }),
  })
  if (!mayOperate || !plan.items.some(({ outcome }) => outcome?.ending === 'done')) return null
  return (
    <Button
      icon="arrow-left"
      pending={undo.isPending}
      onClick={() => undo.mutate({ params: { plan: plan.id } })}
    >
      Plan the way back
    </Button>
  )
}
