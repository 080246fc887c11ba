/**
 * The first engagements API, which HubSpot's own MCP package still calls. Each of its answers
 * holds the ids of all associated contacts, companies, deals and tickets, so reading one needs
 * reading all four; the notes, calls and tasks of `/crm/v3/objects` ask for less.
 */
import { family, type Operation } from './operation.ts'

const READ = {
  scopes: ['engagements:read', 'contacts:read', 'companies:read', 'deals:read', 'tickets:read'],
} as const
const WRITE = { scopes: ['engagements:write'], body: 'engagement-v1' } as const

export const ENGAGEMENTS_V1: readonly Operation[] = family(
  'engagements-v1',
  ['/engagements/v1/engagements'],
  READ,
  [
    ['list', 'GET /paged'],
    ['recent', 'GET /recent/modified'],
    ['of-record', 'GET /associated/{objectType}/{objectId}/paged', { typesInPath: ['objectType'] }],
    ['get', 'GET /{engagementId}'],
    ['create', 'POST ', WRITE],
    ['update', 'PATCH /{engagementId}', WRITE],
    ['delete', 'DELETE /{engagementId}', { scopes: ['engagements:write'] }],
  ],
)
