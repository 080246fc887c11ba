/**
 * Whatever is asked of a review in whatever order, it is in the state that the table says, refuses by the
 * code that the model foresees, and is never closed with a hole in it.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeOf } from '../../../tests/support/check-rig.ts'
import { DAY_MS, KEEP, REMOVE, reviewWorld } from '../../../tests/support/review-world.ts'
import type { Decision, DecisionKind } from '../../domain/review/decision.ts'
import type { Review, ReviewState } from '../../domain/review/review.ts'
import { cancelReview } from './cancel-review.ts'
import { closeReview } from './close-review.ts'
import { freezeReview, reopenReview } from './freeze-review.ts'
import { openReview } from './open-review.ts'
import { showRow } from './show-reviews.ts'

const there = reviewWorld()
const { created, decide, later, rowsOf, sync, world } = there

/** Both by row; a row of three is what a campaign of thousands is made of. */
interface Model {
  state: ReviewState
  /** What counts, and how many versions there are. */
  readonly decided: Map<string, { kind: DecisionKind; versions: number; at: number }>
  /** Who is deactivated in the portal, and when the portal was read last. */
  readonly gone: Set<string>
  shown: Set<string>
  readAt: number
}

type Step =
  | { readonly do: 'open' | 'freeze' | 'reopen' | 'close' | 'cancel' | 'sync' }
  | { readonly do: 'decide'; readonly who: number; readonly kind: 'keep' | 'remove' | 'exception' }
  | { readonly do: 'deactivate'; readonly who: number }
  | { readonly do: 'wait'; readonly days: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ do: 'sync' as const }) },
  { weight: 4, arbitrary: fc.constantFrom('open', 'freeze', 'close').map((one) => ({ do: one })) },
  { weight: 1, arbitrary: fc.constantFrom('reopen', 'cancel').map((one) => ({ do: one })) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      who: fc.nat(2),
      kind: fc.constantFrom('keep', 'remove', 'exception'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deactivate' as const), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.nat(3) }) },
)

/** How long an exception lasts here. */
const EXCEPTION_MS = 2 * DAY_MS

const decisionOf = (kind: 'keep' | 'remove' | 'exception', now: number): Decision => {
  if (kind === 'keep') return KEEP
  const until = new Date(now + EXCEPTION_MS).toISOString()
  return kind === 'remove' ? REMOVE : { kind, until, reason: 'for a while' }
}

const now = () => there.ctx.world.now().getTime()

/** The code of the refusal, or `null` where it goes through. */
function foresee(model: Model, asked: Step, emails: readonly string[]): string | null {
  const { state, decided, shown } = model
  const wrong = (...wanted: readonly ReviewState[]) =>
    wanted.includes(state) ? null : 'review.wrong_state'
  const covered = emails.every((email) => {
    const one = decided.get(email)
    return one && (one.kind !== 'exception' || now() < one.at + EXCEPTION_MS)
  })
  const proven = [...decided].every(
    ([email, { kind, at }]) => kind !== 'remove' || (shown.has(email) && model.readAt >= at),
  )
  switch (asked.do) {
    case 'open':
      return wrong('draft') ?? (now() - model.readAt > DAY_MS ? 'review.reading_stale' : null)
    case 'freeze':
      return wrong('open') ?? (covered ? null : 'review.not_covered')
    case 'reopen':
      return wrong('closing')
    case 'cancel':
      return wrong('draft', 'open', 'closing')
    case 'close':
      return (
        wrong('closing') ??
        (covered ? null : 'review.not_covered') ??
        (proven ? null : 'review.not_proven')
      )
    case 'decide':
      return wrong('open')
    case 'sync':
    case 'deactivate':
    case 'wait':
      return null
  }
}

const AFTER = {
  open: 'open',
  freeze: 'closing',
  reopen: 'open',
  close: 'closed',
  cancel: 'cancelled',
} as const

test('a review does what the model says, whatever is asked of it', async () => {
  let run = 0
  const ends = new Set<ReviewState>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), async (steps) => {
      run++
      const { people } = world.rig.portal
      // Of these three alone, and of super admins, who are kept: nobody else holds that set.
      const set = people.createPermissionSet({ name: `Model ${run}`, requiresBillingWrite: false })
      const emails = [0, 1, 2].map((n) => {
        const email = `model-${run}-${n}@our-firm.example`
        people.happens(people.invite({ email, roleIds: [set.id] }).id, { event: 'accepted' })
        return email
      })
      await sync()
      const review = await created({ scope: 'privileged', privilegedSets: [set.name] })
      const model: Model = {
        state: 'draft',
        decided: new Map(),
        gone: new Set(),
        shown: new Set(),
        readAt: now(),
      }
      for (const asked of [{ do: 'open' } as const, ...steps, ...TAIL])
        await take(model, asked, review, emails)
      ends.add(model.state)
    }),
    { numRuns: 12 },
  )
  expect([...ends]).toContain('closed')
}, 300_000)

