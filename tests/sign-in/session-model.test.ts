/**
 * Sessions against a model, over a real database: whatever people, thieves and time do in whatever
 * order, a cookie opens exactly what it should.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authenticate } from '../../src/application/sign-in/authenticate.ts'
import { endSession, endSessions, signOut } from '../../src/application/sign-in/sessions.ts'
import { stepUp } from '../../src/application/sign-in/step-up.ts'
import type { StartedSession } from '../../src/application/sign-in/start-session.ts'
import { ABSOLUTE_MS, IDLE_MS, STEP_UP_MS, TOUCH_MS } from '../../src/domain/sign-in/session.ts'
import { signInRig, type Person, type SignInRig } from '../support/sign-in-rig.ts'

let rig: SignInRig
let person: Person
beforeAll(async () => {
  rig = await signInRig()
  await rig.firstAdmin()
  person = await rig.invited('model@example.com', 'member')
})
afterAll(() => rig.close())

/** One session as the model sees it. Times in milliseconds of the turned clock. */
interface Known {
  readonly secrets: StartedSession[]
  readonly createdAt: number
  seenAt: number
  steppedUpAt: number
  ended: boolean
}

const now = () => rig.org.clock.now.getTime()

function standing(known: Known, secret: number): 'ok' | 'replayed' | 'revoked' | 'expired' {
  if (secret < known.secrets.length - 1) return 'replayed'
  if (known.ended) return 'revoked'
  if (now() >= known.createdAt + ABSOLUTE_MS || now() >= known.seenAt + IDLE_MS) return 'expired'
  return 'ok'
}

async function use(known: Known, secret: number): Promise<void> {
  const expected = standing(known, secret)
  const found = await authenticate(rig.anonymous, rig.visit(known.secrets[secret]))
  expect(found.ok ? 'ok' : found.error).toBe(expected)
  if (!found.ok) return
  if (now() - known.seenAt >= TOUCH_MS) known.seenAt = now()
  const { actor } = await rig.as(known.secrets[secret] as StartedSession)
  const until = known.steppedUpAt + STEP_UP_MS
  expect(actor).toMatchObject({ steppedUpUntil: until > now() ? new Date(until) : null })
}

type Step = (sessions: Known[]) => Promise<void>

const pick = <T>(all: readonly T[], seed: number): T | undefined => all[seed % all.length]

const STEPS = {
  signIn: (): Step => async (sessions) => {
    const started = await rig.signIn(person)
    sessions.push({
      secrets: [started],
      createdAt: now(),
      seenAt: now(),
      steppedUpAt: now(),
      ended: false,
    })
  },
  use:
    (seed: number): Step =>
    async (sessions) => {
      const known = pick(sessions, seed)
      if (known) await use(known, known.secrets.length - 1)
    },
  replay:
    (seed: number): Step =>
    async (sessions) => {
      const known = pick(sessions, seed)
      if (known) await use(known, seed % known.secrets.length)
    },
  stepUp:
    (seed: number): Step =>
    async (sessions) => {
      const known = pick(sessions, seed)
      const current = known?.secrets.at(-1)
      if (!known || !current || standing(known, known.secrets.length - 1) !== 'ok') return
      const way = { kind: 'passkey' as const, name: 'Test key' }
      const stepped = await rig.anonymous.store.aside((tx) =>
        stepUp(tx, rig.anonymous, rig.visit(current), current, way),
      )
      known.secrets.push(stepped)
      known.seenAt = now()
      known.steppedUpAt = now()
    },
  signOut:
    (seed: number): Step =>
    async (sessions) => {
      const known = pick(sessions, seed)
      const secret = known ? seed % known.secrets.length : 0
      if (!known) return
      const counts = standing(known, secret) === 'ok'
      await signOut(rig.anonymous, rig.visit(known.secrets[secret]))
      known.ended ||= counts
    },
  end:
    (seed: number): Step =>
    async (sessions) => {
      const [known, by] = [pick(sessions, seed), sessions.find((one) => live(one))]
      const actor = by?.secrets.at(-1)
      const id = known?.secrets[0]?.session.id
      if (!known || !by || !actor || id === undefined) return
      await endSession(await rig.as(actor), { session: id })
      if (now() - by.seenAt >= TOUCH_MS) by.seenAt = now()
      known.ended = true
    },
  endOthers: (): Step => async (sessions) => {
    const by = sessions.find((one) => live(one))
    const actor = by?.secrets.at(-1)
    if (!by || !actor) return
    const ctx = await rig.as(actor)
    if (now() - by.seenAt >= TOUCH_MS) by.seenAt = now()
    await endSessions(ctx, {})
    for (const one of sessions) if (one !== by) one.ended = true
  },
  wait:
    (minutes: number): Step =>
    () => {
      rig.org.clock.now = new Date(now() + minutes * 60_000)
      return Promise.resolve()
    },
}

const live = (known: Known): boolean => standing(known, known.secrets.length - 1) === 'ok'

const seed = fc.nat({ max: 1_000 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(STEPS.signIn()) },
  { weight: 4, arbitrary: seed.map(STEPS.use) },
  { weight: 3, arbitrary: seed.map(STEPS.replay) },
  { weight: 2, arbitrary: seed.map(STEPS.stepUp) },
  { weight: 1, arbitrary: seed.map(STEPS.signOut) },
  { weight: 1, arbitrary: seed.map(STEPS.end) },
  { weight: 1, arbitrary: fc.constant(STEPS.endOthers()) },
  { weight: 3, arbitrary: fc.constantFrom(0.5, 1, 4, 5, 10, 29, 30, 31, 100).map(STEPS.wait) },
)

it(
  'a cookie opens what it should and nothing else, whatever happened before',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const sessions: Known[] = []
        await STEPS.signIn()(sessions)
        for (const take of steps) await take(sessions)
        for (const known of sessions)
          for (const secret of known.secrets.keys()) await use(known, secret)
      }),
      { numRuns: 40 },
    )
  },
)

it('lives twelve hours at most, however busy', async () => {
  const started = await rig.signIn(person)
  for (let spent = 0; spent < ABSOLUTE_MS; spent += IDLE_MS / 2) {
    expect((await authenticate(rig.anonymous, rig.visit(started))).ok).toBe(true)
    rig.org.clock.now = new Date(now() + IDLE_MS / 2)
  }
  expect(await authenticate(rig.anonymous, rig.visit(started))).toEqual({
    ok: false,
    error: 'expired',
  })
})
