// Creating, changing, archiving, merging and deleting records, with HubSpot's validation. It checks
// everything before it writes anything.
import { isoInstant } from '../clock.ts'
import { conflict, type HubSpotError, invalid } from '../server/errors.ts'
import type { ConditionalRule } from '../switches.ts'
import { derivedFromStage, startingPipeline } from './stages.ts'
import type { ObjectType } from './object-types.ts'
import type { Portal } from './portal.ts'
import { acceptValue, type ValueProblem } from './property.ts'
import type { HistoryItem, RecordStore, StoredRecord } from './record-store.ts'

export type Writer = {
  portal: Portal
  type: ObjectType
  now: number
  /** Who writes, for the history: the app behind the token. */
  appId: number
  requiredProperties: readonly string[]
  conditionalRules: readonly ConditionalRule[]
  /** How far the search index lags; 0 means that nothing need be remembered. */
  searchLagMs: number
}

export type Values = Record<string, string>

/** Checks values against their definitions. @throws HubSpotError 400 with every problem at once. */
export function acceptValues(writer: Writer, given: Record<string, unknown>): Values {
  const problems: ValueProblem[] = []
  const values: Values = {}
  for (const [name, raw] of Object.entries(given)) {
    const property = writer.portal.properties.live(writer.type.typeId, name)
    if (!property) {
      problems.push({
        name,
        error: 'PROPERTY_DOESNT_EXIST',
        message: `Property "${name}" does not exist`,
      })
      continue
    }
    const accepted = acceptValue(property, raw)
    if ('problem' in accepted) problems.push(accepted.problem)
    else values[name] = accepted.value
  }
  if (problems.length > 0) throw invalidValues(problems, writer.portal.identity.portalId)
  return values
}

export function createRecord(
  writer: Writer,
  given: Record<string, unknown>,
  traceId?: string,
): StoredRecord {
  const { portal, type, now } = writer
  refuseManaged(type, 'created')
  const store = portal.store(type)
  const values = { ...startingPipeline(portal, type), ...acceptValues(writer, given) }
  checkRequired(writer, values)
  checkUnique(writer, store, values, null)
  const id = store.nextId()
  const record: StoredRecord = {
    id,
    properties: {
      ...filled(values),
      hs_object_id: String(id),
      [type.created]: isoInstant(now),
      [type.modified]: isoInstant(now),
      ...derivedFromStage(portal, type, values),
    },
    createdAt: now,
    updatedAt: now,
    archived: false,
    history: historyOf(writer, values, {}),
    ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }),
  }
  write(writer, store, record)
  return record
}

export function updateRecord(
  writer: Writer,
  before: StoredRecord,
  given: Record<string, unknown>,
): StoredRecord {
  const { portal, type, now } = writer
  const store = portal.store(type)
  const values = acceptValues(writer, given)
  const written = { ...before.properties, ...values, [type.modified]: isoInstant(now) }
  const properties = { ...written, ...derivedFromStage(portal, type, written) }
  checkConditional(writer, properties)
  checkUnique(writer, store, values, before.id)
  const record: StoredRecord = {
    ...before,
    properties,
    updatedAt: now,
    history: historyOf(writer, values, before.history ?? seedHistory(before)),
  }
  write(writer, store, record)
  return record
}

/** Moves a record to the recycle bin. An archived one stays as it is. */
export function archiveRecord(writer: Writer, record: StoredRecord): void {
  refuseManaged(writer.type, 'deleted')
  if (record.archived) return
  write(writer, writer.portal.store(writer.type), {
    ...record,
    archived: true,
    archivedAt: writer.now,
    updatedAt: writer.now,
  })
}

/** Joins two records into one: the primary's values win, the other's id lives on as an alias. */
export function mergeRecords(
  writer: Writer,
  primary: StoredRecord,
  other: StoredRecord,
): StoredRecord {
  const { portal, type, now } = writer
  refuseManaged(type, 'merged')
  const store = portal.store(type)
  const names = portal.uniqueNames(type)
  const merged = [
    primary.properties['hs_merged_object_ids'],
    String(other.id),
    other.properties['hs_merged_object_ids'],
  ]
  const properties: Record<string, string | null> = { ...primary.properties }
  for (const [name, value] of Object.entries(other.properties)) {
    if (!properties[name] && value && name !== 'hs_object_id') properties[name] = value
  }
  if (
    type.typeId === '0-1' &&
    other.properties['email'] &&
    other.properties['email'] !== properties['email']
  ) {
    properties['hs_additional_emails'] = [
      properties['hs_additional_emails'],
      other.properties['email'],
    ]
      .filter(Boolean)
      .join(';')
  }
  properties['hs_merged_object_ids'] = merged.filter(Boolean).join(';')
  properties[type.modified] = isoInstant(now)
  if (writer.searchLagMs > 0) store.remember(other.id, now, now - writer.searchLagMs)
  store.remove(other.id, names, primary.id)
  const record = { ...primary, properties, updatedAt: now }
  write(writer, store, record)
  return record
}

