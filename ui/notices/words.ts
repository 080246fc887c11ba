/** The words of notices: how much one matters, how soon it goes out. */
import type { Item } from '../api/endpoints.ts'

type Choice = Item<'GET /api/v1/notice-choices'>
export type Pace = Choice['email']

export const SEVERITIES = {
  urgent: { word: 'urgent', tone: 'bad' },
  attention: { word: 'attention', tone: 'warn' },
  info: { word: 'info', tone: 'plain' },
} as const satisfies Record<Choice['severity'], unknown>

const PACES: Record<Pace, string> = {
  immediately: 'Immediately',
  hourly: 'Hourly, together',
  daily: 'Daily, together',
  off: 'Not at all',
}

export const PACE_OPTIONS = Object.entries(PACES).map(([value, label]) => ({ value, label }))
export const paceName = (pace: Pace): string => PACES[pace]
