// Lists and their memberships.
import { isoInstant } from '../clock.ts'
import type { RecordList } from '../portal/lists.ts'
import { conflict, HubSpotError, invalid } from '../server/errors.ts'
import { missingFields, objectBody } from '../server/json-body.ts'
import { nextPage, readFlag, readLimit } from '../server/paging.ts'
import {
  dated,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Route,
} from '../server/route.ts'
import { findType } from './params.ts'

const READ = { needs: { any: ['crm.lists.read'] } }
const WRITE = { needs: { any: ['crm.lists.write'] } }

export const listRoutes: readonly Route[] = mount(dated('/crm/lists', '', '/crm/v3/lists'), [
  { ...READ, method: 'GET', path: '', handle: byIds },
  { ...WRITE, method: 'POST', path: '', handle: create },
  { ...READ, method: 'POST', path: '/search', handle: searchLists },
  { ...READ, method: 'GET', path: '/idmapping', handle: byOlderId },
  { ...READ, method: 'GET', path: '/object-type-id/:type/name/:name', handle: byName },
  { ...READ, method: 'GET', path: '/records/:type/:record/memberships', handle: listsOfRecord },
  {
    ...READ,
    method: 'GET',
    path: '/:list',
    handle: (call) => ok({ list: view(needList(call), call) }),
  },
  { ...WRITE, method: 'DELETE', path: '/:list', handle: remove },
  { ...WRITE, method: 'PUT', path: '/:list/restore', handle: restore },
  { ...WRITE, method: 'PUT', path: '/:list/update-list-name', handle: rename },
  { ...READ, method: 'GET', path: '/:list/memberships', handle: memberships },
  { ...READ, method: 'GET', path: '/:list/memberships/join-order', handle: memberships },
  {
    ...WRITE,
    method: 'PUT',
    path: '/:list/memberships/add',
    handle: (call) => change(call, ids(call.body), []),
  },
  {
    ...WRITE,
    method: 'PUT',
    path: '/:list/memberships/remove',
    handle: (call) => change(call, [], ids(call.body)),
  },
  { ...WRITE, method: 'PUT', path: '/:list/memberships/add-and-remove', handle: addAndRemove },
])

const living = (call: Call): RecordList[] =>
  call.world.portal.lists.all().filter((list) => list.deletedAt === undefined)

function needList(call: Call): RecordList {
  const list = call.world.portal.lists.get(call.params['list']!)
  if (!list || list.deletedAt !== undefined) throw listMissing(call.params['list']!)
  return list
}

const listMissing = (id: string): HubSpotError =>
  new HubSpotError(404, {
    status: 'error',
    message: `List does not exist with ID ${id}.`,
    subCategory: 'ILS.LIST_NOT_FOUND',
    category: 'OBJECT_NOT_FOUND',
  })

function byIds(call: Call): Answer {
  const wanted = new Set(call.query.getAll('listIds').flatMap((one) => one.split(',')))
  return ok({
    lists: living(call)
      .filter((list) => wanted.has(list.listId))
      .map((list) => view(list, call)),
  })
}

function byName(call: Call): Answer {
  const type = findType(call, call.params['type']!)
  const found = living(call).find(
    (list) => list.objectTypeId === type.typeId && list.name === call.params['name'],
  )
  if (!found) throw listMissing(call.params['name']!)
  return ok({ list: view(found, call) })
}

/** The id of the list that the older list pages knew by another number. */
function byOlderId(call: Call): Answer {
  const older = call.query.get('legacyListId') ?? ''
  const found = living(call).find((list) => olderIdOf(list) === older)
  if (!found) throw listMissing(older)
  return ok({ listId: found.listId, legacyListId: older })
}

/** Made up for the emulator: HubSpot's two numbers have nothing to do with each other. */
const olderIdOf = ({ listId }: RecordList): string => String(Number(listId) + 700)

function create(call: Call): Answer {
  const body = objectBody(call.body)
  const missing = ['name', 'objectTypeId', 'processingType'].filter(
    (name) => typeof body[name] !== 'string',
  )
  if (missing.length > 0) throw missingFields(missing)
  const type = findType(call, String(body['objectTypeId']))
  const name = String(body['name'])
  const processingType = body['processingType']
  if (
    processingType !== 'MANUAL' &&
    processingType !== 'DYNAMIC' &&
    processingType !== 'SNAPSHOT'
  ) {
    throw invalid(`Unknown processing type: ${String(processingType)}`)
  }
  if (living(call).some((list) => list.name === name && list.objectTypeId === type.typeId)) {
    throw conflict(`List name already exists: ${name}`, {
      category: 'VALIDATION_ERROR',
      subCategory: 'ILS.DUPLICATE_LIST_NAMES',
    })
  }
  const list = call.world.portal.lists.add(
    {
      name,
      objectTypeId: type.typeId,
      processingType,
      ...(body['filterBranch'] === undefined ? {} : { filterBranch: body['filterBranch'] }),
      createdAt: call.now,
      updatedAt: call.now,
    },
    () => new Map(),
  )
  return ok({ list: view(list, call) })
}

