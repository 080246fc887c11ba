import { CLIENT_KEY_SECRET_BYTES, formatClientKey } from '../../domain/access/client-key.ts'
import type { ClientKey } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import { demandNotAbove } from '../sign-in/demand-not-above.ts'
import { findPrincipal } from './find.ts'
import { keyRecord } from './record.ts'

export interface CreateKey {
  /** A member's address or a service account's name, or an id. */
  readonly principal: string
  /** Where it will be used: `laptop`, `nightly export`. */
  readonly name: string
  /** In the future; `null` for a key without an end. */
  readonly expiresAt: Date | null
}

export interface CreatedKey {
  readonly key: ClientKey
  /** Exists here and nowhere else: only its hash was stored, so it is shown once or never. */
  readonly text: Redacted<string>
}

/**
 * Makes a client key for someone.
 *
 * @throws HubwardError `resource.not_found`; `auth.forbidden` where the holder may do more than the
 *   maker; `request.invalid` for an end in the past
 */
export async function createKey(ctx: Context, input: CreateKey): Promise<CreatedKey> {
  authorise(ctx, 'secure', 'key.create')
  const createdAt = ctx.world.now()
  if (input.expiresAt && input.expiresAt <= createdAt) {
    const message = 'The end of a key lies in the future.'
    throw new HubwardError('request.invalid', message, { fields: [{ path: 'expiresAt', message }] })
  }
  return inChange(ctx, async (tx) => {
    const principal = await findPrincipal(tx, input.principal)
    demandNotAbove(ctx, principal)
    const id = newId(ctx.world, 'key')
    const text = formatClientKey(id, ctx.world.randomBytes(CLIENT_KEY_SECRET_BYTES))
    const key: ClientKey = {
      id,
      principalId: principal.id,
      name: input.name,
      createdAt,
      expiresAt: input.expiresAt,
      revokedAt: null,
    }
    await tx.keys.insert({ ...key, hash: Buffer.from(ctx.hashKey(text.reveal()), 'hex') })
    await recordChange(tx, ctx, {
      action: 'key.create',
      targetKind: 'key',
      targetId: id,
      targetName: `${key.name} of ${principal.email ?? principal.name}`,
      before: null,
      after: keyRecord(key),
    })
    return { key, text }
  })
}
