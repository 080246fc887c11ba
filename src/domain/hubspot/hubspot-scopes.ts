/**
 * From Hubward scopes to HubSpot's: what the credential of a connection must hold for a grant to
 * work, and what to switch on where it does not. It tells what is missing; it grants nothing, and
 * a HubSpot scope that is held never widens a Hubward grant.
 */
import { describeScope, SCOPES, type FixedScope, type Scope } from '../access/scope.ts'
import type { CredentialKind } from '../credential/kind.ts'
import { STANDARD_TYPES } from './object-types.ts'

export interface HubSpotScopes {
  /** Each is needed. */
  readonly allOf: readonly string[]
  /** Of each group, one is needed. */
  readonly anyOf: readonly (readonly string[])[]
  /** Not needed at all, but a part of what the Hubward scope allows stays shut without. */
  readonly optional: readonly { readonly scope: string; readonly opens: string }[]
}

export type CoverageState = 'held' | 'partly' | 'missing'

export interface CoverageRow {
  /** `objects.<custom>:read` stands for every custom object: HubSpot has one scope for them all. */
  readonly scope: Scope
  readonly description: string
  /** In words for a table: `crm.objects.contacts.read`, `files or files.ui_hidden.read`. */
  readonly needed: readonly string[]
  /** `partly`: some but not all of what is needed is held, or an optional part is shut. */
  readonly state: CoverageState
  readonly missing: readonly string[]
  /** What to do at HubSpot; `null` where nothing is missing. */
  readonly remedy: string | null
}

/** What HubSpot wants for a Hubward scope (facts §5). */
export function hubspotScopesFor(scope: Scope): HubSpotScopes {
  const fixed = Object.hasOwn(FIXED, scope) ? FIXED[scope as FixedScope] : undefined
  return fixed ?? forObject(scope)
}

/**
 * One row per Hubward scope, in the stable order, for the HubSpot scopes that a credential holds.
 * Scopes for sensitive data count as the plain one, and a `.v2` at the end is the same scope.
 */
export function coverage(
  heldHubSpotScopes: readonly string[],
  kind: CredentialKind = 'service_key',
): readonly CoverageRow[] {
  const held = new Set(heldHubSpotScopes.flatMap(plainForms))
  return ALL_SCOPES.map((scope) => rowFor(scope, held, kind))
}

/** Whether the credential holds enough at HubSpot for the scope; optional parts do not count. */
export const isCovered = (scope: Scope, heldHubSpotScopes: readonly string[]): boolean =>
  stillNeeded(scope, heldHubSpotScopes).length === 0

/** What a scope needs at HubSpot that is not held, each in words; optional parts do not count. */
export function stillNeeded(scope: Scope, heldHubSpotScopes: readonly string[]): readonly string[] {
  const held = new Set(heldHubSpotScopes.flatMap(plainForms))
  return unmet(hubspotScopesFor(scope), held)
}

/** Custom objects as one row: their name in it is no name of an object. */
export const ANY_CUSTOM_OBJECT = '<custom>'

/** In words of the row for all custom objects, too, whose scope is none that can be granted. */
const describeRow = (scope: Scope): string =>
  describeScope(scope.replace(ANY_CUSTOM_OBJECT, 'custom_object') as Scope)

function rowFor(scope: Scope, held: ReadonlySet<string>, kind: CredentialKind): CoverageRow {
  const wanted = hubspotScopesFor(scope)
  const choices = [...wanted.allOf.map((each) => [each]), ...wanted.anyOf]
  const missing = unmet(wanted, held)
  const shut = wanted.optional.filter(({ scope: optional }) => !held.has(optional))
  const some = missing.length < choices.length || shut.length < wanted.optional.length
  return {
    scope,
    description: describeRow(scope),
    needed: choices.map((group) => group.join(' or ')),
    state: missing.length === 0 && shut.length === 0 ? 'held' : some ? 'partly' : 'missing',
    missing: [...missing, ...shut.map(({ scope: optional }) => optional)],
    remedy: remedyFor(kind, missing, shut),
  }
}

/** The groups of which nothing is held, each in words. */
const unmet = (wanted: HubSpotScopes, held: ReadonlySet<string>): readonly string[] =>
  [...wanted.allOf.map((each) => [each]), ...wanted.anyOf]
    .filter((group) => !group.some((each) => held.has(each)))
    .map((group) => group.join(' or '))

/** `crm.objects.deals.sensitive.read.v2` also opens what `crm.objects.deals.read` opens. */
function plainForms(scope: string): readonly string[] {
  const plain = scope.trim().replace(/\.v\d+$/, '')
  return [plain, plain.replace(/\.(?:highly_)?sensitive\./, '.')]
}

function remedyFor(
  kind: CredentialKind,
  missing: readonly string[],
  shut: HubSpotScopes['optional'],
): string | null {
  if (missing.length > 0) return `${WHERE[kind]} ${missing.join(', and ')}.`
  if (shut.length === 0) return null
  const parts = shut.map(({ scope, opens }) => `${scope} (${opens})`)
  return `Works but for a part. To open it: ${WHERE[kind]} ${parts.join(', and ')}.`
}

/** Of many at once, where a table beside it names them. @param kind a `CredentialKind` */
export const remedyByTable = (kind: string): string =>
  `${WHERE[kind as CredentialKind]} what the table names.`

/** How a HubSpot scope is added to each kind of credential; ends before the scope's name. */
const WHERE: Readonly<Record<CredentialKind, string>> = {
  service_key: 'in HubSpot, edit the service key, search its scopes and add',
  private_app: 'in HubSpot, edit the private app (Scopes tab), add and save:',
  static_app: 'add to requiredScopes in the app’s configuration, upload it and install it again:',
  oauth: 'add to the app’s configuration, then authorise the connection again:',
  developer_key: 'a developer key holds no such scopes; connect a service key that has',
}

