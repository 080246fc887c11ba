/** Identity providers as a source of plans: what they wish, and whether any still can. */
import { effectiveScopes } from '../../../domain/access/decide.ts'
import type { Connection } from '../../../domain/connection/connection.ts'
import type { Snapshot } from '../../../domain/people/snapshot.ts'
import { idSet } from '../../../domain/people/portal-user.ts'
import type { SourceDescriptor } from '../../../domain/people/plan/plan-input.ts'
import type { Context } from '../../context.ts'
import { scimWishes, type ScimWishes } from '../../scim/desired-users.ts'
import { readingOf } from '../../scim/portal-reading.ts'

export interface ScimSource {
  readonly wishes: ScimWishes
  /** `null`: no provider ever wrote anything. */
  readonly descriptor: SourceDescriptor | null
}

export async function scimSource(
  ctx: Pick<Context, 'store' | 'pictures' | 'world'>,
  connection: Connection,
  snapshot: Snapshot,
): Promise<ScimSource> {
  const { read } = ctx.store
  const reading = readingOf(snapshot, await read.people.known(connection.id))
  const wishes = await scimWishes(read, connection.id, reading)
  if (wishes.written.size === 0) return { wishes, descriptor: null }
  const descriptor: SourceDescriptor = {
    source: 'scim',
    id: 'scim',
    state: (await isProviderLive(ctx, connection)) ? 'live' : 'expired',
    // Whoever leaves is named one by one; a group that goes takes a team away, and nobody's access.
    covers: [],
    keys: idSet(wishes.desired.map(({ key }) => key)),
  }
  return { wishes, descriptor }
}

/** Somebody may write by SCIM, and has a key to do it with. */
async function isProviderLive(
  { store, pictures, world }: Pick<Context, 'store' | 'pictures' | 'world'>,
  { id }: Connection,
): Promise<boolean> {
  const picture = await pictures.current()
  const now = world.now()
  const writes = (principalId: string): boolean =>
    picture.principal(principalId)?.state === 'active' &&
    effectiveScopes(picture, principalId, id, now).includes('users:write')
  return (await store.read.keys.list()).some(
    ({ principalId, revokedAt, expiresAt }) =>
      revokedAt === null && (expiresAt === null || expiresAt > now) && writes(principalId),
  )
}
