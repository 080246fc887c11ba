/**
 * Hubward scopes: what a grant can hold, in the words `resource:verb`. Deny by default, and no
 * scope implies another: `write` does not include `read`, `write` does not include `merge` or
 * `gdpr-delete`, and there is no wildcard. What HubSpot itself wants for each of them is the
 * matter of `domain/hubspot/hubspot-scopes.ts`.
 */
import { nearest } from '../hubspot/nearest.ts'
import { resolveObjectType, standardType, type CustomType } from '../hubspot/object-types.ts'
import { err, ok, type Result } from '../result.ts'

export type FixedScope = keyof typeof DESCRIPTIONS
/** Any other standard or custom object: `objects.line_items:read`, `objects.car:write`. */
export type ObjectScope = `objects.${string}:${ObjectVerb}`
export type ObjectVerb = 'read' | 'write' | 'merge'
export type Scope = FixedScope | ObjectScope

export interface ScopeRefusal {
  readonly reason: 'scope_unknown'
  readonly text: string
  /** What may have been meant; may be empty. */
  readonly near: readonly Scope[]
  /** One sentence for the person who wrote it. */
  readonly message: string
}

/**
 * Reads a scope. Case and outer spaces do not matter; an object may be named by any alias
 * (`objects.product:read`, `objects.p123_car:read`, `objects.2-987:read`) and comes back in its
 * one canonical form. With the connection's custom types given, a custom object must be one of
 * them; without, any plain name is taken, since a grant may be written before the schemas are read.
 */
export function parseScope(
  text: string,
  customTypes?: readonly CustomType[],
): Result<Scope, ScopeRefusal> {
  const lower = text.trim().toLowerCase()
  if (Object.hasOwn(DESCRIPTIONS, lower)) return ok(lower as FixedScope)
  const [, name, verb] = OBJECT_SCOPE.exec(lower) ?? []
  return name && verb
    ? parseObjectScope(text, name, verb as ObjectVerb, customTypes)
    : unknown(text)
}

/** The scope for a verb on a resource; `undefined` where that resource has no such verb. */
export function scopeOf(resource: string, verb: string): Scope | undefined {
  const text = `${resource}:${verb}`
  if (Object.hasOwn(DESCRIPTIONS, text)) return text as FixedScope
  return OBJECT_SCOPE.test(text) ? (text as ObjectScope) : undefined
}

/** What the scope lets people do, in plain words. */
export function describeScope(scope: Scope): string {
  if (Object.hasOwn(DESCRIPTIONS, scope)) return DESCRIPTIONS[scope as FixedScope]
  const [, name, verb] = OBJECT_SCOPE.exec(scope) ?? []
  const what = `${(name ?? scope).replaceAll('_', ' ')} records`
  if (verb === 'read') return `See ${what}, their properties and their pipelines`
  if (verb === 'merge') return `Merge two ${what} into one, which cannot be undone`
  return `Create, change, associate and archive ${what}`
}

/** `danger`: what the scope allows cannot be undone at HubSpot. */
export type ScopeEffect = 'read' | 'write' | 'danger'

export interface ScopeParts {
  /** `contacts`, `objects.car` */
  readonly resource: string
  /** For a heading: `Marketing e-mail`. */
  readonly title: string
  readonly verb: string
  readonly effect: ScopeEffect
}

/** A scope taken apart, for a table of resources and what can be done with each. */
export function scopeParts(scope: Scope): ScopeParts {
  const [resource = '', verb = ''] = scope.split(':')
  const words = resource.replace(/^objects\./, '').replaceAll(/[_-]/g, ' ')
  return {
    resource,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    verb,
    effect: verb === 'read' || verb === 'write' ? verb : 'danger',
  }
}

/** The order in which scopes are shown everywhere: the table's, then objects by name. */
export function compareScopes(a: Scope, b: Scope): number {
  const byTable = (ORDER.get(a) ?? ORDER.size) - (ORDER.get(b) ?? ORDER.size)
  if (byTable !== 0) return byTable
  return a < b ? -1 : a > b ? 1 : 0
}

const OBJECT_SCOPE = /^objects\.([a-z0-9][a-z0-9_-]*):(read|write|merge)$/

function parseObjectScope(
  text: string,
  name: string,
  verb: ObjectVerb,
  customTypes: readonly CustomType[] | undefined,
): Result<Scope, ScopeRefusal> {
  const resolved = resolveObjectType(name, customTypes ?? [])
  if (resolved.ok) {
    const scope = scopeOf(resolved.value.resource, verb)
    if (!scope) return unknown(text)
    return resolved.value.resource.startsWith('objects.') ? ok(scope) : unknown(text, [scope])
  }
  const refusal = resolved.error
  if (refusal.reason === 'object_type_ambiguous')
    return err({
      reason: 'scope_unknown',
      text,
      near: [],
      message: `“${text}” is not a scope: a custom object there has the name of HubSpot's own ${refusal.standard}.`,
    })
  if (refusal.reason === 'custom_type_unknown')
    return err({
      reason: 'scope_unknown',
      text,
      near: [],
      message: `“${text}” names a custom object by an id that is not known here; write its name, as in objects.car:${verb}.`,
    })
  if (!customTypes && CUSTOM_NAME.test(name)) return ok(`objects.${name}:${verb}` as const)
  return unknown(
    text,
    refusal.near.flatMap(
      (near) => scopeOf(standardType(near)?.resource ?? `objects.${near}`, verb) ?? [],
    ),
  )
}

