/**
 * People paste links into a chat: where a tool takes a record’s id it takes the record’s address in
 * HubSpot too. The address is read, never opened; one of another portal or another type is no id here.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { parseLink } from '../../domain/hubspot/links/parse-link.ts'
import { resolveObjectType } from '../../domain/hubspot/object-types.ts'
import { ok, type Result } from '../../domain/result.ts'
import { misasked, type ToolRefusal } from './tool-context.ts'

/** The same ids, links among them replaced by the ids in them. */
export function linkedIds(
  connection: Connection,
  objectType: string,
  ids: readonly string[],
): Result<readonly string[], ToolRefusal> {
  const read: string[] = []
  for (const id of ids) {
    if (!ADDRESS.test(id)) read.push(id)
    else {
      const found = idIn(connection, objectType, id)
      if (!found.ok) return found
      read.push(found.value)
    }
  }
  return ok(read)
}

/** No id and no unique value that HubSpot knows begins so, but a company’s web address could. */
const ADDRESS = /^https?:\/\/app(?:-[a-z0-9]+)?\.hubspot\.com\//i

function idIn(
  connection: Connection,
  objectType: string,
  text: string,
): Result<string, ToolRefusal> {
  const parsed = parseLink(text)
  if (!parsed.ok) return misasked(`A link among ids cannot be read. ${parsed.error.needs}`)
  const { kind, id, portalId, objectType: linked } = parsed.value
  if (kind !== 'record' || id === null)
    return misasked(
      'A link among ids leads to no record. Take the address of the record’s own page.',
    )
  if (portalId !== connection.portalId)
    return misasked(
      `A link among ids is of portal ${portalId}, and ${connection.name} is connected to portal ${connection.portalId}.`,
    )
  const asked = resolveObjectType(objectType, connection.customObjectTypes)
  const theirs = linked?.objectTypeId ?? null
  if (asked.ok && asked.value.objectTypeId !== theirs)
    return misasked(
      `A link among ids leads to a record of ${linked?.name ?? theirs}, not of ${objectType}: ask for it with that object_type.`,
    )
  return ok(id)
}
