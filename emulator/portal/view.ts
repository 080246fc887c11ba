// How a stored record looks on the wire.
import { isoInstant } from '../clock.ts'
import type { ObjectType } from './object-types.ts'
import type { Portal } from './portal.ts'
import type { StoredRecord } from './record-store.ts'
import { seedHistory } from './writes.ts'

export type Wanted = {
  properties: readonly string[]
  history: readonly string[]
}

export type RecordView = {
  id: string
  properties: Record<string, string | null>
  createdAt: string
  updatedAt: string
  archived: boolean
  archivedAt?: string
  propertiesWithHistory?: Record<string, HistoryView[]>
  associations?: Record<string, unknown>
  objectWriteTraceId?: string
  url: string
}

type HistoryView = {
  value: string
  timestamp: string
  sourceType: string
  sourceId?: string
}

/** The app's address for a hublet (`na1` has none in its name). */
export const uiDomain = (hublet: string): string =>
  hublet === 'na1' ? 'app.hubspot.com' : `app-${hublet}.hubspot.com`

/**
 * The record with its default properties and the wanted ones; those that exist but hold nothing are
 * null, those that do not exist are left out.
 */
export function viewRecord(
  portal: Portal,
  type: ObjectType,
  record: StoredRecord,
  wanted: Wanted,
): RecordView {
  const names =
    wanted.properties.length + wanted.history.length > 0
      ? [...new Set([...wanted.properties, ...wanted.history, ...baseNames(type)])]
      : type.defaults
  const properties: Record<string, string | null> = {}
  for (const name of [...names].sort()) {
    if (portal.properties.live(type.typeId, name))
      properties[name] = record.properties[name] ?? null
  }
  return finish(portal, type, record, properties, wanted)
}

/** A write's answer: everything that holds a value. */
export function viewWritten(portal: Portal, type: ObjectType, record: StoredRecord): RecordView {
  const properties: Record<string, string | null> = {}
  for (const [name, value] of Object.entries(record.properties).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    if (value !== null) properties[name] = value
  }
  return finish(portal, type, record, properties, { properties: [], history: [] })
}

const baseNames = (type: ObjectType): string[] => [type.created, type.modified, 'hs_object_id']

function finish(
  portal: Portal,
  type: ObjectType,
  record: StoredRecord,
  properties: Record<string, string | null>,
  wanted: Wanted,
): RecordView {
  const { portalId, hublet } = portal.identity
  const history = wanted.history.length > 0 ? (record.history ?? seedHistory(record)) : {}
  return {
    id: String(record.id),
    properties,
    ...(wanted.history.length > 0
      ? {
          propertiesWithHistory: Object.fromEntries(
            wanted.history.map((name) => [name, historyView(history[name] ?? [])]),
          ),
        }
      : {}),
    createdAt: isoInstant(record.createdAt),
    updatedAt: isoInstant(record.updatedAt),
    archived: record.archived,
    ...(record.archivedAt === undefined ? {} : { archivedAt: isoInstant(record.archivedAt) }),
    ...(record.objectWriteTraceId === undefined
      ? {}
      : { objectWriteTraceId: record.objectWriteTraceId }),
    url: `https://${uiDomain(hublet)}/contacts/${portalId}/record/${type.typeId}/${record.id}`,
  }
}

const historyView = (
  items: readonly { value: string; timestamp: number; sourceType: string; sourceId?: string }[],
) => items.map((item) => ({ ...item, timestamp: isoInstant(item.timestamp) }))
