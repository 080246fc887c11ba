import type { Grant, Group } from '../../domain/access/entities.ts'
import { addsWrite, diffGrants } from '../../domain/access/grant-diff.ts'
import { compareScopes, type Scope } from '../../domain/access/scope.ts'
import { scopeFor } from '../../domain/access/state.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError, type FieldError } from '../../domain/errors.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandStepUp } from '../sign-in/demand-step-up.ts'
import { demandRevision } from './demand-revision.ts'
import { findConnection, findGroup } from './find.ts'
import { notCovered } from './not-covered.ts'
import { grantRecord } from './record.ts'

export interface SetGrant {
  /** Id or name. */
  readonly group: string
  /** Id or name. */
  readonly connection: string
  readonly scopes: readonly string[]
  /** In the future; `null` for a standing grant. */
  readonly expiresAt: Date | null
  /** Of the group as it was looked at; nothing: whatever it is. */
  readonly revision?: number | undefined
}

export interface GrantSet {
  readonly grant: Grant
  /** Sentences: what was granted but cannot be served by the connection's credential. */
  readonly warnings: readonly string[]
}

/**
 * Lets a group do exactly these scopes on a connection. A group has at most one grant per
 * connection and end: setting it again replaces its scopes, and a temporary grant stands beside
 * the standing one. Idempotent.
 *
 * @throws HubwardError `resource.not_found`, `connection.not_found`; `request.invalid` with one
 *   field error per scope that is none, or for an end in the past; `auth.step_up_required` where a
 *   scope is added that changes data; `access.edit_conflict` where the group has another revision
 */
export async function setGrant(ctx: Context, input: SetGrant): Promise<GrantSet> {
  authorise(ctx, 'change', 'grant.set')
  if (input.expiresAt && input.expiresAt <= ctx.world.now())
    throw invalid([{ path: 'expiresAt', message: 'The end of a grant lies in the future.' }])
  return inChange(ctx, async (tx) => {
    const group = await findGroup(tx, input.group)
    demandRevision(group, input.revision)
    const connection = await findConnection(tx, input.connection)
    const scopes = parseScopes(input.scopes, connection)
    await confirmWrites(tx, ctx, { group, connection, scopes, expiresAt: input.expiresAt })
    const grant = await setGrantIn(tx, ctx, group, connection, scopes, input.expiresAt)
    return { grant, warnings: notCovered(connection, scopes) }
  })
}

export async function setGrantIn(
  tx: Repositories,
  ctx: Context,
  group: Group,
  connection: Connection,
  scopes: readonly Scope[],
  expiresAt: Date | null,
): Promise<Grant> {
  const beside = await tx.grants.list({ groupId: group.id, connectionId: connection.id })
  const before = beside.find((one) => one.expiresAt?.getTime() === expiresAt?.getTime())
  if (before && before.scopes.join() === scopes.join()) return before
  const after: Grant = {
    id: before?.id ?? newId(ctx.world, 'grant'),
    groupId: group.id,
    connectionId: connection.id,
    scopes,
    expiresAt,
  }
  await (before ? tx.grants.update(after) : tx.grants.insert(after))
  await recordChange(tx, ctx, {
    action: 'grant.set',
    targetKind: 'grant',
    targetId: after.id,
    targetName: `${group.name} on ${connection.name}`,
    connectionId: connection.id,
    before: before ? grantRecord(before) : null,
    after: grantRecord(after),
  })
  return after
}

/** As for the whole matrix: what this grant adds to the group on that connection is what counts. */
async function confirmWrites(
  tx: Repositories,
  ctx: Context,
  {
    group,
    connection,
    scopes,
    expiresAt,
  }: { group: Group; connection: Connection } & Pick<Grant, 'scopes' | 'expiresAt'>,
): Promise<void> {
  const before = await tx.grants.list({ groupId: group.id, connectionId: connection.id })
  const beside = before.filter((one) => one.expiresAt?.getTime() !== expiresAt?.getTime())
  const after = [...beside, { connectionId: connection.id, scopes, expiresAt }]
  if (addsWrite(diffGrants(before, after, ctx.world.now()))) demandStepUp(ctx)
}

/** The scopes in their one form and order. */
function parseScopes(texts: readonly string[], connection: Connection): readonly Scope[] {
  const mistakes: FieldError[] = []
  const scopes = new Set<Scope>()
  for (const [index, text] of texts.entries()) {
    const parsed = scopeFor(text, connection)
    if (parsed.ok) scopes.add(parsed.value)
    else mistakes.push({ path: `scopes.${index}`, message: parsed.error.message })
  }
  if (scopes.size === 0 && mistakes.length === 0)
    mistakes.push({ path: 'scopes', message: 'A grant holds at least one scope.' })
  if (mistakes.length > 0) throw invalid(mistakes)
  return [...scopes].sort(compareScopes)
}

const invalid = (fields: readonly FieldError[]) =>
  new HubwardError('request.invalid', fields.map(({ message }) => message).join(' '), { fields })
