/**
 * Calls of an application to HubSpot, on the connection's own credential: within the allowance,
 * recorded like every call. A write is sent once; what became of it is looked up, never assumed.
 */
import type { Connection } from '../../../domain/connection/connection.ts'
import type { StopReason } from '../../../domain/people/apply/portal-call.ts'
import { houseCall, type HouseCall, type HouseServices } from '../../gateway/house-call.ts'
import type { CallRefusal } from '../../gateway/refusal.ts'
import type { AskHubSpot, HttpAnswer } from './hubspot-answer.ts'

const ALLOWED: ReadonlySet<string> = new Set([
  'crm.objects.batch-read',
  'crm.objects.batch-update',
  'crm.objects.search',
  'crm.properties.list',
  'settings.users.create',
  'settings.users.get',
  'settings.users.remove',
  'settings.users.replace',
])
const allows = (operation: string): boolean => ALLOWED.has(operation)

export const askHubSpot =
  (services: HouseServices, connection: Connection, by: HouseCall['by']): AskHubSpot =>
  async (call): Promise<HttpAnswer> => {
    const answer = await houseCall(services, { ...call, connection, by, tool: 'people', allows })
    if (answer.ok) return answer.value
    const stop = nothingSent(answer.error)
    return stop ? { stop } : { lost: true }
  }

/** Why HubSpot cannot have seen it; `undefined` where it may have. */
function nothingSent({ code, facts }: CallRefusal): StopReason | undefined {
  if (code === 'budget.spent') return 'limited'
  if (code.startsWith('connection.')) return 'unauthorised'
  return facts['sent'] === false ? 'unreachable' : undefined
}
