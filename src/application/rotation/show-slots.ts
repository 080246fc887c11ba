import type { Connection } from '../../domain/connection/connection.ts'
import { rotateBy } from '../../domain/rotation/age.ts'
import type { ScopeComparison } from '../../domain/rotation/compare-scopes.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import type { CredentialSlot } from './ports.ts'
import { compareWith } from './stage-credential.ts'

export interface ShownSlots {
  readonly connection: Connection
  /** `undefined` where the credential was revoked. */
  readonly current: CredentialSlot | undefined
  readonly next: CredentialSlot | undefined
  readonly previous: CredentialSlot | undefined
  /** What a promotion of the next one would change; `null` where none is staged. */
  readonly comparison: ScopeComparison | null
  /** When the current one reaches the age limit, or HubSpot may end it; `null` where neither. */
  readonly dueAt: Date | null
}

/** Which credentials a connection has, how old they are and how long they stay. No secrets. */
export async function showSlots(
  ctx: Context,
  input: { readonly connection: string },
): Promise<ShownSlots> {
  authorise(ctx, 'read', 'connection.slots')
  const connection = await findConnection(ctx.store.read, input.connection)
  const slots = await ctx.store.read.slots.list(connection.id)
  const at = (name: CredentialSlot['slot']) => slots.find(({ slot }) => slot === name)
  const [current, next, previous] = [at('current'), at('next'), at('previous')]
  const scopes = next?.facts?.reading.hubspotScopes
  return {
    connection,
    current,
    next,
    previous,
    comparison: scopes
      ? await compareWith(ctx.store.read, connection, scopes, ctx.world.now())
      : null,
    dueAt: current ? rotateBy(current, ctx.rotation.maxAgeDays) : null,
  }
}
