/**
 * Records of every CRM object type. One set of operations serves all types, since the type in the
 * path decides over the scope; HubSpot's per-object endpoints are the same templates spelt out.
 */
import { family, READ_BY_POST, SETS_STATE, type Operation } from './operation.ts'

const BASES = ['/crm/v3/objects', '/crm/objects/{date}']
const TYPED = { typesInPath: ['objectType'] }

/**
 * PATCH and upsert set absolute values, but are not marked retry-safe: a second sending after a
 * lost answer would overwrite what somebody else changed in between.
 */
export const CRM_OBJECTS: readonly Operation[] = [
  ...family('crm.objects', BASES, TYPED, [
    ['list', 'GET /{objectType}'],
    ['create', 'POST /{objectType}', { body: 'create' }],
    ['get', 'GET /{objectType}/{objectId}'],
    ['update', 'PATCH /{objectType}/{objectId}'],
    ['archive', 'DELETE /{objectType}/{objectId}'],
    ['batch-read', 'POST /{objectType}/batch/read', READ_BY_POST],
    ['batch-create', 'POST /{objectType}/batch/create', { body: 'batch-create' }],
    ['batch-update', 'POST /{objectType}/batch/update'],
    ['batch-upsert', 'POST /{objectType}/batch/upsert'],
    ['batch-archive', 'POST /{objectType}/batch/archive', SETS_STATE],
    ['search', 'POST /{objectType}/search', { ...READ_BY_POST, bucket: 'search', body: 'search' }],
    ['merge', 'POST /{objectType}/merge', { access: 'merge' }],
    ['gdpr-delete', 'POST /{objectType}/gdpr-delete', { access: 'gdpr-delete' }],
  ]),
  ...family('crm.deal-splits', BASES, {}, [
    ['batch-read', 'POST /deals/splits/batch/read', { ...READ_BY_POST, scopes: ['deals:read'] }],
    ['batch-upsert', 'POST /deals/splits/batch/upsert', { scopes: ['deals:write'] }],
  ]),
]
