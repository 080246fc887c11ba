/**
 * Writes up to 100 records and answers for each. A durable receipt is there before the call
 * leaves; so the same write sent again, after whatever crash or lost answer, is looked for before
 * it is made. HubSpot itself has no such protection (facts §9).
 */
import { canonicalJson } from '../../domain/audit/canonical.ts'
import { fit } from '../../domain/mcp/fit.ts'
import {
  makesRecords,
  planWrite,
  type WritePlan,
  type WriteQuestion,
} from '../../domain/mcp/write-plan.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Receipt, ReceiptKey } from './ports.ts'
import {
  ABOUT_CONTENT,
  misasked,
  type ToolContext,
  type ToolOutcome,
  type ToolRefusal,
} from './tool-context.ts'
import { checkWrite, mayRead, type Checked } from './write-check.ts'
import { byIndex, refusedRow, summaryOf, type WriteRow } from './write-outcome.ts'
import { previewWrite } from './write-preview.ts'
import { recoverWrite, type Doubt } from './write-recover.ts'
import { sendWrite } from './write-send.ts'

export interface WriteRecords extends WriteQuestion {
  readonly dry_run: boolean
  readonly idempotency_key?: string | undefined
}

/** The very same write within this time is the same one; later it is meant anew. */
const SAME_WRITE_MS = 10 * 60_000
/** As long as a key of the caller's own stands for one write. */
const SAME_KEY_MS = 24 * 60 * 60_000
/** Longer than the longest call to HubSpot with all its waits: who began before is gone. */
const ATTEMPT_LASTS_MS = 180_000
/** Of it, what may pass before the call leaves: the rest is the call's own (110 s and patience). */
const CHECKS_LAST_MS = 50_000

export async function writeRecords(ctx: ToolContext, input: WriteRecords): Promise<ToolOutcome> {
  const { dry_run: dryRun, idempotency_key: ownKey, ...question } = input
  const now = ctx.services.world.now()
  const planned = planWrite(question, now)
  if (!planned.ok) return misasked(planned.error)
  const plan = planned.value
  if (dryRun) {
    const preview = await previewWrite(ctx, plan)
    return preview.ok ? ok(answerOf(ctx, plan, preview.value, { dryRun })) : preview
  }
  const { receipts } = ctx.services
  const digest = ctx.services.hashKey(canonicalJson(question))
  const key: ReceiptKey = {
    principalId: ctx.caller.principal.id,
    connectionId: ctx.connection.id,
    key: ctx.services.hashKey(ownKey === undefined ? `same ${digest}` : `own ${ownKey}`),
  }
  const receipt = await receipts.claim({
    ...key,
    digest,
    now,
    finishedAfter: ago(now, ownKey === undefined ? SAME_WRITE_MS : SAME_KEY_MS),
    begunAfter: ago(now, ATTEMPT_LASTS_MS),
  })
  if (receipt.state !== 'begun' && receipt.state !== 'resumed')
    return withoutWriting(ctx, plan, receipt)
  const written = await attempt(ctx, plan, key, receipt, now)
  return written.ok ? ok(answerOf(ctx, plan, written.value, { dryRun })) : written
}

const ago = (now: Date, ms: number): Date => new Date(now.getTime() - ms)

type Claimed = Extract<Receipt, { state: 'begun' | 'resumed' }>

/** Whatever happens in here, the receipt says afterwards what is known. */
async function attempt(
  ctx: ToolContext,
  plan: WritePlan,
  key: ReceiptKey,
  claimed: Claimed,
  begunAt: Date,
): Promise<Result<readonly WriteRow[], ToolRefusal>> {
  const { receipts, world } = ctx.services
  try {
    const doubt = claimed.state === 'resumed' ? claimed : null
    const written = await write(ctx, plan, doubt, begunAt)
    if (!written.ok) {
      const { uncertain } = written.error
      if (uncertain) await receipts.doubt(key, claimed.attempt, world.now())
      else await receipts.abandon(key, claimed.attempt)
      return uncertain ? err(inDoubt(written.error)) : written
    }
    if (written.value.every(({ status }) => status === 'refused'))
      await receipts.abandon(key, claimed.attempt)
    else await receipts.finish(key, claimed.attempt, kept(written.value), world.now())
    return written
  } catch (thrown) {
    await receipts.doubt(key, claimed.attempt, world.now()).catch(() => undefined)
    throw thrown
  }
}

