/** The scopes of the objects that have no resource of their own: HubSpot's other ones, and custom ones. */
import { scopeOf, type Scope } from '../access/scope.ts'
import { STANDARD_TYPES, type CustomType } from './object-types.ts'

/** Reading and writing of each. Merging is left to who writes the scope by hand. */
export function objectScopes(customTypes: readonly CustomType[]): readonly Scope[] {
  const standard = STANDARD_TYPES.filter(({ resource }) => resource.startsWith('objects.')).map(
    ({ resource }) => resource,
  )
  const custom = customTypes.map(({ name }) => `objects.${name.toLowerCase()}`)
  return [...new Set([...standard, ...custom])].flatMap((resource) =>
    ['read', 'write'].flatMap((verb) => scopeOf(resource, verb) ?? []),
  )
}
