import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import { compareScopes, type ScopeComparison } from '../../domain/rotation/compare-scopes.ts'
import { NEXT_KEPT_MS } from '../../domain/rotation/slot.ts'
import { findConnection } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { readCredential, type CredentialInput } from '../connection/read-credential.ts'
import { reportOn, type ConnectionReport } from '../connection/report.ts'
import { authorise, type Context } from '../context.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Repositories } from '../ports.ts'
import type { CredentialSlot } from './ports.ts'
import { validateBeside, withSameGrant, type ValidBeside } from './same-grant.ts'
import { keepOnlySlots, kindsOf, openSlot, sealSlot, type Secrets } from './slot-secrets.ts'

export interface StageCredential extends CredentialInput {
  /** Id or name. */
  readonly connection: string
}

export interface StagedCredential {
  readonly connection: Connection
  readonly report: ConnectionReport
  readonly comparison: ScopeComparison
  /** When it is wiped unless it is promoted before. */
  readonly endsAt: Date
}

/**
 * Puts a connection's next credential beside the current one: reads what was pasted, has HubSpot
 * confirm it and that it is of the same portal, and says what changes for the groups. Calls go on
 * with the current one. Of an OAuth credential only what is new need be given; the rest is taken
 * from the current one. Staging again replaces what was staged.
 *
 * @throws HubwardError `rotation.same_credential`, `connection.portal_mismatch`, and what
 *   `connectPortal` throws of a credential
 */
export async function stageCredential(
  ctx: Context,
  input: StageCredential,
): Promise<StagedCredential> {
  authorise(ctx, 'secure', 'connection.stage_credential')
  const connection = await findConnection(ctx.store.read, input.connection)
  return storeNext(ctx, connection, await validateNext(ctx, connection, input))
}

/** All that is asked of a next credential before it is stored. Nothing is written but where OAuth makes it. */
export async function validateNext(
  ctx: Context,
  connection: Connection,
  input: CredentialInput,
): Promise<ValidBeside> {
  const held = await openSlot(ctx.vault, ctx.store.read, connection.id, 'current', connection.kind)
  const read = readCredential(ctx, {
    ...input,
    baseUrl: input.baseUrl ?? connection.baseUrl,
    secrets: completed(input, connection, held),
  })
  demandAnother(connection, read.secrets, held)
  return validateBeside(ctx, connection, read, held)
}

/** An OAuth app's client id stays when its secret is rotated, and its grant when the app's does. */
function completed(input: CredentialInput, { kind }: Connection, held: Secrets) {
  if (input.kind !== 'oauth' || kind !== 'oauth') return input.secrets
  const { clientId, clientSecret, refreshToken } = held
  return {
    ...(clientId && { clientId }),
    ...(clientSecret && { clientSecret }),
    ...(refreshToken && { refreshToken }),
    ...input.secrets,
  }
}

const isSame = (one: Redacted<string> | undefined, other: Redacted<string> | undefined): boolean =>
  one !== undefined && other !== undefined && one.equals(other)

function demandAnother({ name }: Connection, given: Secrets, held: Secrets): void {
  const pairs = Object.entries(given)
  if (pairs.length === 0 || !pairs.every(([field, secret]) => isSame(secret, held[field]))) return
  throw new HubwardError(
    'rotation.same_credential',
    `This is the credential that "${name}" has already. Rotate it in HubSpot first, and give the new one.`,
    { facts: { connection: name } },
  )
}

/** Seals it beside the one in use, whatever was staged before. */
export async function storeNext(
  ctx: Context,
  { id }: Connection,
  valid: ValidBeside,
  now = ctx.world.now(),
  /** What else belongs to the same transaction. */
  within: (tx: Repositories) => Promise<void> = async () => undefined,
): Promise<StagedCredential> {
  const endsAt = new Date(now.getTime() + NEXT_KEPT_MS)
  const report = await reportOn(ctx.store.read, valid, id)
  return ctx.store.transaction(async (tx) => {
    const connection = await findConnection(tx, id)
    const secrets = valid.sameGrant
      ? await withSameGrant(ctx, tx, connection, valid.secrets, valid.sameGrant)
      : valid.secrets
    const comparison = await compareWith(tx, connection, valid.reading.hubspotScopes, now)
    const next: CredentialSlot = {
      connectionId: id,
      slot: 'next',
      kind: valid.kind,
      facts: { reading: valid.reading, life: valid.life },
      storedAt: now,
      endsAt,
      remindedAtDays: null,
    }
    await sealSlot(ctx.vault, tx, id, 'next', secrets)
    await keepOnlySlots(tx, id, { ...(await kindsOf(tx, connection)), next: valid.kind })
    await tx.slots.put(next)
    await recordChange(tx, ctx, {
      action: 'connection.stage_credential',
      targetKind: 'connection',
      targetId: id,
      targetName: connection.name,
      connectionId: id,
      before: null,
      after: { kind: valid.kind, lost: [...comparison.lost], gained: [...comparison.gained] },
    })
    await within(tx)
    return { connection, report, comparison, endsAt }
  })
}

export async function compareWith(
  from: Context['store']['read'],
  connection: Connection,
  hubspotScopes: readonly string[],
  now: Date,
): Promise<ScopeComparison> {
  const grants = await from.grants.list({ connectionId: connection.id })
  return compareScopes(connection.hubspotScopes, hubspotScopes, grants, now)
}

/** @throws HubwardError `rotation.scopes_lost` where groups would lose what works for them now */
export function demandNothingBroken({ name }: Connection, { broken }: ScopeComparison): void {
  if (broken.length === 0) return
  const scopes = broken.map(({ scope }) => scope)
  // Not all that it lacks: what no group is granted need not be given to it.
  const lacks = [...new Set(broken.flatMap(({ needs }) => needs))].sort()
  throw new HubwardError(
    'rotation.scopes_lost',
    `With the next credential of "${name}" groups lose ${scopes.join(', ')}: it lacks the HubSpot scopes ${lacks.join(', ')}. Add them to it in HubSpot and stage it again, or confirm the loss (\`hubward rotate ${name} --promote --accept-lost-scopes\`). Until then it waits for a day; --discard wipes it.`,
    { facts: { scopes, hubspotScopes: lacks } },
  )
}
