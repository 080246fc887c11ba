import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import { compareScopes, type ScopeComparison } from '../../domain/rotation/compare-scopes.ts'
import { NEXT_KEPT_MS } from '../../domain/rotation/slot.ts'
import { findConnection } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { readCredential, type CredentialInput } from '../connection/read-credential.ts'
import { demandSamePortal } from '../connection/replace-credential.ts'
import { reportOn, type ConnectionReport } from '../connection/report.ts'
import { validateCredential, type ValidCredential } from '../connection/validate-credential.ts'
import { authorise, type Context } from '../context.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Repositories } from '../ports.ts'
import type { CredentialSlot } from './ports.ts'
import { endGrants } from './held-grants.ts'
import { changeRefreshToken } from './shared-grant.ts'
import { keepOnlySlots, kindsOf, openSlot, sealSlot, type Secrets } from './slot-secrets.ts'
import { LOCK_WAIT_MS } from '../connection/lock-times.ts'
import { writeGrant } from '../connection/write-grant.ts'

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

/** `sameGrant`: its grant is the one that serves calls, and ends with it. */
export type ValidNext = ValidCredential & { readonly sameGrant?: boolean }

/** All that is asked of a next credential before it is stored. Nothing is written but where OAuth makes it. */
export async function validateNext(
  ctx: Context,
  connection: Connection,
  input: CredentialInput,
): Promise<ValidNext> {
  const held = await openSlot(ctx.vault, ctx.store.read, connection.id, 'current', connection.kind)
  const read = readCredential(ctx, {
    ...input,
    baseUrl: input.baseUrl ?? connection.baseUrl,
    secrets: completed(input, connection, held),
  })
  demandAnother(connection, read.secrets, held)
  const sameGrant = isSame(read.secrets.refreshToken, held['refreshToken'])
  const valid = sameGrant
    ? await validateSameGrant(ctx, connection, (refreshToken) =>
        validateCredential(
          ctx,
          { ...read, secrets: { ...read.secrets, refreshToken } },
          connection,
        ),
      )
    : await validateCredential(ctx, read, connection)
  demandSamePortal(connection, valid)
  return { ...valid, sameGrant }
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

/**
 * A refresh with the grant that serves calls: never while another process refreshes it, and a
 * refresh token that HubSpot changes on the way is the current one's too.
 *
 * @throws HubwardError `resource.conflict` where it was ended or replaced meanwhile
 */
async function validateSameGrant(
  ctx: Context,
  connection: Connection,
  validate: (refreshToken: Redacted<string>) => Promise<ValidCredential>,
): Promise<ValidCredential> {
  const { id } = connection
  return ctx.exclusive.run(`hubward oauth ${id}`, LOCK_WAIT_MS, async () => {
    // As it is now: whoever held the lock before us may have changed it.
    const used = await ctx.vault.open(ctx.store.read, id, 'refreshToken')
    if (!used) throw grantEnded(connection)
    const valid = await validate(used)
    const changed = valid.secrets['refreshToken']
    if (!changed) return valid
    await writeGrant(ctx, () =>
      ctx.store.transaction(async (tx) => {
        await tx.connections.getForUpdate(id)
        await demandGrant(ctx, tx, connection, used)
        await changeRefreshToken(ctx.vault, tx, id, used, changed)
      }),
    ).catch(async (thrown: unknown) => {
      // Nothing of a grant that was ended here comes back, nor lives on at HubSpot.
      if (thrown instanceof HubwardError && thrown.code === 'resource.conflict')
        await endGrants(ctx, connection, [valid.secrets])
      throw thrown
    })
    return valid
  })
}

async function demandGrant(
  { vault }: Pick<Context, 'vault'>,
  from: Repositories,
  connection: Connection,
  refreshToken: Redacted<string> | undefined,
): Promise<void> {
  if (!isSame(await vault.open(from, connection.id, 'refreshToken'), refreshToken))
    throw grantEnded(connection)
}

const grantEnded = ({ name }: Connection): HubwardError =>
  new HubwardError(
    'resource.conflict',
    `The grant of "${name}" was ended or replaced while HubSpot was asked about it, so nothing was staged. See what it has now: hubward rotate ${name} --show`,
  )

/** Seals it beside the one in use, whatever was staged before. */
export async function storeNext(
  ctx: Context,
  { id }: Connection,
  valid: ValidNext,
  now = ctx.world.now(),
  /** What else belongs to the same transaction. */
  within: (tx: Repositories) => Promise<void> = async () => undefined,
): Promise<StagedCredential> {
  const endsAt = new Date(now.getTime() + NEXT_KEPT_MS)
  const report = await reportOn(ctx.store.read, valid, id)
  return ctx.store.transaction(async (tx) => {
    const connection = await findConnection(tx, id)
    if (valid.sameGrant) await demandGrant(ctx, tx, connection, valid.secrets['refreshToken'])
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
    await sealSlot(ctx.vault, tx, id, 'next', valid.secrets)
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
