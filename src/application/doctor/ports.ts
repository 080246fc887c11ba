/** What the examination of an installation tells, check by check. */

/** `passed_over`: what it needs is not there, or is not set up. */
export type CheckStatus = 'ok' | 'warn' | 'fail' | 'passed_over'

export interface CheckResult {
  /** For programs: `disk`, `clock_hubspot`. */
  readonly name: string
  readonly title: string
  readonly status: CheckStatus
  /** What was found, in a sentence. Never a secret. */
  readonly found: string
  /** What to do; `null` where nothing is. */
  readonly remedy: string | null
}

export interface Doctor {
  /** Every check, in the order of the table; one that fails to run is a result too. */
  examine(): Promise<readonly CheckResult[]>
}
