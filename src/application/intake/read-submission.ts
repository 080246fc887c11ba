/**
 * The one place where a submission is opened: key from the vault, box by the key, then HubSpot is
 * asked whose credential it is. Nothing of it is stored here, and nothing of it leaves but the
 * findings and, for who approves, a credential that is ready to be sealed.
 */
import { base64url, bytesOfHex } from '../../domain/base64url.ts'
import { HubwardError } from '../../domain/errors.ts'
import { maskSecrets } from '../../domain/credential/mask.ts'
import { readSealed } from '../../domain/intake/box.ts'
import { compareWithRequest } from '../../domain/intake/compare.ts'
import type { Findings, HandedKind, Intake, Refusal } from '../../domain/intake/intake.ts'
import { refusalOf, type IntakeRefusalName } from '../../domain/intake/refusals.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { findConnection } from '../access/find.ts'
import { readCredential } from '../connection/read-credential.ts'
import { validateCredential, type ValidCredential } from '../connection/validate-credential.ts'
import type { Context } from '../context.ts'
import { compareWith, validateNext } from '../rotation/stage-credential.ts'
import { PRIVATE_KEY } from './create-intake.ts'
import type { OpenedSubmission } from './ports.ts'
import { readHandedLinks } from './read-handed-link.ts'

export interface ReadSubmission {
  readonly findings: Findings
  readonly valid: ValidCredential
  readonly senderEmail: string | null
}

/** The address is there as soon as the submission opened: its sender is told of a refusal, too. */
export interface Refused {
  readonly refusal: Refusal
  readonly senderEmail: string | null
}

/**
 * @returns a refusal for what will not become better by waiting
 * @throws HubwardError `connection.*` of failures that may pass: HubSpot away, its allowance spent
 */
export async function readSubmission(
  ctx: Context,
  intake: Intake,
): Promise<Result<ReadSubmission, Refused>> {
  const opened = await open(ctx, intake)
  if (!opened.ok) return err({ refusal: opened.error, senderEmail: null })
  const submission = opened.value
  const { email: senderEmail } = submission
  const valid = await valided(ctx, intake, submission)
  if (!valid.ok) return err({ refusal: valid.error, senderEmail })
  const { reading } = valid.value
  if (intake.expectedPortalId !== null && intake.expectedPortalId !== reading.portalId)
    return err({ refusal: refusalOf('portal_differs', reading.portalId), senderEmail })
  const findings = await findingsOf(ctx, intake, submission, valid.value)
  return ok({ valid: valid.value, findings, senderEmail })
}

async function open(ctx: Context, intake: Intake): Promise<Result<OpenedSubmission, Refusal>> {
  const there = await ctx.store.read.intakes.sealed(intake.id)
  const sealed = there && readSealed(there.sealed)
  if (!sealed?.ok) return err(refusalOf('does_not_open'))
  const place = { rowId: intake.id, field: PRIVATE_KEY }
  const secret = await ctx.vault.unwrap(ctx.store.read, place, there!.secret)
  const opened = await ctx.intakeBox.open(secret, sealed.value, {
    id: intake.id,
    fingerprint: base64url(bytesOfHex(intake.fingerprint)),
    expiresAt: intake.expiresAt,
  })
  return opened.ok ? opened : err(refusalOf(opened.error))
}

/** Codes of failures that pass by themselves: the job comes back to it. */
const PASSING: ReadonlySet<string> = new Set([
  'connection.portal_migrating',
  'connection.rate_limited',
  'connection.name_not_found',
  'connection.unreachable',
  'connection.tls_failed',
  'connection.timed_out',
  'connection.unexpected_answer',
])

/** What is said of these names the connection, which is no matter of whoever sent the key. */
const SAID_OTHERWISE: Readonly<Record<string, IntakeRefusalName>> = {
  'connection.portal_mismatch': 'portal_differs',
  'connection.not_found': 'connection_gone',
  'rotation.same_credential': 'same_credential',
}

async function valided(
  ctx: Context,
  { replaces }: Intake,
  { kind, token }: OpenedSubmission,
): Promise<Result<ValidCredential, Refusal>> {
  const input = { kind, secrets: { token } }
  try {
    if (replaces === null) return ok(await validateCredential(ctx, readCredential(ctx, input)))
    return ok(await validateNext(ctx, await findConnection(ctx.store.read, replaces), input))
  } catch (thrown) {
    if (!(thrown instanceof HubwardError) || PASSING.has(thrown.code)) throw thrown
    const otherwise = SAID_OTHERWISE[thrown.code]
    if (otherwise) return err(refusalOf(otherwise, foundPortal(thrown)))
    if (!thrown.code.startsWith('connection.')) throw thrown
    return err({ reason: thrown.code, message: thrown.message })
  }
}

/** Whose key it is instead: the one sign of whoever found the link. */
function foundPortal({ code, facts }: HubwardError): number | undefined {
  const found = code === 'connection.portal_mismatch' ? facts['found'] : undefined
  return typeof found === 'number' ? found : undefined
}

async function findingsOf(
  ctx: Context,
  intake: Intake,
  submission: OpenedSubmission,
  { kind, reading, notices }: ValidCredential,
): Promise<Findings> {
  const { missing, excess } = compareWithRequest(intake.scopes, reading.hubspotScopes)
  return {
    kind: kind as HandedKind,
    statedPortalId: submission.portalId,
    portalId: reading.portalId,
    portalName: reading.portalName,
    accountType: reading.accountType,
    uiDomain: reading.uiDomain,
    hublet: reading.hublet,
    timeZone: reading.timeZone,
    hubspotUserId: reading.hubspotUserId,
    hubspotAppId: reading.hubspotAppId,
    hubspotScopes: reading.hubspotScopes,
    missing,
    excess,
    ...(intake.replaces !== null && {
      comparison: await compareWith(
        ctx.store.read,
        await findConnection(ctx.store.read, intake.replaces),
        reading.hubspotScopes,
        ctx.world.now(),
      ),
    }),
    links: readHandedLinks(submission.links, intake.wantedLinks),
    context: maskSecrets(submission.context),
    senderEmail: null,
    notices: [...notices, ...reading.notices],
    checkedAt: ctx.world.now().toISOString(),
  }
}
