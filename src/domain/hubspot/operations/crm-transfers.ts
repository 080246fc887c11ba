/**
 * Imports and exports. Starting one needs, beside its own scope, what it carries: reading each
 * exported type, writing each imported one; both stand in the body. A finished export is fetched
 * by a bare id that tells no type, so `exports:read` is a scope of its own, for few people.
 */
import { family, SETS_STATE, type Operation } from './operation.ts'

export const CRM_TRANSFERS: readonly Operation[] = [
  ...family(
    'crm.exports',
    ['/crm/v3/exports', '/crm/exports/{date}'],
    { scopes: ['exports:read'] },
    [
      ['start', 'POST /export/async', { scopes: ['exports:write'], body: 'export' }],
      ['status', 'GET /export/async/tasks/{taskId}/status'],
      ['get', 'GET /export/{exportId}'],
    ],
  ),
  ...family(
    'crm.imports',
    ['/crm/v3/imports', '/crm/imports/{date}'],
    { scopes: ['imports:read'] },
    [
      ['list', 'GET '],
      ['start', 'POST ', { scopes: ['imports:write'], body: 'import' }],
      ['get', 'GET /{importId}'],
      ['errors', 'GET /{importId}/errors'],
      ['cancel', 'POST /{importId}/cancel', { ...SETS_STATE, scopes: ['imports:write'] }],
    ],
  ),
]