function searchLists(call: Call): Answer {
  const body = call.body === undefined ? {} : objectBody(call.body)
  const query = typeof body['query'] === 'string' ? body['query'].toLowerCase() : ''
  const offset = Number(body['offset'] ?? 0)
  const count = Math.min(500, Number(body['count'] ?? 20))
  const wanted = Array.isArray(body['processingTypes']) ? body['processingTypes'].map(String) : []
  const found = living(call)
    .filter((list) => list.name.toLowerCase().includes(query))
    .filter((list) => wanted.length === 0 || wanted.includes(list.processingType))
  const end = offset + count
  return ok({
    lists: found.slice(offset, end).map((list) => view(list, call)),
    offset: Math.min(end, found.length),
    hasMore: end < found.length,
    total: found.length,
  })
}

function remove(call: Call): Answer {
  needList(call).deletedAt = call.now
  return NO_CONTENT
}

function restore(call: Call): Answer {
  const list = call.world.portal.lists.get(call.params['list']!)
  if (!list) throw listMissing(call.params['list']!)
  delete list.deletedAt
  return NO_CONTENT
}

function rename(call: Call): Answer {
  const list = needList(call)
  const name = call.query.get('listName')
  if (name) list.name = name
  list.updatedAt = call.now
  return ok({ updatedList: view(list, call) })
}

/** Ascending by record id, or by joining on the `join-order` path; pages by the next record's id. */
function memberships(call: Call): Answer {
  const byJoining = call.path.endsWith('/join-order')
  const members = [...needList(call).members()].sort(
    (a, b) => (byJoining ? a[1] - b[1] : 0) || a[0] - b[0],
  )
  const limit = readLimit(call.query, 100, 250)
  const after = call.query.get('after')
  const from = after === null ? 0 : members.findIndex(([id]) => String(id) === after)
  const page = members.slice(Math.max(0, from), Math.max(0, from) + limit)
  const next = members[Math.max(0, from) + limit]
  return ok({
    results: page.map(([id, at]) => ({
      recordId: String(id),
      membershipTimestamp: isoInstant(at),
    })),
    ...(next ? { paging: nextPage(call.world.url, call.path, call.query, String(next[0])) } : {}),
  })
}

function ids(body: unknown): number[] {
  if (!Array.isArray(body)) throw invalid('The body must be a list of record ids')
  return body.map(Number)
}

function addAndRemove(call: Call): Answer {
  const body = objectBody(call.body)
  return change(call, ids(body['recordIdsToAdd'] ?? []), ids(body['recordIdsToRemove'] ?? []))
}

function change(call: Call, add: readonly number[], drop: readonly number[]): Answer {
  const list = needList(call)
  if (list.processingType === 'DYNAMIC') {
    throw invalid('Cannot change memberships of a DYNAMIC list.', {
      subCategory: 'ILS.INVALID_LIST_PROCESSING_TYPE',
    })
  }
  const store = call.world.portal.store(findType(call, list.objectTypeId))
  const members = list.members()
  const missing = add.filter((id) => !store.get(id))
  const added = add.filter((id) => !members.has(id) && !missing.includes(id))
  const removed = drop.filter((id) => members.has(id))
  for (const id of added) members.set(id, call.now)
  for (const id of removed) members.delete(id)
  list.updatedAt = call.now
  return ok({
    recordsIdsAdded: added.map(String),
    recordIdsRemoved: removed.map(String),
    recordIdsMissing: missing.map(String),
  })
}

function listsOfRecord(call: Call): Answer {
  const type = findType(call, call.params['type']!)
  const id = Number(call.params['record'])
  const results = living(call)
    .filter((list) => list.objectTypeId === type.typeId && list.members().has(id))
    .map((list) => {
      const at = isoInstant(list.members().get(id)!)
      return {
        listId: list.listId,
        listVersion: 1,
        firstAddedTimestamp: at,
        lastAddedTimestamp: at,
      }
    })
  return ok({ total: results.length, results })
}

function view(list: RecordList, call: Call) {
  const filters =
    call.method === 'GET' &&
    readFlag(call.query, 'includeFilters') &&
    list.filterBranch !== undefined
  return {
    listId: list.listId,
    listVersion: 1,
    name: list.name,
    objectTypeId: list.objectTypeId,
    processingType: list.processingType,
    processingStatus: 'COMPLETE',
    size: list.members().size,
    createdAt: isoInstant(list.createdAt),
    updatedAt: isoInstant(list.updatedAt),
    filtersUpdatedAt: isoInstant(list.createdAt),
    createdById: '8200000',
    updatedById: '8200000',
    ...(filters ? { filterBranch: list.filterBranch } : {}),
  }
}
