/** A diagnosis in one word with its colour. */
import type { Answer } from '../api/endpoints.ts'
import { StatusDot } from '../parts/badge.tsx'
import type { Tone } from '../parts/callout.tsx'

export type HealthHistory = Answer<'GET /api/v1/connections/{connection}/health'>
export type Diagnosis = HealthHistory['diagnosis']
export type Period = HealthHistory['periods'][number]

const TONES: Record<Diagnosis['severity'], Tone> = {
  ok: 'good',
  notice: 'accent',
  warning: 'warn',
  urgent: 'bad',
}

export const toneOf = (severity: Diagnosis['severity']): Tone => TONES[severity]

export const HealthState = ({ diagnosis }: { diagnosis: Diagnosis }) => (
  <StatusDot tone={TONES[diagnosis.severity]}>{diagnosis.title}</StatusDot>
)
