import { base64url, bytesOfHex } from '../../domain/base64url.ts'
import { HubwardError } from '../../domain/errors.ts'
import { keysToFingerprint } from '../../domain/intake/box.ts'
import { INTAKE_LIFE, type Intake } from '../../domain/intake/intake.ts'
import { CAPABILITY_BYTES, intakeAddress } from '../../domain/intake/link.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { authorise, newId, type Actor, type Context } from '../context.ts'
import { demandStepUp } from '../sign-in/demand-step-up.ts'
import { readAskedFor, type AskFor } from './asked-for.ts'
import { recordIntake } from './record.ts'

export interface CreateIntake extends AskFor {
  /** What it is for: `Meetings scheduling link`. */
  readonly title: string
  /** For the sender to read. */
  readonly context: string
  /** What to ask for beside the key, one line each. */
  readonly wantedLinks: readonly string[]
  /** Somebody other than the maker must approve. */
  readonly secondPerson: boolean
  readonly lifetimeHours: number
}

export interface CreatedIntake {
  readonly intake: Intake
  /** The link, capability and all. There is no other copy: lost, it is made anew. */
  readonly address: Redacted<string>
}

/**
 * Makes a one-time request for a credential, with a key pair of its own. The private half leaves
 * this function only wrapped by the vault; of the capability only the hash is kept.
 *
 * @throws HubwardError `request.invalid`, `auth.step_up_required`, `connection.not_found`,
 *   `connection.portal_mismatch`
 */
export async function createIntake(ctx: Context, input: CreateIntake): Promise<CreatedIntake> {
  authorise(ctx, 'secure', 'intake.create')
  demandStepUp(ctx)
  const asked = await readAskedFor(ctx, input)
  demandLifetime(input.lifetimeHours)
  const now = ctx.world.now()
  const id = newId(ctx.world, 'intake')
  const { keys, secret } = await ctx.intakeBox.newKeys()
  const capability = base64url(ctx.world.randomBytes(CAPABILITY_BYTES))
  const fingerprint = ctx.hashBytes(keysToFingerprint(id, keys))
  const expiresAt = new Date(now.getTime() + input.lifetimeHours * 3_600_000)
  const { madeBy, madeByName } = maker(ctx.actor)
  const intake: Intake = {
    id,
    state: 'open',
    title: input.title.trim(),
    context: input.context.trim(),
    ...asked,
    wantedLinks: input.wantedLinks.map((label) => ({ label: label.trim() })),
    secondPerson: input.secondPerson,
    madeBy,
    madeByName,
    createdAt: now,
    expiresAt,
    endsAt: expiresAt,
    badCapabilities: 0,
    viewedAt: null,
    submittedAt: null,
    submittedFrom: null,
    submissionHash: null,
    findings: null,
    refusal: null,
    decidedAt: null,
    decidedBy: null,
    decidedByName: null,
    connectionId: null,
    fingerprint,
  }
  await ctx.store.aside(async (tx) => {
    const sealed = await ctx.vault.wrap(tx, { rowId: id, field: PRIVATE_KEY }, secret)
    await tx.intakes.insert({ intake, keys, capability: ctx.hashKey(capability), secret: sealed })
    await recordIntake(tx, ctx, 'create', null, intake)
  })
  const link = { id, capability, fingerprint: base64url(bytesOfHex(fingerprint)) }
  return { intake, address: redacted(intakeAddress(ctx.signIn.site.publicUrl, link)) }
}

/** Under which the vault binds an intake's private key to its row. */
export const PRIVATE_KEY = 'intakePrivateKey'

const maker = (actor: Actor): { madeBy: string; madeByName: string } =>
  actor.kind === 'principal'
    ? { madeBy: actor.principalId, madeByName: actor.principalName }
    : { madeBy: actor.kind, madeByName: 'the operator' }

function demandLifetime(hours: number): void {
  if (Number.isInteger(hours) && hours >= 1 && hours <= INTAKE_LIFE.mostHours) return
  const message = `A link lives for 1 to ${INTAKE_LIFE.mostHours} hours (7 days).`
  throw new HubwardError('request.invalid', message, {
    fields: [{ path: 'lifetimeHours', message }],
  })
}
