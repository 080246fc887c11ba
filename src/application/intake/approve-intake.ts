import { HubwardError } from '../../domain/errors.ts'
import type { Findings, Intake } from '../../domain/intake/intake.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { BY_TIER } from '../../domain/connection/budget-settings.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { firstCheck } from '../check/first-check.ts'
import { storeConnection, type Connected } from '../connection/connect-portal.ts'
import { demandFreeName, readNaming } from '../connection/names.ts'
import type { Repositories } from '../ports.ts'
import { storeNext, type StagedCredential } from '../rotation/stage-credential.ts'
import { demandStepUp } from '../sign-in/demand-step-up.ts'
import { decisionOf } from './decision.ts'
import { findIntake, wrongState } from './find-intake.ts'
import { readSubmission } from './read-submission.ts'
import { recordIntake } from './record.ts'
import { tellSender } from './sender.ts'
import { tell } from './tell.ts'
import { sealWords, withoutWords } from './words.ts'

export interface ApproveIntake {
  readonly intake: string
  /** The portal that the approver saw, so that nothing else is approved by accident. */
  readonly portalId: number
  /** How the connection is to be called; the request's title unless told. */
  readonly title?: string | undefined
  readonly name?: string | undefined
}

export interface ApprovedIntake extends Connected {
  readonly intake: Intake
  /** Where it is the next credential of a connection, which waits to be promoted. */
  readonly staged: Pick<StagedCredential, 'comparison' | 'endsAt'> | null
}

/**
 * Makes a connection of what was handed over. It is opened and shown to HubSpot once more, because
 * days may have passed; then, in one transaction, the credential is sealed for the connection and
 * everything of the intake that could open it is wiped. Of two approvals one goes through. The
 * connection is then checked, and active only if that is green.
 *
 * Where it was asked for a connection that is there, it is staged as that one's next credential
 * instead: calls go on with the one in use until `promoteCredential`.
 *
 * @throws HubwardError `resource.not_found`, `intake.wrong_state`, `intake.second_person_needed`,
 *   `intake.refused`, `intake.changed`, `connection.portal_mismatch`, `connection.*`, `resource.conflict`,
 *   `request.invalid`, `auth.step_up_required`
 */
export async function approveIntake(ctx: Context, input: ApproveIntake): Promise<ApprovedIntake> {
  authorise(ctx, 'secure', 'intake.approve')
  if (ctx.actor.kind === 'job')
    throw new HubwardError('auth.forbidden', 'Approving is for a person to do, never for a job.')
  demandStepUp(ctx)
  const held = await asItIs(ctx, ctx.store.read, input.intake)
  if (held.state !== 'held' || !held.findings) throw wrongState(held, 'approved')
  demandSecondPerson(ctx, held)
  demandPortal(input.portalId, held.findings.portalId)
  const naming =
    held.replaces === null ? readNaming({ ...input, title: titleOf(input, held) }) : null
  if (naming) await demandFreeName(ctx.store.read, naming.name)
  else demandNoName(input)
  const read = await readSubmission(ctx, held)
  if (!read.ok) {
    // Decided meanwhile by somebody else, so that nothing was left to open.
    const now = await asItIs(ctx, ctx.store.read, held.id)
    if (now.state !== 'held') throw wrongState(now, 'approved')
    throw new HubwardError('intake.refused', notAnyMore(read.error.refusal.message))
  }
  demandPortal(held.findings.portalId, read.value.valid.reading.portalId)
  const { valid, findings } = read.value
  await demandSameScopes(ctx, held, findings)
  const words = await sealWords(ctx, held.id, findings)
  const decision = decisionOf(ctx)
  // Stored as it is decided: by that moment the sender's page finds its key again.
  let intake = held
  const store = async (tx: Repositories, { id }: Pick<Connection, 'id'>): Promise<void> => {
    // What the record keeps of it for good is what was stored.
    const now = await tx.intakes.renew(held.id, withoutWords(findings))
    await tx.intakes.words.put(held.id, words)
    const stored = now && (await tx.intakes.store(held.id, id, decision))
    if (!stored) throw wrongState(await asItIs(ctx, tx, held.id), 'approved')
    await recordIntake(tx, ctx, 'approve', held, stored)
    await tell(tx, ctx, naming ? 'intake.approved' : 'intake.staged', stored)
    await tellSender(tx, stored.id, naming ? 'approved' : 'staged')
    intake = stored
  }
  if (naming) {
    const connected = await storeConnection(ctx, naming, BY_TIER, valid, store, decision.at)
    const checked = await firstCheck(ctx, connected.connection, valid.reading)
    return { ...connected, ...checked, intake, staged: null }
  }
  const replaced = await findConnection(ctx.store.read, held.replaces ?? '')
  const staged = await storeNext(ctx, replaced, valid, decision.at, (tx) => store(tx, replaced))
  return { ...staged, intake, staged }
}

/** To whoever approves, who has no key to send: HubSpot took it when it came. */
const notAnyMore = (message: string): string =>
  `It was good when it came, and is not now. To its sender that reads: ${message} Try again in case HubSpot erred; else refuse the request and ask for another key.`

const titleOf = ({ title }: ApproveIntake, held: Intake): string => title ?? held.title

/** What is there already is called something already. */
function demandNoName({ title, name }: ApproveIntake): void {
  if (title === undefined && name === undefined) return
  const message = 'It is the next credential of a connection, which keeps its title and its name.'
  throw new HubwardError('request.invalid', message, {
    fields: [{ path: title === undefined ? 'name' : 'title', message }],
  })
}

/** What has run out counts as expired, also before the next sweep has written that down. */
async function asItIs({ world }: Context, from: Repositories, id: string): Promise<Intake> {
  const found = await findIntake(from, id)
  return found.state === 'held' && found.endsAt <= world.now()
    ? { ...found, state: 'expired' }
    : found
}

function demandSecondPerson({ actor }: Context, { secondPerson, madeBy }: Intake): void {
  const same = actor.kind === 'principal' ? actor.principalId === madeBy : actor.kind === madeBy
  if (!secondPerson || !same) return
  throw new HubwardError(
    'intake.second_person_needed',
    'You made this request, and it wants somebody else to approve it. Ask another admin.',
  )
}

function demandPortal(expected: number, found: number): void {
  if (expected === found) return
  throw new HubwardError(
    'connection.portal_mismatch',
    `The credential belongs to portal ${found}, not to portal ${expected}. Look at the request again before you approve it.`,
    { facts: { expected, found } },
  )
}

/** What is approved is what was seen: else it is shown anew. That it gained what was asked for is no surprise. */
async function demandSameScopes(ctx: Context, held: Intake, now: Findings): Promise<void> {
  const shown = held.findings
  if (!shown) return
  const gained = now.excess.filter((scope) => !shown.excess.includes(scope))
  const missing = now.missing.filter(
    ({ scope }) => !shown.missing.some((before) => before.scope === scope),
  )
  if (gained.length + missing.length === 0) return
  await ctx.store.aside(async (tx) => {
    const renewed = await tx.intakes.renew(held.id, withoutWords(now))
    if (renewed) await recordIntake(tx, ctx, 'renew', held, renewed)
  })
  const said = [
    gained.length > 0 && `it also holds ${gained.join(', ')} now`,
    missing.length > 0 && `it lacks what ${missing.map(({ scope }) => scope).join(', ')} needs`,
  ]
  throw new HubwardError(
    'intake.changed',
    `HubSpot says something else of this key than was shown: ${said.filter(Boolean).join('; ')}. Look at the request again before you approve it.`,
    { facts: { gained, missing: missing.map(({ scope }) => scope) } },
  )
}
