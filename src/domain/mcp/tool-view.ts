/**
 * What of the tools a caller gets to see, from scopes alone: never from HubSpot's text. Two
 * callers with the same scopes on connections of the same names see byte-for-byte the same.
 */
import type { Scope } from '../access/scope.ts'
import { STANDARD_TYPES } from '../hubspot/object-types.ts'

export interface ToolView {
  /** Names of the connections, sorted. */
  readonly connections: readonly string[]
  /** Object types whose records may be read, on any of them; in the order of HubSpot's type ids. */
  readonly readable: readonly string[]
  readonly writable: readonly string[]
  /** Activities may be logged. */
  readonly logs: boolean
  readonly content: boolean
  readonly analytics: boolean
}

export function toolView(
  reaches: readonly { readonly name: string; readonly scopes: readonly Scope[] }[],
): ToolView {
  const scopes = new Set<string>(reaches.flatMap((reach) => reach.scopes))
  return {
    connections: reaches.map(({ name }) => name).sort(),
    readable: objectTypes(scopes, 'read'),
    writable: objectTypes(scopes, 'write'),
    logs: scopes.has('engagements:write'),
    content: scopes.has('content:read'),
    analytics: scopes.has('analytics:read'),
  }
}

/** Equal for equal views. */
export const viewKey = (view: ToolView): string => JSON.stringify(view)

/** The types that these scopes open with this verb: standard ones first, then custom ones by name. */
export function objectTypes(scopes: Iterable<string>, verb: 'read' | 'write'): readonly string[] {
  const resources = new Set(
    [...scopes].flatMap((scope) => {
      const [resource, held] = scope.split(':')
      return resource && held === verb ? [resource] : []
    }),
  )
  const standard = STANDARD_TYPES.filter(({ resource }) => resources.has(resource))
  const custom = [...resources]
    .filter((resource) => resource.startsWith('objects.') && !STANDARD_RESOURCES.has(resource))
    .map((resource) => resource.slice('objects.'.length))
  return [...standard.map(({ name }) => name), ...custom.sort()]
}

const STANDARD_RESOURCES: ReadonlySet<string> = new Set(
  STANDARD_TYPES.map(({ resource }) => resource),
)
