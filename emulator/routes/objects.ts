// Records one at a time: list, read, create, update, archive; search, merge and privacy deletion.
// The same table answers for every type, in v3 and in each dated release.
import type { Access } from '../auth/scopes.ts'
import { recordScopes } from '../auth/scopes.ts'
import { viewRecord, viewWritten, type Wanted } from '../portal/view.ts'
import {
  archiveRecord,
  createRecord,
  mergeRecords,
  typeShown,
  updateRecord,
} from '../portal/writes.ts'
import { invalid, notFound } from '../server/errors.ts'
import { missingFields, objectBody, type Json } from '../server/json-body.ts'
import { nextPage, readFlag, readLimit, readList } from '../server/paging.ts'
import {
  created,
  dated,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Route,
} from '../server/route.ts'
import { linkNew, readAssociations } from './record-links.ts'
import { findRecord, needRecord, typeOf, writerOf } from './params.ts'

export const OBJECT_BASES = dated('/crm/objects', '/:type', '/crm/v3/objects/:type')

export const scopesFor = (access: Access) => (call: Call) => recordScopes(typeOf(call), access)
const READ = scopesFor('read')
const WRITE = scopesFor('write')

export const objectRoutes: readonly Route[] = mount(OBJECT_BASES, [
  { method: 'GET', path: '', needs: READ, handle: list },
  { method: 'POST', path: '', needs: WRITE, handle: create },
  { method: 'POST', path: '/merge', needs: WRITE, handle: merge },
  { method: 'POST', path: '/gdpr-delete', needs: WRITE, handle: forget },
  { method: 'GET', path: '/:id', needs: READ, handle: read },
  { method: 'PATCH', path: '/:id', needs: WRITE, handle: update },
  { method: 'DELETE', path: '/:id', needs: WRITE, handle: archive },
])

export const MAX_PAGE = 100

function list(call: Call): Answer {
  const type = typeOf(call)
  const { query, world } = call
  const limit = readLimit(query, 10, MAX_PAGE)
  if (type.managed && readFlag(query, 'archived'))
    throw invalid(`Paging through deleted objects is not supported for type ${typeShown(type)}`)
  const wanted = wantedOf(query)
  if (wanted.history.length > 0 && limit > 50) {
    throw invalid(
      `Invalid limit parameter: ${limit}. It must be less than or equal to 50 with propertiesWithHistory.`,
    )
  }
  const after = query.get('after') ?? ''
  if (!/^\d{0,16}$/.test(after)) throw invalid(`Invalid paging token: ${after}`)
  const page = world.portal.store(type).page(Number(after), limit, readFlag(query, 'archived'))
  const results = page.records.map((record) => ({
    ...viewRecord(world.portal, type, record, wanted),
    ...readAssociations(call, type, record, readList(query, 'associations')),
  }))
  return ok({
    results,
    ...(page.next === undefined
      ? {}
      : { paging: nextPage(world.url, call.path, query, String(page.next)) }),
  })
}

function read(call: Call): Answer {
  const type = typeOf(call)
  const record = needRecord(call, type, readFlag(call.query, 'archived'))
  return ok({
    ...viewRecord(call.world.portal, type, record, wantedOf(call.query)),
    ...readAssociations(call, type, record, readList(call.query, 'associations')),
  })
}

function create(call: Call): Answer {
  const type = typeOf(call)
  const body = objectBody(call.body)
  const properties = propertiesOf(body)
  const links = linkNew.check(call, type, body['associations'])
  const record = createRecord(writerOf(call, type), properties)
  linkNew.apply(call, type, record.id, links)
  return created(viewWritten(call.world.portal, type, record))
}

function update(call: Call): Answer {
  const type = typeOf(call)
  const record = needRecord(call, type)
  const updated = updateRecord(writerOf(call, type), record, propertiesOf(objectBody(call.body)))
  return ok(viewWritten(call.world.portal, type, updated))
}

/** 204 whether or not the record exists (official: archiving is idempotent). */
function archive(call: Call): Answer {
  const type = typeOf(call)
  const record = findRecord(call, type, call.params['id']!, null)
  if (record) archiveRecord(writerOf(call, type), record)
  return NO_CONTENT
}

function merge(call: Call): Answer {
  const type = typeOf(call)
  const body = objectBody(call.body)
  const [primaryId, otherId] = [body['primaryObjectId'], body['objectIdToMerge']].map((id) =>
    id === undefined ? undefined : String(id),
  )
  if (primaryId === undefined || otherId === undefined) {
    throw missingFields(
      ['primaryObjectId', 'objectIdToMerge'].filter((name) => body[name] === undefined),
    )
  }
  const primary = findRecord(call, type, primaryId, null)
  const other = findRecord(call, type, otherId, null)
  if (!primary || !other) throw notFound()
  if (primary.id === other.id) throw invalid(`Cannot merge ${type.name} ${primaryId} with itself.`)
  const merged = mergeRecords(writerOf(call, type), primary, other)
  call.world.portal.links.merge(type, other.id, primary.id)
  return ok(viewWritten(call.world.portal, type, merged))
}

/** Contacts only, and for good: nothing of the record can be read afterwards. */
function forget(call: Call): Answer {
  const type = typeOf(call)
  if (type.typeId !== '0-1')
    throw invalid(`GDPR delete is not supported for object type ${type.typeId}`)
  const { objectId, idProperty } = objectBody(call.body)
  if (objectId === undefined) throw missingFields(['objectId'])
  const property = typeof idProperty === 'string' ? idProperty : null
  const record =
    findRecord(call, type, String(objectId), property) ??
    findRecord(call, type, String(objectId), property, true)
  if (record) {
    const { portal } = call.world
    portal.store(type).remove(record.id, portal.uniqueNames(type))
    portal.links.forget(type, record.id)
  }
  return NO_CONTENT
}

export const wantedOf = (query: URLSearchParams): Wanted => ({
  properties: readList(query, 'properties'),
  history: readList(query, 'propertiesWithHistory'),
})

export function propertiesOf(body: Json): Json {
  if (body['properties'] === undefined || body['properties'] === null)
    throw missingFields(['properties'])
  return objectBody(
    body['properties'],
    'java.util.LinkedHashMap<java.lang.String,java.lang.String>',
  )
}
