/** Writes down what came of a check: report, state of the connection, record and notice, together. */
import {
  portalOf,
  REPORT_SCHEMA,
  verdictOf,
  whyRed,
  type CheckReport,
  type StepResult,
  type Verdict,
} from '../../domain/check/report.ts'
import { stateAfter } from '../../domain/check/state-after.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { failureError, isPassing } from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { inChange, recordChange } from '../change.ts'
import { connectionRecord } from '../connection/record.ts'
import { portalFacts } from '../connection/store-credential.ts'
import { beginHealthAnew, refusedSince } from '../health/begin-anew.ts'
import { tellSenderOfCheck } from '../intake/sender.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import type { CheckRun } from './check-run.ts'

/** A pending one is let through by a check of the credential that it has, and of no other. */
const CHANGED = 'Its credential was changed while it was checked. Check it again.'

/** Since when the credential in use is in the vault: another one has another time. */
const currentSince = async (
  { slots }: Pick<Repositories, 'slots'>,
  connectionId: string,
): Promise<Date | null> => (await slots.get(connectionId, 'current'))?.storedAt ?? null

/** @throws HubwardError `connection.not_found` where it was ended meanwhile */
export async function finishCheck(
  run: CheckRun,
  steps: readonly StepResult[],
  startedAt: Date,
): Promise<CheckReport> {
  const { ctx, checkId } = run
  const verdict = verdictOf(steps)
  const report = await inChange(ctx, async (tx) => {
    const before = await tx.connections.getForUpdate(run.connection.id)
    if (!before) throw new HubwardError('connection.not_found')
    const now = ctx.world.now()
    const since = await currentSince(tx, before.id)
    const changed = (since?.getTime() ?? null) !== run.credentialInUse
    // What a step met later goes before the word of the first one.
    const refused = run.askedAt !== null && (await refusedSince(tx, before, run.askedAt))
    const overtaken = changed || (refused && before.state !== 'pending')
    const after = overtaken ? unchecked(before) : connectionAfter(run, before, steps, now)
    if (!changed && !refused && worksFor(run, before))
      await beginHealthAnew(tx, ctx, before, 'the same')
    if (after !== before) await tx.connections.update(after)
    const made: CheckReport = {
      schema: REPORT_SCHEMA,
      id: checkId,
      startedAt: startedAt.toISOString(),
      finishedAt: now.toISOString(),
      verdict,
      connection: {
        id: after.id,
        name: after.name,
        title: after.title,
        kind: after.kind,
        state: after.state,
      },
      portal: portalOf(after),
      steps,
    }
    const earlier = await tx.checks.before({ id: checkId, connectionId: after.id })
    await tx.checks.finish(checkId, made, now)
    await tell(tx, run, before, made, earlier?.report?.verdict)
    if (before.state === 'pending')
      await tellSenderOfCheck(tx, {
        connectionId: after.id,
        credentialSince: since,
        outcome: after.state === 'active' ? 'active' : 'check_failed',
      })
    await recordChange(tx, ctx, {
      action: 'connection.check',
      targetKind: 'connection',
      targetId: after.id,
      targetName: after.name,
      connectionId: after.id,
      before: connectionRecord(before),
      after: { ...connectionRecord(after), check: checkId, verdict, steps: outcomes(steps) },
    })
    return made
  })
  return report
}

/** Of what is new alone: a check that is red again tells nobody anything. */
async function tell(
  tx: Repositories,
  { ctx }: CheckRun,
  before: Connection,
  { id, connection, verdict, steps }: CheckReport,
  earlier: Verdict | undefined,
): Promise<void> {
  const facts = { connectionId: connection.id, checkId: id }
  const links = [`/connections/${connection.id}`]
  const alsoTo = ctx.actor.kind === 'principal' ? [ctx.actor.principalId] : []
  if (before.state === 'pending' && connection.state === 'active')
    await raiseNotice(tx, ctx, { kind: 'connection.active', facts, links, alsoTo })
  if (before.state === 'active' && connection.state === 'needs_reauth')
    await raiseNotice(tx, ctx, {
      kind: 'connection.needs_reauth',
      facts: { connectionId: connection.id },
      links,
    })
  if (verdict === 'green' || earlier === 'red') return
  const failed = steps.filter(({ outcome }) => outcome === 'failed').map(({ step }) => step)
  await raiseNotice(tx, ctx, {
    kind: 'connection.check_failed',
    facts: { ...facts, failed },
    links,
    alsoTo,
  })
}

const outcomes = (steps: readonly StepResult[]) =>
  Object.fromEntries(steps.map(({ step, outcome }) => [step, outcome]))

/** Whoever replaced or ended the credential meanwhile, or met its end, knows more than this check does. */
const unchecked = (before: Connection): Connection =>
  before.state === 'pending' ? { ...before, stateReason: CHANGED } : before

const worksFor = ({ reading }: CheckRun, { portalId }: Connection): boolean =>
  reading !== null && reading.portalId === portalId

function connectionAfter(
  run: CheckRun,
  before: Connection,
  steps: readonly StepResult[],
  now: Date,
): Connection {
  const { reading, refusedBy } = run
  const rightPortal = worksFor(run, before)
  const state = stateAfter(before, {
    verdict: verdictOf(steps),
    why: whyRed(steps),
    credentialWorks: rightPortal,
    refusedForGood: refusedBy && !isPassing(refusedBy) ? failureError(refusedBy).message : null,
  })
  if (!rightPortal || !reading)
    return state.state === before.state && state.stateReason === before.stateReason
      ? before
      : { ...before, ...state }
  const facts = portalFacts({ kind: before.kind, reading }, now)
  return { ...before, ...facts, ...state }
}
