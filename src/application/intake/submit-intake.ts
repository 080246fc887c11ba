import { HubwardError } from '../../domain/errors.ts'
import { readSealed } from '../../domain/intake/box.ts'
import { INTAKE_LIFE, type Intake } from '../../domain/intake/intake.ts'
import { isIntakeId } from '../../domain/intake/link.ts'
import type { Context } from '../context.ts'
import type { Hash } from '../sign-in/ports.ts'
import { inLine } from './line.ts'
import { demandRoom, notAvailable, type Presented } from './open-intake.ts'
import { recordIntake } from './record.ts'
import { tell } from './tell.ts'

export interface SubmitIntake extends Presented {
  readonly sealed: Uint8Array
  /** SHA-256 of a secret that only the sender's page knows: by it they see the outcome. */
  readonly receipt: Hash
}

/** What the sender keeps as proof. */
export interface Receipt {
  readonly intakeId: string
  /** SHA-256 of the sealed bytes, hex: the sender's page computed the same. */
  readonly sha256: string
  readonly bytes: number
  readonly submittedAt: Date
}

/**
 * Takes what was sealed, once: one conditional update, so of any number of racers exactly one wins
 * and the others hear what everybody hears whose link is of no use. It is not opened here, and no
 * verb reads it back. Whoever won and did not hear so may send the very same again: the same bytes,
 * under the same receipt, are told what they were told. Nothing is written for that.
 *
 * @throws HubwardError `intake.not_available`, `intake.too_many_attempts`, `intake.busy`,
 *   `request.invalid`
 */
export async function submitIntake(ctx: Context, input: SubmitIntake): Promise<Receipt> {
  demandRoom(ctx, input.address)
  demandForm(input.sealed)
  return inLine(ctx, () => taken(ctx, input))
}

async function taken(ctx: Context, input: SubmitIntake): Promise<Receipt> {
  const at = ctx.world.now()
  const hash = ctx.hashBytes(input.sealed)
  const submittedAt = isIntakeId(input.id) ? await submittedAs() : null
  if (!submittedAt) throw await notAvailable(ctx, input)
  return { intakeId: input.id, sha256: hash, bytes: input.sealed.length, submittedAt }

  async function submittedAs(): Promise<Date | null> {
    const { id, capability, receipt } = input
    const { intakes } = ctx.store.read
    // Looked at first, so that who comes late costs no transaction; the write below decides.
    if ((await intakes.findOpen(id, capability, at)) && (await submit())) return at
    return (await intakes.findSubmitted(id, capability, { hash, receipt }))?.submittedAt ?? null
  }

  function submit(): Promise<Intake | undefined> {
    const { id, capability, sealed, receipt, address: from } = input
    const endsAt = new Date(at.getTime() + INTAKE_LIFE.decideWithinMs)
    return ctx.store.aside(async (tx) => {
      const won = await tx.intakes.submit(id, capability, {
        sealed,
        hash,
        receipt,
        from,
        at,
        endsAt,
      })
      if (!won) return undefined
      await recordIntake(tx, ctx, 'submit', { ...won, ...UNSENT }, won)
      await tell(tx, ctx, 'intake.submitted', won)
      await tx.jobs.send('intake.check', { intakeId: id })
      return won
    })
  }
}

/** As it was before: an open one has nothing of a submission. */
const UNSENT = {
  state: 'open',
  submittedAt: null,
  submittedFrom: null,
  submissionHash: null,
} as const

/** By the first bytes alone: what is inside is the vault's matter. */
function demandForm(sealed: Uint8Array): void {
  const read = readSealed(sealed)
  if (read.ok) return
  const message =
    read.error === 'too_large'
      ? 'What was sent is larger than a request takes.'
      : 'This is neither sealed by the page nor an age file.'
  throw new HubwardError('request.invalid', message, { fields: [{ path: 'sealed', message }] })
}
