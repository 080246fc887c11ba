/**
 * Whatever people, jobs and the clock do to a request, in whatever order: it is where a plain model
 * of its states says, keys and submission are there exactly while it has not ended, and at most one
 * submission was ever taken.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionRig, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import {
  anonymous,
  makeLink,
  sealFor,
  type MadeLink,
} from '../../../tests/support/intake-sender.ts'
import { HubwardError } from '../../domain/errors.ts'
import { WAYS, type IntakeAct, type IntakeState } from '../../domain/intake/states.ts'
import { approveIntake } from './approve-intake.ts'
import { cancelIntake } from './cancel-intake.ts'
import { checkSubmission } from './check-submission.ts'
import { expireIntakes } from './expire-intakes.ts'
import { refuseIntake } from './refuse-intake.ts'
import { submitIntake, type SubmitIntake } from './submit-intake.ts'

let rig: ConnectionRig
const start = new Date('2026-11-20T09:00:00Z')
beforeAll(async () => {
  rig = await connectionRig({ contacts: 0, companies: 0, deals: 0 })
})
afterAll(() => rig.close())

interface Model {
  state: IntakeState
  hours: number
  submittedAt: number | null
  taken: number
}
interface Real {
  readonly made: MadeLink
  readonly run: number
  /** What was taken, as it was sent. */
  taken?: SubmitIntake
}
type Command = fc.AsyncCommand<Model, Real>

/** What is expected to happen, and what is done; a refusal is an answer like any other. */
function command(
  label: string,
  expected: (model: Model) => IntakeAct | null,
  act: (real: Real) => Promise<unknown>,
): Command {
  return {
    check: () => true,
    run: async (model, real) => {
      const way = expected(model)
      const done = await patiently(() => act(real)).then(
        () => true,
        (refused: { code?: string }) => {
          expect(refused.code, label).toMatch(/^(intake|connection|resource)\./)
          return false
        },
      )
      if (way !== null && WAYS[way].from.includes(model.state)) {
        model.state = WAYS[way].to
        if (way === 'submit') {
          model.submittedAt = model.hours
          model.taken += 1
          expect(done, label).toBe(true)
        }
      }
      await agree(model, real, label)
    },
    toString: () => label,
  }
}

/** A busy machine may not answer for HubSpot within its two seconds; that is no state of a request. */
async function patiently(act: () => Promise<unknown>, tries = 5): Promise<unknown> {
  try {
    return await act()
  } catch (thrown) {
    const late = thrown instanceof HubwardError && thrown.code === 'connection.timed_out'
    if (!late || tries <= 1) throw thrown
    return patiently(act, tries - 1)
  }
}

const LIFE = 10
const over = ({ hours }: Model) => hours >= LIFE
const ended = (model: Model) =>
  model.hours >= (model.submittedAt === null ? LIFE : model.submittedAt + 7 * 24)

const token = () => rig.portal.tokens[0]?.secret ?? ''
const job = () =>
  ({ ...rig.services, actor: { kind: 'job', name: 'intake.check' }, door: 'system' }) as const

let attempts = 0
async function submit(real: Real, wanted: string): Promise<unknown> {
  const { made, run } = real
  const ctx = anonymous(rig.services)
  // A network each: how often one may try is tested elsewhere.
  attempts += 1
  const address = `2001:db8:${run.toString(16)}:${attempts.toString(16)}::1`
  const sealed = await sealFor(ctx, made, { kind: 'service_key', key: { token: wanted } }, address)
  const receipt = await submitIntake(ctx, sealed)
  real.taken = sealed
  return receipt
}

async function theSameAgain(model: Model, real: Real): Promise<void> {
  if (!real.taken) throw new Error('Nothing was taken yet')
  const receipt = await submitIntake(anonymous(rig.services), real.taken)
  const at = new Date(start.getTime() + (model.submittedAt ?? 0) * 3_600_000)
  expect(receipt.submittedAt).toEqual(at)
  await agree(model, real, 'the same again')
}

async function threeAtOnce(real: Real): Promise<void> {
  const all = await Promise.allSettled([1, 2, 3].map(() => submit(real, token())))
  const won = all.filter(({ status }) => status === 'fulfilled').length
  expect(won).toBeLessThanOrEqual(1)
  if (won === 0) throw new HubwardError('intake.not_available')
}

const COMMANDS: fc.Arbitrary<Command>[] = [
  fc.constant(
    command(
      'submit',
      (model) => (over(model) ? null : 'submit'),
      (real) => submit(real, token()),
    ),
  ),
  fc.constant(
    command('submit three at once', (model) => (over(model) ? null : 'submit'), threeAtOnce),
  ),
  fc.constant(
    command(
      'check',
      () => 'hold',
      ({ made }) => checkSubmission(job(), { intakeId: made.intake.id }),
    ),
  ),
  fc.constant(
    command(
      'approve',
      () => 'approve',
      ({ made, run }) =>
        approveIntake(rig.ctx, {
          intake: made.intake.id,
          portalId: 1_234_567,
          title: `Run ${run}`,
        }),
    ),
  ),
  fc.constant(
    command(
      'refuse',
      () => 'refuse',
      ({ made }) => refuseIntake(rig.ctx, { intake: made.intake.id, message: null }),
    ),
  ),
  fc.constant(
    command(
      'cancel',
      () => 'cancel',
      ({ made }) => cancelIntake(rig.ctx, { intake: made.intake.id }),
    ),
  ),
  fc.constant(
    command(
      'expire',
      (model) => (ended(model) ? 'expire' : null),
      () => expireIntakes(job()),
    ),
  ),
  // Whoever won and did not hear so: told again, whatever has become of it, and nothing changes.
  fc.constant<Command>({
    check: ({ taken }) => taken > 0,
    run: theSameAgain,
    toString: () => 'the same again',
  }),
  fc.integer({ min: 1, max: 100 }).map((hours): Command => ({
    check: () => true,
    run: async (model, real) => {
      model.hours += hours
      rig.organisation.clock.now = new Date(start.getTime() + model.hours * 3_600_000)
      await agree(model, real, 'time')
    },
    toString: () => `${hours} hours`,
  })),
]

async function agree(model: Model, { made }: Real, label: string): Promise<void> {
  const { rows } = await rig.organisation.database.pool.query<{
    state: IntakeState
    key: boolean
    submission: boolean
    connection: boolean
  }>(
    `select state, wrapped_key is not null as key, submission is not null as submission,
            connection_id is not null as connection from intake where id = $1`,
    [made.intake.id],
  )
  expect(rows, label).toEqual([
    {
      state: model.state,
      key: ['open', 'submitted', 'held'].includes(model.state),
      submission: ['submitted', 'held'].includes(model.state),
      connection: model.state === 'stored',
    },
  ])
  const submits = (await rig.organisation.events()).filter(
    ({ event }) =>
      event.type === 'change' &&
      event.action === 'intake.submit' &&
      event.targetId === made.intake.id,
  )
  expect(submits, label).toHaveLength(model.taken)
}

let runs = 0
test('a request is where the model says, and holds no more than it may', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 12 }), async (commands) => {
      rig.organisation.clock.now = start
      runs += 1
      const run = runs
      const made = await makeLink(rig.ctx, { lifetimeHours: LIFE })
      await fc.asyncModelRun(
        () => ({
          model: { state: 'open', hours: 0, submittedAt: null, taken: 0 } as Model,
          real: { made, run },
        }),
        commands,
      )
    }),
    { numRuns: 40 },
  )
}, 120_000)
