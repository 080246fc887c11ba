/** What HubSpot allows the portal, what is gone of it today, and whether a limit set by hand is too high. */
import type { BudgetSettings } from '../connection/connection.ts'
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

const WORDS: Readonly<Record<BudgetName, string>> = {
  burst: 'calls in 10 seconds',
  search: 'searches in a second',
  associations: 'association calls in 10 seconds',
  daily: 'calls today',
}

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
    ? `${words(daily.remaining)} of ${words(daily.limit)} calls left today`
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
  const text = `${words(limit)} ${WORDS[budget]}: ${words(used(state))} used, ${words(Math.max(0, remaining))} left.`
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
      `The ${bucket} limit is set to ${words(set)} by hand, but HubSpot says ${words(told)}: calls beyond it are answered 429.`,
      `hubward connection budget <name> --${bucket} tier`,
    ),
  ]
}

/** `1,250` */
const words = (count: number): string =>
  String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