const allOf = (...scopes: string[]): HubSpotScopes => ({ allOf: scopes, anyOf: [], optional: [] })
const oneOf = (...scopes: string[]): HubSpotScopes => ({ allOf: [], anyOf: [scopes], optional: [] })
const also = (base: HubSpotScopes, ...optional: HubSpotScopes['optional']): HubSpotScopes => ({
  ...base,
  optional,
})

const CONTENT = also(allOf('content'), { scope: 'hubdb', opens: 'HubDB tables' })
const EMAILS = { scope: 'sales-email-read', opens: 'logged e-mails' }
const schemas = (verb: string) =>
  oneOf(
    ...['contacts', 'companies', 'deals', 'custom'].map((each) => `crm.schemas.${each}.${verb}`),
  )

/**
 * HubSpot has one scope for what Hubward keeps apart: erasing and merging go with writing, notes
 * and calls with contacts, reading pages with changing them. The gateway enforces the difference.
 */
const FIXED: Readonly<Record<FixedScope, HubSpotScopes>> = {
  'contacts:read': allOf('crm.objects.contacts.read'),
  'contacts:write': allOf('crm.objects.contacts.write'),
  'companies:read': allOf('crm.objects.companies.read'),
  'companies:write': allOf('crm.objects.companies.write'),
  'deals:read': allOf('crm.objects.deals.read'),
  'deals:write': allOf('crm.objects.deals.write'),
  'content:read': CONTENT,
  'content:write': CONTENT,
  'analytics:read': also(
    allOf('business-intelligence'),
    { scope: 'marketing.campaigns.read', opens: 'campaign reports' },
    { scope: 'content', opens: 'e-mail statistics' },
  ),
  'contacts:merge': allOf('crm.objects.contacts.write'),
  'contacts:gdpr-delete': allOf('crm.objects.contacts.write'),
  'companies:merge': allOf('crm.objects.companies.write'),
  'deals:merge': allOf('crm.objects.deals.write'),
  'tickets:read': allOf('tickets'),
  'tickets:write': allOf('tickets'),
  'tickets:merge': allOf('tickets'),
  'owners:read': allOf('crm.objects.owners.read'),
  'lists:read': allOf('crm.lists.read'),
  'lists:write': allOf('crm.lists.write'),
  'forms:read': allOf('forms'),
  'forms:write': allOf('forms'),
  'users:read': also(oneOf('settings.users.read', 'crm.objects.users.read'), {
    scope: 'settings.users.teams.read',
    opens: 'teams',
  }),
  'users:write': oneOf('settings.users.write', 'crm.objects.users.write'),
  'meetings:read': allOf('scheduler.meetings.meeting-link.read'),
  'meetings:write': allOf('scheduler.meetings.meeting-link.read'),
  'engagements:read': also(allOf('crm.objects.contacts.read'), EMAILS),
  'engagements:write': also(allOf('crm.objects.contacts.write'), EMAILS),
  'files:read': oneOf('files', 'files.ui_hidden.read'),
  'files:write': allOf('files'),
  'files:gdpr-delete': allOf('files'),
  'marketing-email:read': oneOf('content', 'marketing.email.read'),
  'marketing-email:write': also(allOf('content'), {
    scope: 'marketing-email',
    opens: 'publishing',
  }),
  'schema:read': schemas('read'),
  'schema:write': schemas('write'),
  'imports:read': allOf('crm.import'),
  'imports:write': allOf('crm.import'),
  'exports:read': allOf('crm.export'),
  'exports:write': allOf('crm.export'),
}

/** Where HubSpot's scope has another name than the object, or an older one will do as well. */
const OBJECT_NAMES: Readonly<Record<string, readonly string[]>> = {
  products: ['crm.objects.products', 'e-commerce'],
  line_items: ['crm.objects.line_items', 'e-commerce'],
  discounts: ['crm.objects.line_items', 'e-commerce'],
  fees: ['crm.objects.line_items', 'e-commerce'],
  taxes: ['crm.objects.line_items', 'e-commerce'],
  goal_targets: ['crm.objects.goals'],
  commerce_payments: ['crm.objects.commercepayments'],
  partner_clients: ['crm.objects.partner-clients'],
  quote_templates: ['crm.objects.quotes'],
  campaigns: ['marketing.campaigns'],
}

const OTHER_OBJECTS = STANDARD_TYPES.filter((type) => type.resource.startsWith('objects.'))

/** HubSpot keeps merging under writing. Names without a dot are one scope for both verbs. */
function forObject(scope: Scope): HubSpotScopes {
  const [resource = '', asked] = scope.split(':')
  const name = resource.slice('objects.'.length)
  const verb = asked === 'read' ? 'read' : 'write'
  const standard = OTHER_OBJECTS.some((type) => type.name === name)
  const bases = OBJECT_NAMES[name] ?? [standard ? `crm.objects.${name}` : 'crm.objects.custom']
  const scopes = bases.map((base) => (base.includes('.') ? `${base}.${verb}` : base))
  return scopes.length === 1 ? allOf(...scopes) : oneOf(...scopes)
}

const ALL_SCOPES: readonly Scope[] = [
  ...SCOPES.map(({ scope }) => scope),
  ...[...OTHER_OBJECTS.map((type) => type.name).sort(), ANY_CUSTOM_OBJECT].flatMap((name) =>
    (['read', 'write'] as const).map((verb) => `objects.${name}:${verb}` as const),
  ),
]
