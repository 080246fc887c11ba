/**
 * Definitions: properties, pipelines, custom objects, limits. What is said of one named type
 * needs reading that type; what is said of the whole account needs `schema:read`. Changing a
 * definition needs two keys, `schema:write` and writing that type, because archiving a property
 * takes its values out of every record.
 */
import { family, READ_BY_POST, type Operation } from './operation.ts'

const TYPED = { typesInPath: ['objectType'] }
const CHANGE = { ...TYPED, scopes: ['schema:write'] } as const
const ACCOUNT_WIDE = { typesInPath: [], scopes: ['schema:read'] } as const

export const CRM_DEFINITIONS: readonly Operation[] = [
  ...family('crm.properties', ['/crm/v3/properties', '/crm/properties/{date}'], TYPED, [
    ['list', 'GET /{objectType}'],
    ['create', 'POST /{objectType}', CHANGE],
    ['batch-read', 'POST /{objectType}/batch/read', READ_BY_POST],
    ['batch-create', 'POST /{objectType}/batch/create', CHANGE],
    ['batch-archive', 'POST /{objectType}/batch/archive', CHANGE],
    ['list-groups', 'GET /{objectType}/groups'],
    ['create-group', 'POST /{objectType}/groups', CHANGE],
    ['get-group', 'GET /{objectType}/groups/{groupName}'],
    ['update-group', 'PATCH /{objectType}/groups/{groupName}', CHANGE],
    ['archive-group', 'DELETE /{objectType}/groups/{groupName}', CHANGE],
    ['get', 'GET /{objectType}/{propertyName}'],
    ['update', 'PATCH /{objectType}/{propertyName}', CHANGE],
    ['archive', 'DELETE /{objectType}/{propertyName}', CHANGE],
  ]),
  ...family('crm.pipelines', ['/crm/v3/pipelines', '/crm/pipelines/{date}'], TYPED, [
    ['list', 'GET /{objectType}'],
    ['create', 'POST /{objectType}', CHANGE],
    ['get', 'GET /{objectType}/{pipelineId}'],
    ['replace', 'PUT /{objectType}/{pipelineId}', CHANGE],
    ['update', 'PATCH /{objectType}/{pipelineId}', CHANGE],
    ['delete', 'DELETE /{objectType}/{pipelineId}', CHANGE],
    ['audit', 'GET /{objectType}/{pipelineId}/audit'],
    ['list-stages', 'GET /{objectType}/{pipelineId}/stages'],
    ['create-stage', 'POST /{objectType}/{pipelineId}/stages', CHANGE],
    ['get-stage', 'GET /{objectType}/{pipelineId}/stages/{stageId}'],
    ['replace-stage', 'PUT /{objectType}/{pipelineId}/stages/{stageId}', CHANGE],
    ['update-stage', 'PATCH /{objectType}/{pipelineId}/stages/{stageId}', CHANGE],
    ['delete-stage', 'DELETE /{objectType}/{pipelineId}/stages/{stageId}', CHANGE],
    ['audit-stage', 'GET /{objectType}/{pipelineId}/stages/{stageId}/audit'],
  ]),
  ...family(
    'crm.property-validations',
    ['/crm/v3/property-validations', '/crm/property-validations/{date}'],
    TYPED,
    [
      ['list', 'GET /{objectType}'],
      ['get', 'GET /{objectType}/{propertyName}'],
      ['get-rule', 'GET /{objectType}/{propertyName}/rule-type/{ruleType}'],
      ['set-rule', 'PUT /{objectType}/{propertyName}/rule-type/{ruleType}', CHANGE],
    ],
  ),
  ...family(
    'crm.schemas',
    ['/crm-object-schemas/v3/schemas', '/crm-object-schemas/{date}/schemas', '/crm/v3/schemas'],
    TYPED,
    [
      ['list', 'GET ', ACCOUNT_WIDE],
      ['create', 'POST ', { typesInPath: [], scopes: ['schema:write'] }],
      ['batch-read', 'POST /batch/read', { ...ACCOUNT_WIDE, ...READ_BY_POST }],
      ['get', 'GET /{objectType}'],
      ['update', 'PATCH /{objectType}', CHANGE],
      ['archive', 'DELETE /{objectType}', CHANGE],
      [
        'create-association',
        'POST /{objectType}/associations',
        { ...CHANGE, body: 'schema-association' },
      ],
      ['delete-association', 'DELETE /{objectType}/associations/{associationIdentifier}', CHANGE],
    ],
  ),
  ...family('crm.limits', ['/crm/v3/limits', '/crm/limits/{date}'], ACCOUNT_WIDE, [
    ['records', 'GET /records'],
    ['custom-object-types', 'GET /custom-object-types'],
    ['custom-properties', 'GET /custom-properties'],
    ['calculated-properties', 'GET /calculated-properties'],
    ['pipelines', 'GET /pipelines'],
    ['association-labels', 'GET /associations/labels'],
    ['associations-from', 'GET /associations/records/from'],
    [
      'associations-to',
      'GET /associations/records/{fromObjectType}/to',
      { typesInPath: ['fromObjectType'] },
    ],
    [
      'associations-between',
      'GET /associations/records/{fromObjectType}/{toObjectType}',
      { typesInPath: ['fromObjectType', 'toObjectType'] },
    ],
  ]),
]
