/** How far a request is, as a dot with its word. */
import type { Item } from '../api/endpoints.ts'
import { StatusDot } from '../parts/badge.tsx'
import type { Tone } from '../parts/callout.tsx'
import { useMayApprove } from './may-decide.ts'

export type IntakeView = Item<'GET /api/v1/intakes'>
export type FindingsView = NonNullable<IntakeView['findings']>

const STATES: Record<IntakeView['state'], { readonly word: string; readonly tone: Tone }> = {
  open: { word: 'Waits for its sender', tone: 'accent' },
  submitted: { word: 'Being checked', tone: 'accent' },
  held: { word: 'Waits for a decision', tone: 'warn' },
  stored: { word: 'A connection now', tone: 'good' },
  refused: { word: 'Refused', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'plain' },
  expired: { word: 'Run out', tone: 'plain' },
  burned: { word: 'Ended: somebody guessed', tone: 'bad' },
}

export function IntakeState({ intake }: { intake: IntakeView }) {
  const { state, checking, replaces, connection } = intake
  const mayApprove = useMayApprove(intake)
  const { word, tone } = STATES[state]
  if (state === 'held' && mayApprove) return <StatusDot tone={tone}>Waits for you</StatusDot>
  if (state === 'submitted' && !checking)
    return <StatusDot tone="warn">Could not be checked</StatusDot>
  if (state === 'stored' && !replaces && connection?.state === 'pending' && connection.stateReason)
    return <StatusDot tone="warn">A connection, its check is red</StatusDot>
  if (state === 'stored' && replaces)
    return <StatusDot tone={tone}>Approved as a next key</StatusDot>
  return <StatusDot tone={tone}>{word}</StatusDot>
}
