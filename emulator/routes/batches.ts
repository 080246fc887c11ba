// Records by the hundred: batch create, read, update, upsert and archive. A batch that fails in part
// is answered 207, with the errors beside the results.
import { isoInstant } from '../clock.ts'
import type { ObjectType } from '../portal/object-types.ts'
import type { StoredRecord } from '../portal/record-store.ts'
import { viewRecord, viewWritten } from '../portal/view.ts'
import { archiveRecord, createRecord, updateRecord } from '../portal/writes.ts'
import { conflict, HubSpotError, invalid } from '../server/errors.ts'
import { arrayField, missingFields, objectBody, type Json } from '../server/json-body.ts'
import { mount, NO_CONTENT, type Answer, type Call, type Route } from '../server/route.ts'
import { OBJECT_BASES, propertiesOf, scopesFor } from './objects.ts'
import { findRecord, typeOf, writerOf } from './params.ts'
import { linkNew } from './record-links.ts'

const MAX_INPUTS = 100

export const batchRoutes: readonly Route[] = mount(OBJECT_BASES, [
  { method: 'POST', path: '/batch/read', needs: scopesFor('read'), handle: batchRead },
  { method: 'POST', path: '/batch/create', needs: scopesFor('write'), handle: batchCreate },
  { method: 'POST', path: '/batch/update', needs: scopesFor('write'), handle: batchUpdate },
  { method: 'POST', path: '/batch/upsert', needs: scopesFor('write'), handle: batchUpsert },
  { method: 'POST', path: '/batch/archive', needs: scopesFor('write'), handle: batchArchive },
])

type BatchError = {
  status: 'error'
  category: string
  message: string
  context: Record<string, readonly string[]>
  subCategory?: string
  errors?: readonly unknown[]
}

function batchRead(call: Call): Answer {
  const type = typeOf(call)
  const body = objectBody(call.body)
  const ids = inputsOf(body).map(needId)
  const names = (name: string) => (Array.isArray(body[name]) ? body[name].map(String) : [])
  const idProperty = textOf(body['idProperty'])
  const archived = call.query.get('archived') === 'true'
  const wanted = { properties: names('properties'), history: names('propertiesWithHistory') }
  const found = new Map<number, StoredRecord>()
  const missing: string[] = []
  for (const id of ids) {
    const record = findRecord(call, type, id, idProperty, archived)
    if (record) found.set(record.id, record)
    else missing.push(id)
  }
  const results = [...found.values()].map((record) =>
    viewRecord(call.world.portal, type, record, wanted),
  )
  return complete(call, 200, results, missing.length > 0 ? [notFound(type, missing)] : [])
}

/**
 * All or nothing, unless the inputs carry `objectWriteTraceId`: then each stands for itself, and the
 * errors name the trace ids (official). A duplicate e-mail fails the whole batch with 409.
 */
function batchCreate(call: Call): Answer {
  const type = typeOf(call)
  const inputs = inputsOf(objectBody(call.body))
  const traced = inputs.some((input) => input['objectWriteTraceId'] !== undefined)
  const writer = writerOf(call, type)
  const one = (input: Json): StoredRecord => {
    const properties = propertiesOf(input)
    const links = linkNew.check(call, type, input['associations'])
    const record = createRecord(
      writer,
      properties,
      textOf(input['objectWriteTraceId']) ?? undefined,
    )
    linkNew.apply(call, type, record.id, links)
    return record
  }
  const view = (record: StoredRecord) => viewWritten(call.world.portal, type, record)
  if (!traced) {
    refuseTwins(type, inputs)
    return complete(call, 201, asOne(call, type, () => inputs.map(one)).map(view), [])
  }
  const results: StoredRecord[] = []
  const errors: BatchError[] = []
  for (const input of inputs) {
    try {
      results.push(one(input))
    } catch (cause) {
      errors.push(
        batchError(cause, { objectWriteTraceId: [textOf(input['objectWriteTraceId']) ?? ''] }),
      )
    }
  }
  return complete(call, 201, results.map(view), errors)
}

