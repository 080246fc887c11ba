/**
 * A check of a connection as it is kept, shown and forwarded. It holds no secret and no value of
 * any record: names of fields, counts, scopes and times only. Its form is a contract of its own
 * (docs/check.md): `schema` changes when a reader of an older one would misread it.
 */
import type { AccountType, Connection, ConnectionState } from '../connection/connection.ts'
import type { CredentialKind } from '../credential/kind.ts'

export const REPORT_SCHEMA = 'hubward.check/1'

/** In the order in which they run; each has its file in `application/check/steps/`. */
export const STEPS = {
  credential: 'Credential',
  portal: 'Portal',
  scopes: 'HubSpot scopes against grants',
  samples: 'Sample reads',
  latency: 'Latency',
  budget: 'Budget',
  versions: 'API versions',
  test_flow: 'Test flow',
} as const
export type StepName = keyof typeof STEPS

/** Worst last. `skipped` says why it was, and what would let it run. */
export type Outcome = 'ok' | 'skipped' | 'warning' | 'failed'

export interface Finding {
  readonly outcome: 'ok' | 'warning' | 'failed'
  /** One or two sentences. */
  readonly text: string
  /** What to do about it; `null` where nothing is to be done. */
  readonly remedy: string | null
}

/** What a step came to. */
export interface Judgement {
  readonly outcome: Outcome
  /** One line for a table. */
  readonly summary: string
  readonly findings: readonly Finding[]
  /** For programs, by step: docs/check.md lists them. */
  readonly facts: Readonly<Record<string, unknown>>
}

export interface StepResult extends Judgement {
  readonly step: StepName
  readonly title: string
  readonly durationMs: number
}

/** `green`: no step failed. Warnings do not keep a connection from working. */
export type Verdict = 'green' | 'red'

export interface CheckReport {
  readonly schema: typeof REPORT_SCHEMA
  /** `chk_…` */
  readonly id: string
  /** ISO 8601 in UTC, as everything that leaves. */
  readonly startedAt: string
  readonly finishedAt: string
  readonly verdict: Verdict
  readonly connection: {
    readonly id: string
    readonly name: string
    readonly title: string
    readonly kind: CredentialKind
    /** After the check: green is what turns a pending one active. */
    readonly state: ConnectionState
  }
  readonly portal: {
    readonly id: number
    readonly name: string | null
    readonly accountType: AccountType
    /** Where HubSpot keeps its data: `na1`, `eu1`. */
    readonly hublet: string
    readonly timeZone: string
  }
  readonly steps: readonly StepResult[]
}

const RANK: Readonly<Record<Outcome, number>> = { ok: 0, skipped: 1, warning: 2, failed: 3 }

/** As bad as its worst finding. */
export function judged(
  summary: string,
  findings: readonly Finding[],
  facts: Readonly<Record<string, unknown>> = {},
): Judgement {
  const outcome = findings.reduce<Outcome>(
    (worst, finding) => (RANK[finding.outcome] > RANK[worst] ? finding.outcome : worst),
    'ok',
  )
  return { outcome, summary, findings, facts }
}

export const skipped = (why: string, remedy: string | null = null): Judgement => ({
  outcome: 'skipped',
  summary: why,
  findings: remedy === null ? [] : [{ outcome: 'ok', text: why, remedy }],
  facts: {},
})

export const fine = (text: string): Finding => ({ outcome: 'ok', text, remedy: null })
export const warning = (text: string, remedy: string | null): Finding => ({
  outcome: 'warning',
  text,
  remedy,
})
export const failure = (text: string, remedy: string): Finding => ({
  outcome: 'failed',
  text,
  remedy,
})

export const verdictOf = (steps: readonly Pick<StepResult, 'outcome'>[]): Verdict =>
  steps.some(({ outcome }) => outcome === 'failed') ? 'red' : 'green'

/** How many steps came to what, in words: `6 ok, 1 warning, 1 skipped`. */
export function countsInWords(steps: readonly Pick<StepResult, 'outcome'>[]): string {
  const count = (outcome: Outcome) => steps.filter((one) => one.outcome === outcome).length
  const words: readonly (readonly [Outcome, string, string])[] = [
    ['failed', 'failed', 'failed'],
    ['warning', 'warning', 'warnings'],
    ['ok', 'ok', 'ok'],
    ['skipped', 'skipped', 'skipped'],
  ]
  return words
    .flatMap(([outcome, one, many]) => {
      const found = count(outcome)
      return found === 0 ? [] : [`${found} ${found === 1 ? one : many}`]
    })
    .join(', ')
}

/** Why a check is red, in one sentence for the state of the connection; `null` where it is green. */
export function whyRed(steps: readonly StepResult[]): string | null {
  const [first] = steps.filter(({ outcome }) => outcome === 'failed')
  if (!first) return null
  const text = first.findings.find(({ outcome }) => outcome === 'failed')?.text ?? first.summary
  return `${first.title}: ${text}`
}

export const portalOf = (connection: Connection): CheckReport['portal'] => ({
  id: connection.portalId,
  name: connection.portalName,
  accountType: connection.accountType,
  hublet: connection.hublet,
  timeZone: connection.timeZone,
})
