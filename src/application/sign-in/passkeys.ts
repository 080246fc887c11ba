/** A person's passkeys: shown, named, removed. Adding one is in `add-passkey.ts`. */
import type { Principal } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Passkey } from '../../domain/sign-in/ways-in.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandPerson } from './demand-person.ts'
import { demandStepUp } from './demand-step-up.ts'
import { keepAnAdminsWayIn, keepOwnWayIn } from './keep-a-way-in.ts'
import { passkeyRecord } from './record.ts'
import { called, demandOwnOrSecure, isSelf, whoseToRead } from './whose.ts'

/** `*` means everybody's. */
export async function listPasskeys(
  ctx: Context,
  { principal }: { principal?: string | undefined },
): Promise<Passkey[]> {
  const { passkeys } = ctx.store.read.signIn
  if (principal !== '*') return passkeys.list(await whoseToRead(ctx, 'passkey.list', principal))
  authorise(ctx, 'read', 'passkey.list')
  return passkeys.list()
}

/** One's own only. @throws HubwardError `resource.not_found` */
export async function renamePasskey(
  ctx: Context,
  { passkey: id, name }: { passkey: string; name: string },
): Promise<Passkey> {
  const person = demandPerson(ctx)
  return ctx.store.aside(async (tx) => {
    const before = await passkeyOf(tx, ctx, id)
    if (before.principalId !== person.principalId) throw noPasskey(id)
    const after = { ...before, name }
    if (name === before.name) return before
    await tx.signIn.passkeys.rename(id, name)
    await recordPasskey(tx, ctx, 'passkey.update', before, after)
    return after
  })
}

/**
 * One's own, or anybody's for those who keep sign-in. Sessions that began by it go on: end them too
 * where the passkey was lost.
 *
 * @throws HubwardError `resource.not_found`, `auth.last_way_in`, `auth.step_up_required`
 */
export async function removePasskey(
  ctx: Context,
  { passkey: id }: { passkey: string },
): Promise<void> {
  demandPerson(ctx)
  demandStepUp(ctx)
  await ctx.store.transaction(async (tx) => {
    const before = await passkeyOf(tx, ctx, id)
    demandOwnOrSecure(ctx, 'passkey.remove', before.principalId)
    const admins = await tx.signIn.adminsWithAWayIn()
    await tx.signIn.passkeys.remove(id)
    await keepOwnWayIn(tx, ctx, before.principalId)
    await keepAnAdminsWayIn(tx, admins)
    await recordPasskey(tx, ctx, 'passkey.remove', before, null)
  })
}

/** Another's passkey does not exist for who may not see it. */
async function passkeyOf(tx: Repositories, ctx: Context, id: string): Promise<Passkey> {
  const found = await tx.signIn.passkeys.get(id)
  if (!found) throw noPasskey(id)
  if (!isSelf(ctx, found.principalId) && !mayRead(ctx)) throw noPasskey(id)
  return found
}

const mayRead = ({ actor }: Context): boolean =>
  actor.kind === 'principal' && actor.role !== 'member'

const noPasskey = (id: string): HubwardError =>
  new HubwardError('resource.not_found', `There is no passkey "${id}".`)

async function recordPasskey(
  tx: Repositories,
  ctx: Context,
  action: string,
  before: Passkey | null,
  after: Passkey | null,
): Promise<void> {
  const passkey = after ?? before
  const owner: Principal | undefined = passkey
    ? await tx.principals.get(passkey.principalId)
    : undefined
  await recordChange(tx, ctx, {
    action,
    targetKind: 'passkey',
    targetId: passkey?.id ?? '',
    targetName: `${passkey?.name} of ${owner ? called(owner) : passkey?.principalId}`,
    before: before && passkeyRecord(before),
    after: after && passkeyRecord(after),
  })
}