/** A merged-away id is not followed here, as single updates do (official). */
function batchUpdate(call: Call): Answer {
  const type = typeOf(call)
  const inputs = inputsOf(objectBody(call.body))
  const writer = writerOf(call, type)
  const missing: string[] = []
  const found: [StoredRecord, Json][] = []
  for (const input of inputs) {
    const id = needId(input)
    const idProperty = textOf(input['idProperty'])
    const record = findRecord(call, type, id, idProperty)
    if (record && (idProperty || String(record.id) === id))
      found.push([record, propertiesOf(input)])
    else missing.push(id)
  }
  const updated = asOne(call, type, () =>
    found.map(([record, given]) => updateRecord(writer, record, given)),
  )
  const results = updated.map((record) => viewWritten(call.world.portal, type, record))
  return complete(call, 200, results, missing.length > 0 ? [notFound(type, missing)] : [])
}

function batchUpsert(call: Call): Answer {
  const type = typeOf(call)
  const writer = writerOf(call, type)
  const inputs = inputsOf(objectBody(call.body))
  const results = asOne(call, type, () =>
    inputs.map((input) => {
      const id = needId(input)
      const idProperty = textOf(input['idProperty'])
      const properties = propertiesOf(input)
      const record = findRecord(call, type, id, idProperty)
      if (record) return { record: updateRecord(writer, record, properties), new: false }
      if (idProperty === null || idProperty === 'hs_object_id')
        throw invalid(`Could not find ${type.name} with id ${id}`)
      return { record: createRecord(writer, { ...properties, [idProperty]: id }), new: true }
    }),
  )
  const views = results.map((result) => ({
    ...viewWritten(call.world.portal, type, result.record),
    new: result.new,
  }))
  return complete(call, 200, views, [])
}

/** 204 whatever state the records were in. */
function batchArchive(call: Call): Answer {
  const type = typeOf(call)
  const writer = writerOf(call, type)
  for (const input of inputsOf(objectBody(call.body))) {
    const record = findRecord(call, type, needId(input), null)
    if (record) archiveRecord(writer, record)
  }
  return NO_CONTENT
}

export function inputsOf(body: Json, max = MAX_INPUTS): Json[] {
  const inputs = arrayField(body, 'inputs')
  if (inputs.length > max) {
    throw invalid(`Invalid batch size: ${inputs.length}. The maximum number of inputs is ${max}.`)
  }
  return inputs.map((input) => objectBody(input))
}

function needId(input: Json): string {
  if (input['id'] === undefined || input['id'] === null) throw missingFields(['id'])
  return String(input['id'])
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null

/** Two inputs of one batch with the same e-mail are refused before anything is written. */
function refuseTwins(type: ObjectType, inputs: readonly Json[]): void {
  if (type.typeId !== '0-1') return
  const seen = new Set<string>()
  for (const input of inputs) {
    const email = objectBody(input['properties'] ?? {})['email']
    if (typeof email !== 'string' || email === '') continue
    if (seen.has(email.toLowerCase())) throw conflict(`Duplicate email in batch: ${email}`)
    seen.add(email.toLowerCase())
  }
}

/** Runs writes so that a failure in the midst leaves nothing behind. */
function asOne<T>(call: Call, type: ObjectType, run: () => T): T {
  const { portal } = call.world
  return portal.store(type).transaction(portal.uniqueNames(type), run)
}

function batchError(cause: unknown, context: Record<string, readonly string[]>): BatchError {
  if (!(cause instanceof HubSpotError) || cause.body === null) throw cause
  const { category, message, subCategory, errors, context: more } = cause.body
  return {
    status: 'error',
    category: category ?? 'VALIDATION_ERROR',
    message,
    context: { ...more, ...context },
    ...(subCategory === undefined ? {} : { subCategory }),
    ...(errors === undefined ? {} : { errors }),
  }
}

const notFound = (type: ObjectType, ids: readonly string[]): BatchError => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  message: `Could not get some ${type.name.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`,
  context: { ids },
})

export function complete(
  call: Call,
  status: number,
  results: readonly unknown[],
  errors: readonly BatchError[],
): Answer {
  const at = isoInstant(call.now)
  return {
    status: errors.length > 0 ? 207 : status,
    body: {
      status: 'COMPLETE',
      results,
      ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
      startedAt: at,
      completedAt: at,
    },
  }
}
