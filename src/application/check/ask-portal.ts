/**
 * One call of a check to HubSpot, on the connection's own credential: no grant carries it, since an
 * admin asked for the check itself. A read that failed in passing is tried once more.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import type { Result } from '../../domain/result.ts'
import {
  houseCall,
  type HouseAnswer,
  type HouseCall,
  type HouseServices,
} from '../gateway/house-call.ts'
import type { CallRefusal } from '../gateway/refusal.ts'

export type PortalCall = Pick<HouseCall, 'method' | 'target' | 'body'>

/** For whom and for what the calls are. */
export interface Asking {
  readonly connection: Connection
  readonly checkId: string
}

const AGAIN_AFTER_MS = 1_000

/** What a check may call: lists of which it takes one, and what makes and ends its own test record. */
const ALLOWED: ReadonlySet<string> = new Set([
  'account.details',
  'cms.site-pages.list',
  'crm.lists.search',
  'crm.objects.archive',
  'crm.objects.create',
  'crm.objects.get',
  'crm.objects.list',
  'crm.objects.search',
  'crm.objects.update',
  'crm.owners.list',
  'marketing.emails.list',
  'marketing.forms.list',
  'scheduler.list-links',
  'settings.users.list',
])
const allows = (operation: string): boolean => ALLOWED.has(operation)

/** Resolves always: what HubSpot answered, or why there is no answer. */
export async function askPortal(
  services: HouseServices,
  { connection, checkId }: Asking,
  call: PortalCall,
): Promise<Result<HouseAnswer, CallRefusal>> {
  const by = { principalId: null, name: 'Hubward check', id: checkId }
  const once = (attempt: number) =>
    houseCall(services, { ...call, connection, by, tool: 'check', attempt, allows })
  const first = await once(1)
  if (!first.ok || !mayRepeat(call, first.value)) return first
  await services.world.sleep(AGAIN_AFTER_MS)
  return once(2)
}

/** Also a search, which is a read by POST; never what makes or changes something. */
const mayRepeat = ({ method, target }: PortalCall, { meaning }: HouseAnswer): boolean =>
  meaning.kind === 'server_error' &&
  meaning.retry.safeForReads &&
  (method === 'GET' || (method === 'POST' && target.endsWith('/search')))
