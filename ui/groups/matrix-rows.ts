/** The rows of the matrix: one per resource, reading and writing beside each other, the rest below. */
import type { Item } from '../api/endpoints.ts'
import { holds, wordsOf } from '../parts/use-find.ts'

export type ScopeView = Item<'GET /api/v1/scopes'>

export interface ResourceRow {
  readonly resource: string
  readonly title: string
  readonly read: ScopeView | undefined
  readonly write: ScopeView | undefined
  /** Merging, erasing: each is a row of its own when the resource is opened. */
  readonly more: readonly ScopeView[]
  /** HubSpot's rarer objects and custom ones. */
  readonly other: boolean
}

const VERBS: Readonly<Record<string, string>> = {
  read: 'Read',
  write: 'Write',
  merge: 'Merge',
  'gdpr-delete': 'Erase for ever',
}

export const verbWord = (verb: string): string => VERBS[verb] ?? verb

/** "Read contacts": how one cell is called. */
export const scopeName = ({ verb, resourceTitle }: ScopeView): string =>
  `${verbWord(verb)} ${resourceTitle.toLowerCase()}`

/** In the order in which the scopes come; every granted scope has its place, known or not. */
export function resourceRows(
  scopes: readonly ScopeView[],
  granted: readonly string[],
): readonly ResourceRow[] {
  const known = new Map(scopes.map((scope) => [scope.scope, scope]))
  for (const scope of granted) if (!known.has(scope)) known.set(scope, unlisted(scope))
  const byResource = Map.groupBy(known.values(), ({ resource }) => resource)
  return [...byResource].map(([resource, found]) => ({
    resource,
    title: found[0]?.resourceTitle ?? resource,
    read: found.find(({ verb }) => verb === 'read'),
    write: found.find(({ verb }) => verb === 'write'),
    more: found.filter(({ verb }) => verb !== 'read' && verb !== 'write'),
    other: resource.startsWith('objects.'),
  }))
}

export const scopesOf = ({ read, write, more }: ResourceRow): readonly ScopeView[] =>
  [read, write, ...more].filter((scope) => scope !== undefined)

/** Every typed word stands somewhere in the resource or in what one of its scopes allows. */
export const matches = (row: ResourceRow, typed: string): boolean => fits(scopesOf(row), typed)

export function fits(scopes: readonly ScopeView[], typed: string): boolean {
  const text = scopes
    .map(({ scope, resourceTitle, description }) => `${scope} ${resourceTitle} ${description}`)
    .join(' ')
  return holds(text, wordsOf(typed))
}

/** A grant may outlive the custom object that it names, or hold a scope that was written by hand. */
function unlisted(scope: string): ScopeView {
  const [resource = scope, verb = ''] = scope.split(':')
  const words = resource.replace(/^objects\./, '').replaceAll(/[_-]/g, ' ')
  return {
    scope,
    resource,
    resourceTitle: words.charAt(0).toUpperCase() + words.slice(1),
    verb,
    effect: verb === 'read' || verb === 'write' ? verb : 'danger',
    description: 'Not among the scopes that this portal offers now',
    hubspotScopes: [],
    hubspotScopesOneOf: [],
  }
}