/** Closes whatever was neither closed nor cancelled before. */
const TAIL: readonly Step[] = [
  { do: 'reopen' },
  ...[0, 1, 2].map((who) => ({ do: 'decide', who, kind: 'keep' }) as const),
  { do: 'freeze' },
  { do: 'close' },
]

async function take(
  model: Model,
  asked: Step,
  review: Review,
  emails: readonly string[],
): Promise<void> {
  later(1_000)
  const foreseen = foresee(model, asked, emails)
  const code = await codeOf(doIt(model, asked, review, emails))
  expect([asked.do, code.startsWith('no refusal') ? null : code]).toEqual([asked.do, foreseen])
  const stored = await there.ctx.store.read.reviews.get(review.id)
  if (foreseen === null && asked.do in AFTER) model.state = AFTER[asked.do as keyof typeof AFTER]
  expect(stored?.state).toBe(model.state)
  for (const [email, { kind, versions }] of model.decided) {
    const no = await rowOf(review, email)
    const { history, decided } = await showRow(there.ctx, { review: review.id, row: no })
    expect([history.length, decided?.decision.kind]).toEqual([versions, kind])
  }
}

async function keepSuperAdmins(review: Review, emails: readonly string[]): Promise<void> {
  const others = (await rowsOf(review)).filter(({ row }) => !emails.includes(row.email))
  await decide(
    review,
    others.map(({ row }) => row.no),
    KEEP,
  )
}

async function rowOf(review: Review, email: string): Promise<number> {
  const found = (await rowsOf(review)).find(({ row }) => row.email === email)
  return found?.row.no ?? 1
}

async function doIt(
  model: Model,
  asked: Step,
  { id, ...review }: Review,
  emails: readonly string[],
): Promise<void> {
  const input = { review: id, reason: 'as the model wants' }
  const { ctx } = there
  switch (asked.do) {
    case 'open':
      await openReview(ctx, input)
      await keepSuperAdmins({ id, ...review }, emails)
      return
    case 'freeze':
      return void (await freezeReview(ctx, input))
    case 'reopen':
      return void (await reopenReview(ctx, input))
    case 'cancel':
      return void (await cancelReview(ctx, input))
    case 'close':
      return void (await closeReview(ctx, input))
    case 'sync':
      await sync()
      model.readAt = now()
      model.shown = new Set(model.gone)
      return
    case 'wait':
      return later(asked.days * DAY_MS)
    case 'deactivate': {
      const user = world.rig.portal.people.find(emails[asked.who] ?? '')
      if (user && user.state !== 'deactivated')
        world.rig.portal.people.happens(user.id, { event: 'deactivated' })
      model.gone.add(emails[asked.who] ?? '')
      return
    }
    case 'decide': {
      const email = emails[asked.who] ?? ''
      const at = now()
      await decide(
        { id, ...review },
        [await rowOf({ id, ...review }, email)],
        decisionOf(asked.kind, at),
      )
      const versions = (model.decided.get(email)?.versions ?? 0) + 1
      model.decided.set(email, { kind: asked.kind, versions, at })
    }
  }
}
