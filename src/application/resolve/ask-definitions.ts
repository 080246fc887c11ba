/**
 * Reads definitions with the connection’s own credential, for somebody who may operate it: metered
 * and recorded like every call. Records are never read this way: no role stands above a grant.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import type { Context } from '../context.ts'
import { houseCall } from '../gateway/house-call.ts'
import { askerOf } from './asker.ts'
import { notTold, toldBy, type Told } from './told.ts'

export interface Definition {
  readonly target: string
  /** Sent by POST where there is one: HubSpot searches lists so. */
  readonly body?: unknown
}

/** All that is read without a grant: how a portal is set up, nothing of what is in it. */
export const DEFINITIONS: ReadonlySet<string> = new Set([
  'scheduler.list-links',
  'crm.pipelines.list',
  'crm.pipelines.get',
  'crm.properties.get',
  'crm.schemas.list',
  'crm.schemas.get',
  'crm.lists.search',
  'crm.lists.get',
  'crm.lists.map-legacy-id',
  'marketing.forms.list',
  'marketing.forms.get',
])

export async function askDefinition(
  ctx: Context,
  connection: Connection,
  { target, body }: Definition,
): Promise<Told> {
  const answer = await houseCall(ctx, {
    connection,
    by: askerOf(ctx.actor),
    tool: 'look-up',
    method: body === undefined ? 'GET' : 'POST',
    target,
    body,
    allows: (operation) => DEFINITIONS.has(operation),
  })
  if (!answer.ok) return notTold(answer.error)
  return toldBy(answer.value.status, answer.value.body, answer.value.meaning)
}
