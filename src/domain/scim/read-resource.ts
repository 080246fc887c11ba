/**
 * Reads a whole resource, as POST and PUT send it, into the content that is kept. What is read-only
 * or unknown is passed over (RFC 7644 §3.3, §3.5.1): identity providers send much that is not ours.
 */
import { attributeNamed, COMMON, type Attribute } from './attribute.ts'
import { isObject, type JsonObject } from './json.ts'
import { invalid, readValue } from './read-value.ts'
import { quoted, refuse } from './refuse.ts'
import type { ResourceType } from './resource-type.ts'

/** A name is an index's key, and no person's is longer. */
export const LONGEST_NAME = 512

/** @throws HubwardError `scim.invalid_syntax`, `scim.invalid_value` */
export function readResource(type: ResourceType, body: unknown): JsonObject {
  if (!isObject(body)) throw refuse('scim.invalid_syntax', 'The body is a JSON object.')
  demandSchema(body, type.core.id)
  const content: JsonObject = {}
  const attributes = [...COMMON, ...type.core.attributes]
  readInto(content, attributes, withoutExtensions(type, body), '')
  for (const { id, attributes: own } of type.extensions) {
    const [part, ...more] = Object.entries(body).filter(
      ([name]) => name.toLowerCase() === id.toLowerCase(),
    )
    if (!part) continue
    if (more.length > 0) throw twice(id)
    if (part[1] === null) continue
    if (!isObject(part[1])) throw invalid(id, 'is an object')
    const read: JsonObject = {}
    readInto(read, own, part[1], `${id}:`)
    if (Object.keys(read).length > 0) content[id] = read
  }
  demandSound(type, content)
  return content
}

/** RFC 7643 §3: `schemas` says what a message is. @throws HubwardError `scim.invalid_syntax` */
export function demandSchema(body: JsonObject, urn: string): void {
  const [, schemas] = Object.entries(body).find(([name]) => name.toLowerCase() === 'schemas') ?? []
  const named = Array.isArray(schemas) ? schemas.map((one) => String(one).toLowerCase()) : []
  if (!named.includes(urn.toLowerCase()))
    throw refuse('scim.invalid_syntax', `"schemas" is a list that has "${urn}" in it.`)
}

function withoutExtensions(type: ResourceType, body: JsonObject): JsonObject {
  const urns = new Set(type.extensions.map(({ id }) => id.toLowerCase()))
  return Object.fromEntries(Object.entries(body).filter(([name]) => !urns.has(name.toLowerCase())))
}

function readInto(
  into: JsonObject,
  attributes: readonly Attribute[],
  from: JsonObject,
  prefix: string,
): void {
  const seen = new Set<Attribute>()
  for (const [name, value] of Object.entries(from)) {
    const attribute = attributeNamed(attributes, name)
    if (!attribute) continue
    // Whichever we took, the other would be lost.
    if (seen.has(attribute)) throw twice(prefix + attribute.name)
    seen.add(attribute)
    const read = readValue(attribute, value, { path: prefix + attribute.name })
    if (read !== undefined) into[attribute.name] = read
  }
}

const twice = (name: string) =>
  refuse('scim.invalid_syntax', `${quoted(name)} is there twice; names count without case.`)

/**
 * What must be so of every content, however it came to be.
 *
 * @throws HubwardError `scim.invalid_value`
 */
export function demandSound(type: ResourceType, content: JsonObject): void {
  for (const { name, required } of type.core.attributes) {
    const value = content[name]
    if (required && (typeof value !== 'string' || value.trim() === ''))
      throw invalid(name, 'is required')
  }
  for (const name of [type.unique, 'externalId']) {
    const value = content[name]
    if (typeof value === 'string' && value.length > LONGEST_NAME)
      throw invalid(name, `has ${LONGEST_NAME} characters at most`)
  }
}
