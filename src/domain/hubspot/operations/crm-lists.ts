/**
 * Lists. HubSpot names a list by a bare id, from which its object type cannot be told; what the
 * list endpoints answer of members is record ids and nothing else, so `lists:read` shows ids.
 * Where a type is named, or filters reach into properties, reading that type is needed as well:
 * a filter is a question about its properties.
 */
import { family, READ_BY_POST, type Operation } from './operation.ts'

const READ = { scopes: ['lists:read'] } as const
const WRITE = { scopes: ['lists:write'] } as const

export const CRM_LISTS: readonly Operation[] = family(
  'crm.lists',
  ['/crm/v3/lists', '/crm/lists/{date}'],
  {},
  [
    ['list', 'GET ', READ],
    ['create', 'POST ', { ...WRITE, body: 'list' }],
    ['search', 'POST /search', { ...READ, ...READ_BY_POST }],
    ['get', 'GET /{listId}', READ],
    ['delete', 'DELETE /{listId}', WRITE],
    ['restore', 'PUT /{listId}/restore', WRITE],
    ['rename', 'PUT /{listId}/update-list-name', WRITE],
    [
      'get-by-name',
      'GET /object-type-id/{objectTypeId}/name/{listName}',
      { ...READ, typesInPath: ['objectTypeId'] },
    ],
    ['size-history', 'GET /{listId}/size-and-edits-history/between', READ],
    ['get-conversion', 'GET /{listId}/schedule-conversion', READ],
    ['set-conversion', 'PUT /{listId}/schedule-conversion', WRITE],
    ['delete-conversion', 'DELETE /{listId}/schedule-conversion', WRITE],
    ['members', 'GET /{listId}/memberships', READ],
    ['members-join-order', 'GET /{listId}/memberships/join-order', READ],
    ['remove-all-members', 'DELETE /{listId}/memberships', WRITE],
    ['add-members', 'PUT /{listId}/memberships/add', WRITE],
    ['remove-members', 'PUT /{listId}/memberships/remove', WRITE],
    ['change-members', 'PUT /{listId}/memberships/add-and-remove', WRITE],
    ['add-members-from', 'PUT /{listId}/memberships/add-from/{sourceListId}', WRITE],
    [
      'of-record',
      'GET /records/{objectTypeId}/{recordId}/memberships',
      { ...READ, typesInPath: ['objectTypeId'] },
    ],
    [
      'of-records',
      'POST /records/memberships/batch/read',
      { ...READ, ...READ_BY_POST, body: 'list-records' },
    ],
    ['list-folders', 'GET /folders', READ],
    ['create-folder', 'POST /folders', WRITE],
    ['delete-folder', 'DELETE /folders/{folderId}', WRITE],
    ['rename-folder', 'PUT /folders/{folderId}/rename', WRITE],
    ['move-folder', 'PUT /folders/{folderId}/move/{newParentFolderId}', WRITE],
    ['move-list', 'PUT /folders/move-list', WRITE],
    ['map-legacy-id', 'GET /idmapping', READ],
    ['map-legacy-ids', 'POST /idmapping', { ...READ, ...READ_BY_POST }],
  ],
)