async function write(
  ctx: ToolContext,
  plan: WritePlan,
  doubt: Doubt | null,
  begunAt: Date,
): Promise<Result<readonly WriteRow[], ToolRefusal>> {
  const readable = mayRead(ctx, plan.objectType)
  const lookFirst = doubt !== null && makesRecords(plan.action)
  if (lookFirst && !readable) return err(cannotLook)
  const checked: Result<Checked, ToolRefusal> = readable
    ? await checkWrite(ctx, plan, !lookFirst)
    : ok({ problems: new Map(), definitions: new Map() })
  if (!checked.ok) return err({ ...checked.error, uncertain: false })
  const { problems, definitions } = checked.value
  const refused = [...problems].map(([index, said]) => refusedRow(index, said.join(' ')))
  const sound = plan.records.filter(({ index }) => !problems.has(index))
  if (ctx.services.world.now().getTime() - begunAt.getTime() > CHECKS_LAST_MS) return err(tooLate)
  if (!lookFirst) {
    const sent = await sendWrite(ctx, plan, sound)
    return sent.ok ? ok(byIndex([...refused, ...sent.value])) : sent
  }
  const recovered = await recoverWrite(ctx, plan, sound, definitions, doubt)
  if (!recovered.ok) return err({ ...recovered.error, uncertain: false })
  const { found, absent, waitMs } = recovered.value
  if (waitMs !== null) return err(notYetCertain(waitMs))
  const sent = await sendWrite(ctx, plan, absent)
  return sent.ok ? ok(byIndex([...refused, ...found, ...sent.value])) : sent
}

/** Ids and statuses: what HubSpot said, and with it values, is not kept. */
const kept = (rows: readonly WriteRow[]): readonly WriteRow[] =>
  rows.map(({ index, status, id, url }) => ({
    index,
    status,
    ...(id !== undefined && { id }),
    ...(url !== undefined && { url }),
    ...(status === 'refused' && {
      message: 'Refused the first time. Correct this record and send it in a call of its own.',
    }),
  }))

function withoutWriting(
  ctx: ToolContext,
  plan: WritePlan,
  receipt: Exclude<Receipt, Claimed>,
): ToolOutcome {
  switch (receipt.state) {
    case 'finished':
      return ok(
        answerOf(ctx, plan, receipt.result as readonly WriteRow[], {
          dryRun: false,
          writtenAt: receipt.at,
        }),
      )
    case 'running': {
      const lasts = receipt.since.getTime() + ATTEMPT_LASTS_MS - ctx.services.world.now().getTime()
      return err({
        code: null,
        message:
          'This very write is being carried out by another call. Call again with the same arguments to get its result.',
        retryAfterSeconds: Math.max(5, Math.min(30, Math.ceil(lasts / 1000))),
        uncertain: false,
      })
    }
    case 'other_request':
      return misasked(
        'This idempotency_key was used for another write. Use a new one for this write.',
      )
  }
}

const inDoubt = (why: ToolRefusal): ToolRefusal => ({
  ...why,
  message: `${why.message} HubSpot may have written it. Call write_records again with exactly the same arguments: it looks before it writes, and makes nothing twice.`,
  retryAfterSeconds: why.retryAfterSeconds ?? 5,
})

const notYetCertain = (waitMs: number): ToolRefusal => ({
  code: null,
  message:
    'An earlier try of this write got no answer, and HubSpot does not show the records yet, which it may still do. Nothing was written now.',
  retryAfterSeconds: Math.ceil(waitMs / 1000),
  // Still as uncertain as before, but no more.
  uncertain: false,
})

const tooLate: ToolRefusal = {
  code: null,
  message: 'HubSpot was too slow to check this write in time. Nothing was written.',
  retryAfterSeconds: 10,
  uncertain: false,
}

const cannotLook: ToolRefusal = {
  code: 'access.scope_missing',
  message:
    'An earlier try of this write got no answer, and you may not read these records, so it cannot be told whether they were made. Have somebody look who may; to make them in any case, call again with a new idempotency_key.',
  retryAfterSeconds: null,
  uncertain: false,
}

function answerOf(
  ctx: ToolContext,
  plan: WritePlan,
  rows: readonly WriteRow[],
  how: { readonly dryRun: boolean; readonly writtenAt?: Date },
) {
  const { items, dropped, cutAt } = fit(rows)
  const unread = !how.dryRun && plan.action !== 'associate' && !mayRead(ctx, plan.objectType)
  return {
    connection: ctx.connection.name,
    object_type: plan.objectType,
    action: plan.action,
    dry_run: how.dryRun,
    repeated: how.writtenAt !== undefined,
    summary: summaryOf(rows),
    results: items,
    notices: [
      ...(how.dryRun
        ? [
            'Nothing was written. Show your user the changes; to write them, call again with dry_run false.',
          ]
        : []),
      ...(how.writtenAt
        ? [
            `This very write was carried out at ${how.writtenAt.toISOString()}; this is its result, and nothing was written again. To write it once more on purpose, give another idempotency_key.`,
          ]
        : []),
      ...(unread
        ? ['You may not read these records, so nothing could be checked beforehand.']
        : []),
      ...(dropped > 0 ? [`${dropped} results had no room; summary counts them all.`] : []),
      ...(cutAt !== null ? [`Texts over ${cutAt} characters were cut.`] : []),
    ],
    about_content: ABOUT_CONTENT,
  }
}