function refuseManaged(type: ObjectType, what: string): void {
  if (!type.managed) return
  throw invalid(`Objects of type ${typeShown(type)} cannot be ${what} through this API.`)
}

/** As HubSpot's messages show a standard type. */
export const typeShown = (type: ObjectType): string => `${type.typeId} (${type.name.toUpperCase()})`

function write(writer: Writer, store: RecordStore, record: StoredRecord): void {
  if (writer.searchLagMs > 0) store.remember(record.id, writer.now, writer.now - writer.searchLagMs)
  store.put(record, writer.portal.uniqueNames(writer.type))
}

const filled = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))

function checkRequired(writer: Writer, values: Values): void {
  const missing = [...new Set([...writer.type.required, ...writer.requiredProperties])].filter(
    (name) => !values[name],
  )
  const ruled = new Set(writer.requiredProperties)
  const byRule = missing.filter((name) => ruled.has(name))
  if (byRule.length > 0) throw missingRequired('MISSING_REQUIRED_PROPERTY', byRule)
  if (missing.length > 0) {
    throw invalid(
      `Error creating ${writer.type.name.toUpperCase()}. Some required properties were not set.`,
      { context: { properties: missing } },
    )
  }
  checkConditional(writer, values)
}

function checkConditional(writer: Writer, properties: Record<string, string | null>): void {
  const missing = writer.conditionalRules
    .filter((rule) => properties[rule.when.property] === rule.when.equals)
    .flatMap((rule) => rule.require.filter((name) => !properties[name]))
  if (missing.length > 0) throw missingRequired('MISSING_CONDITIONAL_REQUIRED_PROPERTY', missing)
}

const missingRequired = (code: string, names: readonly string[]): HubSpotError =>
  invalid(`Required properties are missing: ${names.join(', ')}`, {
    errors: names.map((name) => ({
      message: `Property "${name}" is required`,
      code,
      context: { propertyName: [name] },
    })),
  })

function checkUnique(writer: Writer, store: RecordStore, values: Values, own: number | null): void {
  for (const name of writer.portal.uniqueNames(writer.type)) {
    const value = values[name]
    if (!value) continue
    const holder = store.findUnique(name, value)
    if (!holder || holder.id === own) continue
    if (name === 'email' && writer.type.typeId === '0-1') {
      throw conflict(`Contact already exists. Existing ID: ${holder.id}`)
    }
    const { typeId } = writer.type
    const reference = typeId.startsWith('0-')
      ? `legacyObjectType=${writer.type.name.toUpperCase()}`
      : `metaTypeId=2, innerId=${typeId.slice(2)}`
    throw invalid(
      `Cannot set PropertyValueCoordinates{portalId=${writer.portal.identity.portalId}, objectTypeId=ObjectTypeId{${reference}}, propertyName=${name}, value=${value}} on ${own ?? 'new object'}. ${holder.id} already has that value.`,
    )
  }
}

function historyOf(
  writer: Writer,
  values: Values,
  before: Record<string, HistoryItem[]>,
): Record<string, HistoryItem[]> {
  const history = { ...before }
  for (const [name, value] of Object.entries(values)) {
    const item = {
      value,
      timestamp: writer.now,
      sourceType: 'INTEGRATION',
      sourceId: String(writer.appId),
    }
    history[name] = [item, ...(history[name] ?? [])]
  }
  return history
}

/** What a seeded record's values say about their past: one entry each, from its creation. */
export const seedHistory = (record: StoredRecord): Record<string, HistoryItem[]> =>
  Object.fromEntries(
    Object.entries(record.properties)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [
        name,
        [{ value: value!, timestamp: record.createdAt, sourceType: 'IMPORT' }],
      ]),
  )

function invalidValues(problems: readonly ValueProblem[], portalId: number): HubSpotError {
  const shown = problems.map(({ name, error, message }) => ({
    isValid: false,
    message,
    error,
    name,
    localizedErrorMessage: message,
    portalId,
  }))
  return invalid(`Property values were not valid: ${JSON.stringify(shown)}`, {
    errors: problems.map(({ name, error, message }) => ({
      message,
      code: error,
      context: { propertyName: [name] },
    })),
  })
}
