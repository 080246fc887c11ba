/**
 * Checks a connection step by step, and keeps what came of it. It goes on when whoever watches goes
 * away. One runs per connection at a time, over all processes; one whose process died is taken for
 * interrupted after {@link DEAD_MS} and is in nobody's way.
 */
import {
  judged,
  failure,
  STEPS,
  skipped,
  type CheckReport,
  type Judgement,
  type StepResult,
} from '../../domain/check/report.ts'
import { HubwardError } from '../../domain/errors.ts'
import { findConnection } from '../access/find.ts'
import { credentialInUse } from '../connection/credential-in-use.ts'
import type { AccountReading } from '../connection/ports.ts'
import { authorise, newId, type Context } from '../context.ts'
import { CheckRun, type CheckOptions, type Step } from './check-run.ts'
import { finishCheck } from './finish-check.ts'
import { ProgressFeed } from '../progress-feed.ts'
import type { CheckProgress } from './progress.ts'
import { CHECK_STEPS } from './steps/all.ts'

export interface CheckConnection extends Partial<CheckOptions> {
  /** Id or name. */
  readonly connection: string
  /** What HubSpot has just said of the credential, where it was asked a moment ago. */
  readonly reading?: AccountReading
}

export interface RunningCheck {
  readonly id: string
  readonly progress: AsyncIterable<CheckProgress>
  /** @throws HubwardError what kept it from being finished */
  readonly done: Promise<CheckReport>
}

const BEAT_MS = 5_000
/** Without a sign of life: four beats missed. */
export const DEAD_MS = 20_000

/**
 * Begins it and returns at once.
 *
 * @throws HubwardError `connection.not_found`, `check.running`; `auth.forbidden` where a test flow
 *   or samples are asked for by somebody who may not touch credentials
 */
export async function startCheck(ctx: Context, input: CheckConnection): Promise<RunningCheck> {
  authorise(ctx, 'operate', 'connection.check')
  if (input.testFlow) authorise(ctx, 'secure', 'connection.check with a test flow')
  if (input.showSample) authorise(ctx, 'secure', 'connection.check with samples')
  const connection = await findConnection(ctx.store.read, input.connection)
  const inUse = await credentialInUse(ctx.store.read, connection.id)
  const id = newId(ctx.world, 'check')
  const startedAt = ctx.world.now()
  const begun = await ctx.store.read.checks.begin(
    {
      id,
      connectionId: connection.id,
      state: 'running',
      startedAt,
      requestedBy: ctx.actor.kind === 'principal' ? ctx.actor.principalId : null,
      testFlow: input.testFlow === true,
      report: null,
    },
    DEAD_MS,
  )
  if (!begun)
    throw new HubwardError(
      'check.running',
      `A check of "${connection.name}" is running already. Wait until it is done, or look at it under the connection's checks.`,
    )
  const feed = new ProgressFeed<CheckProgress>()
  const options: CheckOptions = {
    expectedPortalId: input.expectedPortalId ?? null,
    testFlow: input.testFlow === true,
    showSample: input.showSample === true,
  }
  const speaking: { step: Step | null } = { step: null }
  const say = (text: string): void => {
    if (speaking.step) feed.tell({ event: 'doing', step: speaking.step.name, text })
  }
  const run = new CheckRun(ctx, id, connection, options, {
    say,
    reading: input.reading ?? null,
    credentialInUse: inUse,
  })
  const done = runSteps(run, feed, speaking, startedAt)
  // Whoever only watches the progress need not catch this as well.
  done.catch(() => undefined)
  return { id, progress: feed, done }
}

/** Runs it to its end. @throws HubwardError as {@link startCheck}, and what kept it from its end */
export async function checkConnection(ctx: Context, input: CheckConnection): Promise<CheckReport> {
  authorise(ctx, 'operate', 'connection.check')
  return (await startCheck(ctx, input)).done
}

async function runSteps(
  run: CheckRun,
  feed: ProgressFeed<CheckProgress>,
  speaking: { step: Step | null },
  startedAt: Date,
): Promise<CheckReport> {
  const beating = beat(run)
  try {
    feed.tell({
      event: 'begun',
      check: run.checkId,
      steps: CHECK_STEPS.map(({ name }) => ({ step: name, title: STEPS[name] })),
    })
    const results: StepResult[] = []
    for (const step of CHECK_STEPS) {
      speaking.step = step
      feed.tell({ event: 'step_begun', step: step.name })
      const result = await runStep(run, step, results)
      results.push(result)
      feed.tell({ event: 'step', result, samples: step.name === 'samples' ? run.samples : null })
    }
    const report = await finishCheck(run, results, startedAt)
    feed.tell({ event: 'done', report })
    return report
  } catch (thrown) {
    run.ctx.log.error({ err: thrown, check: run.checkId }, 'A check could not be finished')
    const known =
      thrown instanceof HubwardError
        ? thrown
        : new HubwardError('internal', 'The check could not be finished. The log says why.')
    feed.tell({ event: 'broke', code: known.code, message: known.message })
    throw known
  } finally {
    clearInterval(beating)
    feed.end()
  }
}

async function runStep(
  run: CheckRun,
  step: Step,
  before: readonly StepResult[],
): Promise<StepResult> {
  const { world } = run.ctx
  const begun = world.monotonicMs()
  const blocking = before.find(
    (one) => step.needs.includes(one.step) && !['ok', 'warning'].includes(one.outcome),
  )
  const judgement = blocking
    ? skipped(`Not run: it needs "${blocking.title}" to be well first`)
    : await guarded(run, step)
  const durationMs = Math.round(world.monotonicMs() - begun)
  return { step: step.name, title: STEPS[step.name], ...judgement, durationMs }
}

/** A step that stumbles over something of ours is a failed step, so that the others are still seen. */
async function guarded(run: CheckRun, step: Step): Promise<Judgement> {
  try {
    return await step.run(run)
  } catch (thrown) {
    if (!(thrown instanceof HubwardError))
      run.ctx.log.error({ err: thrown, step: step.name }, 'A step of a check failed inside Hubward')
    const text =
      thrown instanceof HubwardError ? thrown.message : 'Something went wrong inside Hubward.'
    return judged('It could not be done', [
      failure(text, 'Run the check again; if it stays so, look in the log of Hubward.'),
    ])
  }
}

function beat({ ctx, checkId }: CheckRun): NodeJS.Timeout {
  const once = (): void => {
    ctx.store.read.checks.beat(checkId).catch(() => undefined)
  }
  return setInterval(once, BEAT_MS).unref()
}
