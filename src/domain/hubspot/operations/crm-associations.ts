/**
 * Associations: who is linked to whom. A link tells something about both its ends, so each
 * operation needs its verb on both object types; definitions of links besides need `schema:write`.
 */
import { family, READ_BY_POST, SETS_STATE, type Operation } from './operation.ts'

const BOTH_ENDS = { typesInPath: ['objectType', 'toObjectType'], bucket: 'associations' } as const
const PAIR = { typesInPath: ['fromObjectType', 'toObjectType'], bucket: 'associations' } as const
const PAIR_DEFINITION = { ...PAIR, scopes: ['schema:write'] } as const

/** A link is there or not there, so creating and archiving links are safe to repeat. */
export const CRM_ASSOCIATIONS: readonly Operation[] = [
  ...family('crm.associations.record', ['/crm/v4/objects', '/crm/objects/{date}'], BOTH_ENDS, [
    ['list', 'GET /{objectType}/{objectId}/associations/{toObjectType}'],
    ['set', 'PUT /{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}'],
    ['remove', 'DELETE /{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}'],
    [
      'set-default',
      'PUT /{objectType}/{objectId}/associations/default/{toObjectType}/{toObjectId}',
    ],
  ]),
  ...family('crm.associations.record-v3', ['/crm/v3/objects'], BOTH_ENDS, [
    ['list', 'GET /{objectType}/{objectId}/associations/{toObjectType}'],
    ['set', 'PUT /{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}/{typeId}'],
    ['remove', 'DELETE /{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}/{typeId}'],
  ]),
  ...family(
    'crm.associations.batch',
    ['/crm/v4/associations', '/crm/associations/v4', '/crm/associations/{date}'],
    PAIR,
    [
      ['read', 'POST /{fromObjectType}/{toObjectType}/batch/read', READ_BY_POST],
      ['create', 'POST /{fromObjectType}/{toObjectType}/batch/create', SETS_STATE],
      ['archive', 'POST /{fromObjectType}/{toObjectType}/batch/archive', SETS_STATE],
      ['set-default', 'POST /{fromObjectType}/{toObjectType}/batch/associate/default', SETS_STATE],
      ['archive-labels', 'POST /{fromObjectType}/{toObjectType}/batch/labels/archive', SETS_STATE],
    ],
  ),
  ...family('crm.associations.batch-v3', ['/crm/v3/associations'], PAIR, [
    ['read', 'POST /{fromObjectType}/{toObjectType}/batch/read', READ_BY_POST],
    ['create', 'POST /{fromObjectType}/{toObjectType}/batch/create', SETS_STATE],
    ['archive', 'POST /{fromObjectType}/{toObjectType}/batch/archive', SETS_STATE],
    ['types', 'GET /{fromObjectType}/{toObjectType}/types'],
  ]),
  ...family(
    'crm.associations.definitions',
    ['/crm/v4/associations', '/crm/associations/v4', '/crm/associations/{date}'],
    PAIR,
    [
      ['labels', 'GET /{fromObjectType}/{toObjectType}/labels'],
      ['create-label', 'POST /{fromObjectType}/{toObjectType}/labels', PAIR_DEFINITION],
      ['update-label', 'PUT /{fromObjectType}/{toObjectType}/labels', PAIR_DEFINITION],
      ['delete-label', 'DELETE /{fromObjectType}/{toObjectType}/labels/{typeId}', PAIR_DEFINITION],
      ['limits', 'GET /definitions/configurations/{fromObjectType}/{toObjectType}'],
      [
        'create-limits',
        'POST /definitions/configurations/{fromObjectType}/{toObjectType}/batch/create',
        PAIR_DEFINITION,
      ],
      [
        'update-limits',
        'POST /definitions/configurations/{fromObjectType}/{toObjectType}/batch/update',
        PAIR_DEFINITION,
      ],
      [
        'purge-limits',
        'POST /definitions/configurations/{fromObjectType}/{toObjectType}/batch/purge',
        PAIR_DEFINITION,
      ],
      [
        'all-limits',
        'GET /definitions/configurations/all',
        { typesInPath: [], scopes: ['schema:read'] },
      ],
    ],
  ),
]
