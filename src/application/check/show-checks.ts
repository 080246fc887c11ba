/** Reports of checks, for whoever may read: the last ones of a connection, and one with what changed. */
import { differenceOf, type StepChange } from '../../domain/check/difference.ts'
import type { CheckReport } from '../../domain/check/report.ts'
import { HubwardError } from '../../domain/errors.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import type { StoredCheck } from './ports.ts'

/** A page of them; older ones are found in the audit. */
const SHOWN = 50

/** Newest first. @throws HubwardError `connection.not_found` */
export async function listChecks(
  ctx: Context,
  input: { readonly connection: string },
): Promise<readonly StoredCheck[]> {
  authorise(ctx, 'read', 'connection.checks')
  const { id } = await findConnection(ctx.store.read, input.connection)
  return ctx.store.read.checks.list(id, SHOWN)
}

export interface ShownCheck {
  readonly report: CheckReport
  /** The finished one before it, and what is otherwise since; `null` for the first. */
  readonly previous: {
    readonly id: string
    readonly startedAt: Date
    readonly changes: readonly StepChange[]
  } | null
}

/** @throws HubwardError `resource.not_found` also for one that is not finished */
export async function showCheck(
  ctx: Context,
  input: { readonly check: string },
): Promise<ShownCheck> {
  authorise(ctx, 'read', 'connection.check')
  const { checks } = ctx.store.read
  const found = await checks.get(input.check)
  if (!found?.report)
    throw new HubwardError(
      'resource.not_found',
      found
        ? `The check "${input.check}" has no report: it ${found.state === 'running' ? 'is still running' : 'was interrupted'}.`
        : `There is no check "${input.check}".`,
    )
  const before = await checks.before(found)
  return {
    report: found.report,
    previous: before?.report
      ? {
          id: before.id,
          startedAt: before.startedAt,
          changes: differenceOf(before.report, found.report),
        }
      : null,
  }
}