const CUSTOM_NAME = /^[a-z][a-z0-9_]*$/

function unknown(text: string, meant?: readonly Scope[]): Result<Scope, ScopeRefusal> {
  const near = meant ?? suggestions(text.trim().toLowerCase())
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  return err({ reason: 'scope_unknown', text, near, message: `“${text}” is not a scope.${hint}` })
}

/** Also reads HubSpot's own spelling: `crm.objects.contacts.read` suggests `contacts:read`. */
function suggestions(lower: string): readonly Scope[] {
  const [, name, verb] = /^crm\.objects\.([a-z_]+)\.(read|write)$/.exec(lower) ?? []
  const type = name && standardType(name)
  const scope = type && verb && scopeOf(type.resource, verb)
  return scope ? [scope] : nearest(lower, [...ORDER.keys()]).flatMap((near) => toScope(near))
}

const toScope = (text: string): readonly Scope[] =>
  Object.hasOwn(DESCRIPTIONS, text) ? [text as FixedScope] : []

const DESCRIPTIONS = {
  'contacts:read': 'See contacts and their properties',
  'contacts:write': 'Create, change, associate and archive contacts',
  'companies:read': 'See companies and their properties',
  'companies:write': 'Create, change, associate and archive companies',
  'deals:read': 'See deals, their properties and their pipelines',
  'deals:write': 'Create, change, associate and archive deals',
  'content:read': 'See web pages, blog posts, HubDB tables, redirects and domains',
  'content:write': 'Create, change, publish and delete web pages, blog posts, HubDB and redirects',
  'analytics:read': 'See traffic reports, events, campaign reports and e-mail statistics',
  'contacts:merge': 'Merge two contacts into one, which cannot be undone',
  'contacts:gdpr-delete': 'Erase a contact for ever (GDPR), which cannot be undone',
  'companies:merge': 'Merge two companies into one, which cannot be undone',
  'deals:merge': 'Merge two deals into one, which cannot be undone',
  'tickets:read': 'See tickets, their properties and their pipelines',
  'tickets:write': 'Create, change, associate and archive tickets',
  'tickets:merge': 'Merge two tickets into one, which cannot be undone',
  'owners:read': 'See the owners of records: names, e-mail addresses, teams',
  'lists:read': 'See lists and which records are in them, by record id',
  'lists:write': 'Create, rename and delete lists, and put records in or take them out',
  'forms:read': 'See forms; with contacts:read also what people submitted',
  'forms:write': 'Create, change and delete forms',
  'users:read': 'See the users, roles and teams of the HubSpot portal',
  'users:write': 'Add, change and remove users of the HubSpot portal',
  'meetings:read': 'See scheduling pages and their free times',
  'meetings:write': 'Book meetings, which may create the guest as a contact',
  'engagements:read': 'See notes, calls, e-mails, meetings, tasks, messages and postal mail',
  'engagements:write':
    'Log, change, associate and archive notes, calls, e-mails, meetings and tasks',
  'files:read': 'See and download files',
  'files:write': 'Upload, replace, move and delete files',
  'files:gdpr-delete': 'Erase a file for ever (GDPR), which cannot be undone',
  'marketing-email:read': 'See marketing e-mails and their drafts',
  'marketing-email:write': 'Create, change, publish (which sends) and delete marketing e-mails',
  'schema:read': 'See the definitions of the whole account: custom objects, labels, limits',
  'schema:write':
    'Change properties, pipelines, labels and custom objects, of those types the group may write',
  'imports:read': 'See imports and the rows that failed',
  'imports:write': 'Start and cancel imports, into those types the group may write',
  'exports:read': "Collect finished exports of the whole portal, whoever's and of whatever type",
  'exports:write': 'Start an export, of those types the group may read',
} as const

/** Every scope but those of `objects.<name>`, with its meaning, in the order shown to people. */
export const SCOPES: readonly { readonly scope: FixedScope; readonly description: string }[] = (
  Object.keys(DESCRIPTIONS) as FixedScope[]
).map((scope) => ({ scope, description: DESCRIPTIONS[scope] }))

const ORDER: ReadonlyMap<string, number> = new Map(SCOPES.map(({ scope }, index) => [scope, index]))
