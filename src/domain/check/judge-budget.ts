/** What HubSpot allows the portal, what is gone of it today, and whether a limit set by hand is too high. */
import type { BudgetSettings } from '../connection/connection.ts'
import { BUDGET_WORDS, grouped } from '../budget/budget-words.ts'
import type { BudgetName } from '../budget/buckets.ts'
import { fine, judged, warning, type Finding, type Judgement } from './report.ts'

export interface BudgetState {
  readonly budget: BudgetName
  readonly limit: number
  readonly remaining: number
  readonly windowMs: number
}

/** What HubSpot's own headers said last; `null` where it did not say. */
export interface ToldLimits {
  readonly burst: number | null
  readonly daily: number | null
}

/** Of the day; from here on a busy afternoon may end it. */
const MOST_OF_IT = 0.8

export function judgeBudget(
  states: readonly BudgetState[],
  byHand: BudgetSettings,
  told: ToldLimits,
): Judgement {
  const daily = states.find(({ budget }) => budget === 'daily')
  const findings = [
    ...states.map(left),
    ...tooHigh('burst', byHand.burst, told.burst),
    ...tooHigh('daily', byHand.daily, told.daily),
  ]
  const summary = daily
    ? `${grouped(daily.remaining)} of ${grouped(daily.limit)} calls left today`
    : 'HubSpot names no daily limit for this credential'
  return judged(summary, findings, {
    buckets: states.map(({ budget, limit, remaining, windowMs }) => ({
      budget,
      limit,
      used: used({ limit, remaining }),
      left: Math.max(0, remaining),
      windowMs,
    })),
    toldByHubSpot: told,
    setByHand: byHand,
  })
}

const used = ({ limit, remaining }: Pick<BudgetState, 'limit' | 'remaining'>): number =>
  Math.max(0, limit - remaining)

function left(state: BudgetState): Finding {
  const { budget, limit, remaining } = state
  const text = `${grouped(limit)} ${BUDGET_WORDS[budget]}: ${grouped(used(state))} used, ${grouped(Math.max(0, remaining))} left.`
  if (budget !== 'daily' || used(state) < limit * MOST_OF_IT) return fine(text)
  return warning(
    text,
    'All programs of the account share the day. See in HubSpot, under Settings, Integrations, what else calls, or buy the API limit increase.',
  )
}

function tooHigh(bucket: 'burst' | 'daily', set: number | null, told: number | null): Finding[] {
  if (set === null || told === null || set <= told) return []
  return [
    warning(
      `The ${bucket} limit is set to ${grouped(set)} by hand, but HubSpot says ${grouped(told)}: calls beyond it are answered 429.`,
      `hubward connection budget <name> --${bucket} tier`,
    ),
  ]
}
