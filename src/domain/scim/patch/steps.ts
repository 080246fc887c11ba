/**
 * One operation against the content as it stands, as steps that need no further judgement: names
 * as the schema spells them, values in their kept form, the values that a filter chooses by their
 * place. Sets stay sets: what is there already is not added again, and what is gone is not missed.
 *
 * @see RFC 7644 §3.5.2.1 to §3.5.2.3
 */
import type { Attribute } from '../attribute.ts'
import { valuesAt } from '../filter.ts'
import { isObject, type JsonObject } from '../json.ts'
import { readValue } from '../read-value.ts'
import { refuse } from '../refuse.ts'
import type { Operation } from './operations.ts'
import { severalSteps } from './several.ts'
import type { Target } from './target.ts'

export interface Step {
  readonly op: 'add' | 'replace' | 'remove'
  readonly extension: string | null
  readonly attribute: string
  /** The place of one of several values. */
  readonly at?: number
  readonly sub?: string
  readonly value?: unknown
}

/** @throws HubwardError `scim.mutability`, `scim.invalid_value`, `scim.no_target` */
export function stepsFor(content: JsonObject, target: Target, operation: Operation): Step[] {
  const { attribute, sub } = target
  // Discarded wherever they come from: a password, and the list of schemas, which follows by itself.
  if (attribute.returned === 'never' || attribute.name === 'schemas') return []
  if ([attribute, sub].some((one) => one?.mutability === 'readOnly')) {
    if (operation.asPart) return []
    throw refuse('scim.mutability', `${operation.path} is read-only.`)
  }
  if (attribute.multiValued) return severalSteps(content, target, operation)
  return sub ? subSteps(content, target, sub, operation) : wholeSteps(content, target, operation)
}

const placeIn = ({ extension, attribute }: Target) => ({ extension, attribute: attribute.name })

const kept = (content: JsonObject, { extension, attribute }: Target): unknown =>
  valuesAt({ extension, attribute, sub: null }, content)[0]

function wholeSteps(content: JsonObject, target: Target, { op, path, value }: Operation): Step[] {
  const { attribute } = target
  const place = placeIn(target)
  const had = kept(content, target)
  const read = op === 'remove' ? undefined : readValue(attribute, value, { path })
  if (read === undefined) {
    if (attribute.required)
      throw refuse('scim.mutability', `${attribute.name} is required: it cannot be unassigned.`)
    return had === undefined ? [] : [{ op: 'remove', ...place }]
  }
  // The parts of a name that are not sent stay (§3.5.2.3); a reference to another is another.
  if (attribute.type === 'complex' && !isReference(attribute))
    return [{ op: 'add', ...place, value: read }]
  return [
    ...(isReference(attribute) && had !== undefined ? [{ op: 'remove' as const, ...place }] : []),
    { op: 'replace', ...place, value: read },
  ]
}

/** A manager, a team: whoever changes its `value` means somebody else. */
const isReference = ({ subAttributes = [] }: Attribute): boolean =>
  subAttributes.some(({ name }) => name === 'value')

function subSteps(
  content: JsonObject,
  target: Target,
  sub: Attribute,
  { op, path, value }: Operation,
): Step[] {
  const place = placeIn(target)
  const had = kept(content, target)
  const read = op === 'remove' ? undefined : readValue(sub, value, { path })
  const stale: Step[] =
    sub.name === 'value' && isObject(had) && '$ref' in had
      ? [{ op: 'remove', ...place, sub: '$ref' }]
      : []
  if (read !== undefined) return [...stale, { op: 'replace', ...place, sub: sub.name, value: read }]
  if (!isObject(had) || !(sub.name in had)) return []
  return [...stale, { op: 'remove', ...place, sub: sub.name }]
}
