/**
 * Carries one item out: hands the machine's questions to the portal and the answers back. Each write
 * is in the journal before it leaves; what did nothing is marked so, because whether an invitation may
 * have gone out depends on it.
 */
import { DONE, ended, type Outcome, type Stopped } from '../../../domain/people/apply/outcome.ts'
import type { History } from '../../../domain/people/apply/outcome.ts'
import type {
  PortalAnswer,
  PortalCall,
  PortalWrite,
  StopReason,
} from '../../../domain/people/apply/portal-call.ts'
import { stepsOf } from '../../../domain/people/apply/steps-of.ts'
import type { Block, PlanItem } from '../../../domain/people/plan/plan.ts'

export interface PortalDoor {
  /** Resolves always. */
  call(call: PortalCall): Promise<PortalAnswer>
}

/** What is left of one run, whatever is killed when. */
export interface RunJournal {
  history(itemId: string): Promise<History>
  /** Durable before it resolves. @returns its number; or why nothing may be written any more */
  intend(itemId: string, call: PortalWrite): Promise<number | 'overtaken' | 'halted'>
  /** That write was not carried out, for sure. */
  didNothing(intent: number): Promise<void>
  /** Writes down how it ended, with all that follows from it. */
  conclude(item: PlanItem, outcome: Outcome): Promise<void>
}

export interface CarryOut {
  readonly portal: PortalDoor
  readonly journal: RunJournal
  /** Between two looks at what HubSpot may not show yet. */
  wait(): Promise<void>
}

/** The rungs of one leaver hang on each other. */
const LADDER: ReadonlySet<PlanItem['act']> = new Set(['flag', 'strip', 'reassign', 'remove'])

export interface RunPart {
  /** In the plan's order, without those that ended before. */
  readonly items: readonly PlanItem[]
  /** Of items: what nobody has let pass. */
  readonly blocks: readonly Block[]
  /** Users of whom an earlier part of the run left a rung undone. */
  readonly stuck: Iterable<string>
}

/** @returns why it stopped before the end, or `null` */
export async function carryOutAll(
  { items, blocks, stuck }: RunPart,
  by: CarryOut,
): Promise<StopReason | null> {
  const held = new Map(blocks.map((block) => [block.itemId, block.guard]))
  const waiting = new Set(stuck)
  for (const item of items) {
    const guard = held.get(item.id)
    const rung = LADDER.has(item.act) && item.userId !== null
    const outcome =
      guard === undefined && rung && waiting.has(item.userId)
        ? ended('waits')
        : await carryOut(item, by, guard)
    if ('stopped' in outcome) return outcome.stopped
    if (rung && !DONE.has(outcome.ending)) waiting.add(item.userId)
    await by.journal.conclude(item, outcome)
  }
  return null
}

/**
 * @param guard that holds it back. A write of before a kill is looked for all the same: it may have been
 *   what the guard sees, a seat taken or an invitation sent. Nothing more is written.
 */
async function carryOut(
  item: PlanItem,
  by: CarryOut,
  guard: string | undefined,
): Promise<Outcome | Stopped> {
  const history = await by.journal.history(item.id)
  const held = guard === undefined ? undefined : ended('blocked', { detail: guard })
  if (held && history.writes === 0) return held
  const steps = stepsOf(item, history)
  if (!steps) return held ?? ended('done')
  let next = steps.next()
  while (!next.done) {
    const move = next.value
    let answer: PortalAnswer = { heard: 'done' }
    if (move.do === 'wait') await by.wait()
    else if (move.do === 'ask') answer = await by.portal.call(move.call)
    else if (held) return held
    else answer = await written(item.id, move.call, by)
    next = steps.next(answer)
  }
  return next.value
}

async function written(
  itemId: string,
  call: PortalWrite,
  { portal, journal }: CarryOut,
): Promise<PortalAnswer> {
  const intent = await journal.intend(itemId, call)
  if (typeof intent === 'string') return { heard: 'stop', why: intent }
  const answer = await portal.call(call)
  if (answer.heard === 'stop' || answer.heard === 'refused') await journal.didNothing(intent)
  return answer
}
