import type { ClientKey } from '../../domain/access/entities.ts'
import { authorise, type Context } from '../context.ts'
import { findPrincipal } from './find.ts'

export interface ListKeys {
  /** A member's address or a service account's name, or an id. */
  readonly principal?: string | undefined
}

/** Keys without their secret, revoked ones included. @throws HubwardError `resource.not_found` */
export async function listKeys(ctx: Context, input: ListKeys = {}): Promise<ClientKey[]> {
  authorise(ctx, 'read', 'key.list')
  const { read } = ctx.store
  if (input.principal === undefined) return read.keys.list()
  return read.keys.list({ principalId: (await findPrincipal(read, input.principal)).id })
}
