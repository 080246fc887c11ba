import type { Filter } from '../../domain/scim/filter.ts'

/** Every name that a filter asks for, as it stands there; those between brackets are not among them. */
export function pathsOf(filter: Filter): string[] {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(pathsOf)
    case 'not':
      return pathsOf(filter.filter)
    default:
      return [filter.path]
  }
}
