import { callChain, type CallStep } from '../../domain/audit/call-chain.ts'
import { HubwardError } from '../../domain/errors.ts'
import { authorise, type Context } from '../context.ts'
import type { RecordedEvent } from './ports.ts'

export interface EventWithChain extends RecordedEvent {
  /** Of a call, in the order in which it met them; empty for a change. */
  readonly chain: readonly CallStep[]
}

/** One event by its place in the log. @throws HubwardError `resource.not_found` */
export async function getEvent(
  ctx: Context,
  input: { readonly sequence: number },
): Promise<EventWithChain> {
  authorise(ctx, 'read', 'audit')
  const found = await ctx.store.read.audit.get(input.sequence)
  if (!found)
    throw new HubwardError('resource.not_found', `There is no event ${input.sequence} in the log.`)
  const { event } = found
  if (event.type === 'change') return { ...found, chain: [] }
  const key = event.authenticatedBy && (await ctx.pictures.current()).keyById(event.authenticatedBy)
  return { ...found, chain: callChain(event, key ? key.name : undefined) }
}
