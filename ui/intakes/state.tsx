/** How far a request is, as a dot with its word. */
import type { Item } from '../api/endpoints.ts'
import { StatusDot } from '../parts/badge.tsx'
import type { Tone } from '../parts/callout.tsx'

export type IntakeView = Item<'GET /api/v1/intakes'>
export type FindingsView = NonNullable<IntakeView['findings']>

const STATES: Record<IntakeView['state'], { readonly word: string; readonly tone: Tone }> = {
  open: { word: 'Waits for its sender', tone: 'accent' },
  submitted: { word: 'Being checked', tone: 'accent' },
  held: { word: 'Waits for you', tone: 'warn' },
  stored: { word: 'A connection now', tone: 'good' },
  refused: { word: 'Refused', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'plain' },
  expired: { word: 'Run out', tone: 'plain' },
  burned: { word: 'Ended: somebody guessed', tone: 'bad' },
}

export function IntakeState({ state }: Pick<IntakeView, 'state'>) {
  const { word, tone } = STATES[state]
  return <StatusDot tone={tone}>{word}</StatusDot>
}
