/** Scopes in the order in which an admin thinks of them, and the choices that most begin with. */
import type { Scope } from '../types.ts'

export interface Resource {
  readonly resource: string
  readonly title: string
  readonly scopes: readonly Scope[]
}

export interface Section {
  readonly title: string
  readonly text: string
  readonly resources: readonly Resource[]
}

const SECTIONS: readonly { title: string; text: string; has: (resource: string) => boolean }[] = [
  {
    title: 'Customers and sales',
    text: 'People, companies, deals, and what was said to them.',
    has: among(
      'contacts',
      'companies',
      'deals',
      'tickets',
      'engagements',
      'meetings',
      'lists',
      'owners',
    ),
  },
  {
    title: 'Marketing and website',
    text: 'Pages, forms, e-mails, files, and how they do.',
    has: among('content', 'forms', 'marketing-email', 'files', 'analytics'),
  },
  {
    title: 'Set-up and bulk',
    text: 'Properties and pipelines, users of the portal, imports and exports.',
    has: among('schema', 'users', 'imports', 'exports'),
  },
  {
    title: 'Other objects',
    text: 'Products, quotes, orders and the like; custom objects, of a portal that is connected.',
    has: (resource) => resource.startsWith('objects.'),
  },
]

function among(...resources: string[]): (resource: string) => boolean {
  const set = new Set(resources)
  return (resource) => set.has(resource)
}

/** Every scope is in exactly one section; what no section knows is in a last one. */
export function sectionsOf(scopes: readonly Scope[]): readonly Section[] {
  const resources: Resource[] = [...Map.groupBy(scopes, ({ resource }) => resource)].map(
    ([resource, of]) => ({ resource, title: of[0]?.resourceTitle ?? resource, scopes: of }),
  )
  const known = SECTIONS.map(({ title, text, has }) => ({
    title,
    text,
    resources: resources.filter(({ resource }) => has(resource)),
  }))
  const rest = resources.filter(({ resource }) => !SECTIONS.some(({ has }) => has(resource)))
  return [...known, { title: 'More', text: 'What else there is.', resources: rest }].filter(
    (section) => section.resources.length > 0,
  )
}

export interface Preset {
  readonly title: string
  readonly text: string
  readonly picks: (scope: Scope) => boolean
}

const CRM = among('contacts', 'companies', 'deals', 'tickets', 'engagements', 'owners')

export const PRESETS: readonly Preset[] = [
  {
    title: 'Look up customers',
    text: 'Reads contacts, companies, deals, tickets and activity. Changes nothing.',
    picks: ({ resource, effect }) => effect === 'read' && CRM(resource),
  },
  {
    title: 'Work with customers',
    text: 'Reads them and changes them. Merges and erases nothing.',
    picks: ({ resource, effect }) => effect !== 'danger' && CRM(resource),
  },
  {
    title: 'Read everything',
    text: 'All that can be read, marketing and website as well.',
    picks: ({ effect, resource }) => effect === 'read' && !resource.startsWith('objects.'),
  },
]

export const picked = (preset: Preset, scopes: readonly Scope[]): readonly string[] =>
  scopes.filter(preset.picks).map(({ scope }) => scope)

export const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length
