/**
 * A PATCH on a content, whole or not at all (RFC 7644 §3.5.2). Pure: what writes the steps into the
 * content is handed in.
 */
import type { Attribute } from '../attribute.ts'
import { valuesAt } from '../filter.ts'
import { isObject, sameJson, type JsonObject } from '../json.ts'
import { demandSound } from '../read-resource.ts'
import { quoted, refuse } from '../refuse.ts'
import type { ResourceType } from '../resource-type.ts'
import { readOperations, type Operation } from './operations.ts'
import { stepsFor, type Step } from './steps.ts'
import { targetOf, type ParseFilter, type Target } from './target.ts'

export interface PatchParts {
  parse: ParseFilter
  /** Writes steps into a copy of the content, one after another. */
  apply(content: JsonObject, steps: readonly Step[]): JsonObject
}

/**
 * The content as it stands afterwards; the one that was handed in stays as it was.
 *
 * @throws HubwardError `scim.*`, `request.too_large`
 */
export function patched(
  type: ResourceType,
  content: JsonObject,
  body: unknown,
  parts: PatchParts,
): JsonObject {
  let now = content
  for (const operation of readOperations(type, body)) {
    const target = targetFor(type, operation, parts.parse)
    const steps = target ? stepsFor(now, target, operation) : []
    if (!target || steps.length === 0) continue
    const next = parts.apply(now, steps)
    tidy(next, target)
    onePrimary(now, next, target)
    now = next
  }
  demandSound(type, now)
  return now
}

/** Names of the attributes that a PATCH speaks of, whether or not it changes them. */
export const patchedAttributes = (
  type: ResourceType,
  body: unknown,
  parse: ParseFilter,
): ReadonlySet<string> =>
  new Set(
    readOperations(type, body).flatMap(
      ({ path }) => targetOf(type, path, parse)?.attribute.name ?? [],
    ),
  )

function targetFor(
  type: ResourceType,
  { path, asPart }: Operation,
  parse: ParseFilter,
): Target | undefined {
  const target = targetOf(type, path, parse)
  if (target || asPart) return target
  throw refuse(
    'scim.invalid_path',
    `A ${type.kind} has no attribute ${quoted(path)}. /Schemas lists them.`,
  )
}

/** What lost its last part is unassigned (RFC 7643 §2.5). */
function tidy(content: JsonObject, { extension, attribute }: Target): void {
  const holder = extension === null ? content : content[extension]
  if (!isObject(holder)) return
  const value = holder[attribute.name]
  if (Array.isArray(value)) holder[attribute.name] = value.filter((one) => !isEmpty(one))
  if (isEmpty(holder[attribute.name])) delete holder[attribute.name]
  if (extension !== null && isEmpty(holder)) delete content[extension]
}

const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0

/** The value that was made the primary one takes that from the one before (RFC 7644 §3.5.2). */
function onePrimary(before: JsonObject, after: JsonObject, { extension, attribute }: Target): void {
  if (!hasPrimary(attribute)) return
  const place = { extension, attribute, sub: null }
  const primary = (content: JsonObject): JsonObject[] =>
    valuesAt(place, content).filter(
      (one) => isObject(one) && one['primary'] === true,
    ) as JsonObject[]
  const now = primary(after)
  if (now.length < 2) return
  const had = primary(before)
  const fresh = now.filter((one) => !had.some((old) => sameJson(old, one)))
  const stays = fresh.at(-1) ?? now.at(-1)
  for (const one of now) if (one !== stays) one['primary'] = false
}

const hasPrimary = ({ multiValued, subAttributes = [] }: Attribute): boolean =>
  multiValued && subAttributes.some(({ name }) => name === 'primary')
