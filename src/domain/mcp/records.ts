/** A record as tools show it: its id, its address at HubSpot, the properties that were asked for. */
import type { Connection } from '../connection/connection.ts'
import { resolveObjectType } from '../hubspot/object-types.ts'
import { recordUrl } from '../hubspot/record-urls.ts'
import { cleanText } from './clean.ts'
import { objectAt, textAt } from './read-json.ts'

export interface ToolRecord {
  readonly id: string
  /** `null` where the portal's address is not known to be HubSpot's. */
  readonly url: string | null
  readonly properties: Readonly<Record<string, string | null>>
}

/** Whose record it is: decides over its address. */
export interface RecordKind {
  readonly connection: Connection
  readonly objectType: string
}

/**
 * Reads a record of an answer; `undefined` where it has no id. Empty properties are left out
 * unless `asked` names them, because they are most of a record and say nothing.
 */
export function readRecord(
  kind: RecordKind,
  json: unknown,
  asked: ReadonlySet<string>,
): ToolRecord | undefined {
  const id = textAt(json, 'id')
  if (id === undefined) return undefined
  const properties: Record<string, string | null> = {}
  for (const [name, value] of Object.entries(objectAt(json, 'properties'))) {
    const text = typeof value === 'string' ? cleanText(value) : ''
    if (text !== '') properties[cleanText(name)] = text
    else if (asked.has(name)) properties[name] = null
  }
  return { id: cleanText(id), url: urlOf(kind, id), properties }
}

export function urlOf({ connection, objectType }: RecordKind, recordId: string): string | null {
  const type = resolveObjectType(objectType, connection.customObjectTypes)
  if (!type.ok || type.value.objectTypeId === null) return null
  return recordUrl({
    uiDomain: connection.uiDomain,
    portalId: connection.portalId,
    objectTypeId: type.value.objectTypeId,
    recordId,
  })
}
