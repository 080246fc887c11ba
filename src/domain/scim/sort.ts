/** The order of a list (RFC 7644 §3.4.2.3). */
import { fold } from './attribute.ts'
import { valuesAt } from './filter.ts'
import { isObject, type JsonObject } from './json.ts'
import { quoted, refuse } from './refuse.ts'
import { placeOf, type ResourceType } from './resource-type.ts'

export interface Order {
  readonly by: string
  readonly descending: boolean
}

/**
 * Compares two resources. Several values are ordered by the primary one, or else the first; one
 * without a value comes last, and first when descending. `undefined`: the type has no such attribute.
 */
export function orderOf(
  type: ResourceType,
  { by, descending }: Order,
): ((a: JsonObject, b: JsonObject) => number) | undefined {
  const place = placeOf(type, by)
  if (!place?.attribute) return undefined
  const { attribute, sub } = place
  const value = sub ?? (attribute.subAttributes ?? []).find(({ name }) => name === 'value')
  const exact = (value ?? attribute).caseExact
  const keyOf = (resource: JsonObject): string | number | undefined => {
    const whole = { ...place, sub: null }
    const values = valuesAt(whole, resource)
    const chosen = values.find((one) => isObject(one) && one['primary'] === true) ?? values[0]
    const key = isObject(chosen) ? value && chosen[value.name] : chosen
    if (typeof key === 'boolean') return Number(key)
    if (typeof key === 'string') return exact ? key : fold(key)
    return typeof key === 'number' ? key : undefined
  }
  const turn = descending ? -1 : 1
  return (a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)]
    if (x === y) return 0
    if (x === undefined) return turn
    if (y === undefined) return -turn
    return x < y ? -turn : turn
  }
}

/** @throws HubwardError `scim.invalid_path` for what none of the types has */
export function demandSortable(types: readonly ResourceType[], by: string): void {
  if (types.some((type) => placeOf(type, by)?.attribute)) return
  throw refuse(
    'scim.invalid_path',
    `${quoted(by)} is no attribute to sort by. /Schemas lists them.`,
  )
}
