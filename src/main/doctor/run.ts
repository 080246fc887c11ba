/**
 * Runs every check and gathers what they find. Checks run side by side, each with a limit of its
 * own; one that throws is a finding, not the end of the examination.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CheckResult } from '../../application/doctor/ports.ts'
import { fail, passedOver, type Check, type Finding, type Need, type Subject } from './check.ts'
import { CHECKS } from './checks.ts'

const WITHIN_MS = 15_000

export const examineSubject = (
  subject: Subject,
  checks: readonly Check[] = CHECKS,
  withinMs = WITHIN_MS,
): Promise<readonly CheckResult[]> =>
  Promise.all(
    checks.map(async (check) => {
      const { status, found, remedy = null } = await lookWithin(check, subject, withinMs)
      return { name: check.name, title: check.title, status, found, remedy }
    }),
  )

async function lookWithin(check: Check, subject: Subject, withinMs: number): Promise<Finding> {
  const missing = check.needs.find((need) => subject[need] === undefined)
  if (missing) return passedOver(MISSING[missing])
  const late = new AbortController()
  try {
    return await Promise.race([
      Promise.resolve(check.look(subject)),
      sleep(withinMs, undefined, { signal: late.signal, ref: false }).then(() =>
        fail(
          `This check did not come to an end within ${withinMs / 1000} seconds.`,
          'Run it again; if it stays so, what it asks is stuck.',
        ),
      ),
    ])
  } catch (cause) {
    if (isOlder(cause))
      return passedOver('Not looked at: the database has not been brought to this release yet.')
    return fail(
      `This check failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      'The sentence says what could not be asked; mend that, and run the doctor again.',
    )
  } finally {
    late.abort()
  }
}

/** A table or column that this release makes (PostgreSQL's 42P01, 42703): the migrations tell of that. */
const isOlder = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && ['42P01', '42703'].includes(String(cause.code))

const MISSING: Readonly<Record<Need, string>> = {
  config: 'Not looked at: the configuration has mistakes.',
  database: 'Not looked at: there is no database to ask.',
  running: 'Not looked at: from outside only the running Hubward itself can tell.',
}
