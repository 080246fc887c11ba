import { stepsBetween } from '../../domain/audit/steps.ts'
import type { CallCounts, CountFilter } from '../activity/ports.ts'
import { HubwardError } from '../../domain/errors.ts'
import { authorise, type Context } from '../context.ts'

export interface ShowTimeline extends Omit<CountFilter, 'from' | 'to'> {
  /** A day before `to` unless told. */
  readonly from?: Date
  /** Now unless told. */
  readonly to?: Date
}

export interface Timeline {
  readonly from: Date
  readonly to: Date
  readonly stepMs: number
  /** Every step, the empty ones too, oldest first; at most 120. */
  readonly steps: readonly (CallCounts & { readonly from: Date })[]
  readonly countedThrough: number
}

const DAY_MS = 86_400_000
const LONGEST_MS = 100 * 366 * DAY_MS

/** Calls over time, at even times around those asked. @throws HubwardError `request.invalid` */
export async function showTimeline(ctx: Context, input: ShowTimeline): Promise<Timeline> {
  authorise(ctx, 'read', 'audit')
  const { from: asked, to: until = ctx.world.now(), ...filter } = input
  const since = asked ?? new Date(until.getTime() - DAY_MS)
  if (since >= until) throw invalid('The beginning of a timeline lies before its end.')
  if (until.getTime() - since.getTime() > LONGEST_MS)
    throw invalid('A timeline spans a hundred years at most.')
  const { from, to, stepMs, count } = stepsBetween(since, until)
  const countedThrough = await ctx.activity.countedThrough()
  const counted = await ctx.activity.overTime({ ...filter, from, to }, stepMs)
  const known = new Map(counted.map((step) => [step.from.getTime(), step]))
  const steps = Array.from({ length: count }, (_, index) => {
    const at = from.getTime() + index * stepMs
    return known.get(at) ?? { from: new Date(at), permitted: 0, refused: 0, failed: 0 }
  })
  return { from, to, stepMs, steps, countedThrough }
}

const invalid = (message: string) =>
  new HubwardError('request.invalid', message, { fields: [{ path: 'from', message }] })
