/** Promise: what a sender hands over, the key and all that is written beside it, lies nowhere in clear. */
import { expect, it } from 'vitest'
import { intakeRig } from '../../../tests/support/intake-rig.ts'
import { handOver, makeLink } from '../../../tests/support/intake-sender.ts'
import { approveIntake } from './approve-intake.ts'
import { checkSubmission } from './check-submission.ts'
import { expireIntakes } from './expire-intakes.ts'
import { showIntake } from './list-intakes.ts'
import { refuseIntake } from './refuse-intake.ts'

const world = intakeRig()
async function rowOf(id: string): Promise<string> {
  const { rows } = await world.rig.organisation.database.pool.query<{ row: string }>(
    'select i::text as row from intake i where id = $1',
    [id],
  )
  return rows[0]?.row ?? ''
}

const job = () =>
  ({ ...world.rig.services, actor: { kind: 'job', name: 'intake.check' }, door: 'system' }) as const

it('lies nowhere in clear, held or ended', async () => {
  const made = await makeLink(world.rig.ctx)
  const elsewhere = {
    context: `The key is ${world.token}.`,
    links: [world.token],
    email: 'a@example.com',
  }
  await handOver(world.rig.services, made, world.payload(elsewhere), world.address)
  await checkSubmission(job(), { intakeId: made.intake.id })
  for (const form of [
    world.token,
    Buffer.from(world.token).toString('hex'),
    made.link.capability,
    'The key is',
    '[redacted]',
  ])
    expect(await rowOf(made.intake.id)).not.toContain(form)
  expect(await showIntake(world.rig.ctx, { intake: made.intake.id })).toMatchObject({
    findings: { context: 'The key is [redacted].', senderEmail: 'a@example.com' },
  })
  await refuseIntake(world.rig.ctx, { intake: made.intake.id, message: 'Not needed any more.' })
  const { rows } = await world.rig.organisation.database.pool.query(
    'select submission, ciphertext, wrapped_key from intake where id = $1',
    [made.intake.id],
  )
  expect(rows).toEqual([{ submission: null, ciphertext: null, wrapped_key: null }])
  for (const said of ['The key is', 'a@example.com', '[redacted]'])
    expect(await rowOf(made.intake.id)).not.toContain(said)
  const words = await world.rig.organisation.database.pool.query(
    'select from intake_words where intake_id = $1',
    [made.intake.id],
  )
  expect(words.rows).toEqual([])
})

const words = async (id: string): Promise<number> => {
  const { rows } = await world.rig.organisation.database.pool.query(
    'select from intake_words where intake_id = $1',
    [id],
  )
  return rows.length
}
async function held(): Promise<string> {
  const made = await makeLink(world.rig.ctx)
  const said = { context: 'Ask for Robin.', links: [], email: null }
  await handOver(world.rig.services, made, world.payload(said), world.address)
  await checkSubmission(job(), { intakeId: made.intake.id })
  return made.intake.id
}

it('nor once it is approved, when it is asked for anew', async () => {
  const id = await held()
  await approveIntake(world.rig.ctx, { intake: id, portalId: 1_234_567, title: 'Said' })
  expect(await rowOf(id)).not.toContain('Robin')
  expect(await words(id)).toBe(1)
  expect(await showIntake(world.rig.ctx, { intake: id })).toMatchObject({
    key: 'in_use',
    findings: { context: 'Ask for Robin.' },
  })
})

it('and where nobody decides in time it goes', async () => {
  const id = await held()
  expect(await words(id)).toBe(1)
  const { clock } = world.rig.organisation
  const before = clock.now
  clock.now = new Date(before.getTime() + 8 * 86_400_000)
  await expireIntakes(job())
  clock.now = before
  expect(await words(id)).toBe(0)
})
