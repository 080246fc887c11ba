/** Which rows can meet a filter at all, where an index knows. */
import { fold } from '../../domain/scim/attribute.ts'
import type { Filter } from '../../domain/scim/filter.ts'
import { placeOf, type ResourceType } from '../../domain/scim/resource-type.ts'
import type { ByIndex } from './ports.ts'

/** One equality that every match has to meet; `undefined`: all rows may. */
export function byIndex(type: ResourceType, filter: Filter): ByIndex | undefined {
  if (filter.op === 'and')
    for (const one of filter.filters) {
      const found = byIndex(type, one)
      if (found) return found
    }
  if (filter.op !== 'eq' || typeof filter.value !== 'string') return undefined
  const place = placeOf(type, filter.path)
  if (!place || place.extension !== null || place.sub) return undefined
  switch (place.attribute?.name) {
    case 'id':
      return { column: 'id', value: filter.value }
    case 'externalId':
      return { column: 'external_id', value: filter.value }
    case type.unique:
      return { column: 'unique_key', value: fold(filter.value) }
    default:
      return undefined
  }
}
