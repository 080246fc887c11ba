/**
 * HubSpot's object types as data: every alias in which a path, query or body may name one, and
 * the Hubward resource that governs its records. It never guesses: a name that is in no table
 * here and not among the connection's own schemas is refused, because a guess would be a hole.
 */
import { err, ok, type Result } from '../result.ts'
import { nearest } from './nearest.ts'

/** A custom object as the connection's schemas tell it (`GET /crm-object-schemas/…/schemas`). */
export interface CustomType {
  /** Without the `p{hub}_` prefix: `car`. */
  readonly name: string
  /** `2-987`. */
  readonly objectTypeId: string
  /** `p123_car`. */
  readonly fullyQualifiedName: string
}

export interface ObjectType {
  /** HubSpot's own plural (`line_items`), or the custom object's name (`car`). */
  readonly name: string
  /** `null` where HubSpot publishes none, or only a custom object's qualified name is known. */
  readonly objectTypeId: string | null
  /** Resource of the scopes that govern its records: `contacts`, `engagements`, `objects.car`. */
  readonly resource: string
}

export type ObjectTypeRefusal =
  | {
      readonly reason: 'object_type_unknown'
      readonly text: string
      readonly near: readonly string[]
    }
  /** A `2-N` id that the connection's schemas, as last read, do not hold. */
  | { readonly reason: 'custom_type_unknown'; readonly text: string }
  /** A custom object has the name of a standard one: a grant for either would cover both. */
  | { readonly reason: 'object_type_ambiguous'; readonly text: string; readonly standard: string }

/**
 * Resolves any alias (`0-1`, `contact`, `CONTACTS`, `p123_car`, `2-987`, `car`) to its type.
 * Names are case-insensitive, as they are at HubSpot (facts §3).
 */
export function resolveObjectType(
  text: string,
  customTypes: readonly CustomType[],
): Result<ObjectType, ObjectTypeRefusal> {
  const exact = BY_ALIAS.get(text)
  if (exact) return ok(exact)
  const lower = text.toLowerCase()
  const standard = BY_ALIAS.get(lower)
  if (standard) return ok(standard)
  const custom = customTypes.find((type) => isCalled(type, lower))
  if (custom) return customType(custom.name, custom.objectTypeId, text)
  const name = FULLY_QUALIFIED.exec(lower)?.[1]
  if (name) return customType(name, null, text)
  if (CUSTOM_TYPE_ID.test(lower)) return err({ reason: 'custom_type_unknown', text })
  const names = [...STANDARD_TYPES, ...customTypes].map((type) => type.name.toLowerCase())
  return err({ reason: 'object_type_unknown', text, near: nearest(lower, names) })
}

/** The standard type of an alias in any case; custom objects are unknown here. */
export const standardType = (alias: string): ObjectType | undefined =>
  BY_ALIAS.get(alias.toLowerCase())

const FULLY_QUALIFIED = /^p\d+_([a-z][a-z0-9_]*)$/
const CUSTOM_TYPE_ID = /^2-\d+$/

const isCalled = (type: CustomType, lower: string) =>
  type.objectTypeId === lower ||
  type.fullyQualifiedName.toLowerCase() === lower ||
  type.name.toLowerCase() === lower

function customType(
  name: string,
  objectTypeId: string | null,
  text: string,
): Result<ObjectType, ObjectTypeRefusal> {
  const lower = name.toLowerCase()
  const standard = BY_ALIAS.get(lower)
  if (standard) return err({ reason: 'object_type_ambiguous', text, standard: standard.name })
  return ok({ name: lower, objectTypeId, resource: `objects.${lower}` })
}

interface Row {
  readonly id: string | null
  readonly plural: string
  readonly singular: string
  /** Where it is not `objects.<plural>`. */
  readonly resource?: string
  readonly others?: readonly string[]
}

/**
 * Type ids: HubSpot's object type list (facts §6). Notes, calls, meetings, tasks, communications,
 * postal mail open with HubSpot's contact scopes and e-mails with `sales-email-read` besides
 * (facts §3); Hubward keeps all of them apart from contacts, as `engagements`.
 */
const ROWS: readonly Row[] = [
  { id: '0-1', plural: 'contacts', singular: 'contact', resource: 'contacts' },
  { id: '0-2', plural: 'companies', singular: 'company', resource: 'companies' },
  { id: '0-3', plural: 'deals', singular: 'deal', resource: 'deals' },
  { id: '0-5', plural: 'tickets', singular: 'ticket', resource: 'tickets' },
  { id: '0-7', plural: 'products', singular: 'product' },
  { id: '0-8', plural: 'line_items', singular: 'line_item' },
  { id: '0-14', plural: 'quotes', singular: 'quote' },
  { id: '0-18', plural: 'communications', singular: 'communication', resource: 'engagements' },
  { id: '0-19', plural: 'feedback_submissions', singular: 'feedback_submission' },
  { id: '0-27', plural: 'tasks', singular: 'task', resource: 'engagements' },
  { id: '0-35', plural: 'campaigns', singular: 'campaign' },
  { id: '0-46', plural: 'notes', singular: 'note', resource: 'engagements' },
  { id: '0-47', plural: 'meetings', singular: 'meeting', resource: 'engagements' },
  { id: '0-48', plural: 'calls', singular: 'call', resource: 'engagements' },
  { id: '0-49', plural: 'emails', singular: 'email', resource: 'engagements' },
  { id: '0-53', plural: 'invoices', singular: 'invoice' },
  { id: '0-54', plural: 'marketing_events', singular: 'marketing_event' },
  { id: '0-69', plural: 'subscriptions', singular: 'subscription' },
  { id: '0-74', plural: 'goal_targets', singular: 'goal_target', others: ['goals', 'goal'] },
  { id: '0-84', plural: 'discounts', singular: 'discount' },
  { id: '0-85', plural: 'fees', singular: 'fee' },
  { id: '0-86', plural: 'taxes', singular: 'tax' },
  {
    id: '0-101',
    plural: 'commerce_payments',
    singular: 'commerce_payment',
    others: ['payments', 'payment'],
  },
  { id: '0-115', plural: 'users', singular: 'user', resource: 'users' },
  {
    id: '0-116',
    plural: 'postal_mail',
    singular: 'postal_mail',
    resource: 'engagements',
  },
  { id: '0-123', plural: 'orders', singular: 'order' },
  { id: '0-136', plural: 'leads', singular: 'lead' },
  { id: '0-142', plural: 'carts', singular: 'cart' },
  { id: '0-145', plural: 'partner_clients', singular: 'partner_client' },
  { id: '0-162', plural: 'services', singular: 'service' },
  { id: '0-410', plural: 'courses', singular: 'course' },
  { id: '0-420', plural: 'listings', singular: 'listing' },
  { id: '0-421', plural: 'appointments', singular: 'appointment' },
  { id: '0-970', plural: 'projects', singular: 'project' },
  { id: null, plural: 'quote_templates', singular: 'quote_template' },
]

/** Every standard type, in the order of the table. */
export const STANDARD_TYPES: readonly ObjectType[] = ROWS.map((row) => ({
  name: row.plural,
  objectTypeId: row.id,
  resource: row.resource ?? `objects.${row.plural}`,
}))

const BY_ALIAS: ReadonlyMap<string, ObjectType> = new Map(
  ROWS.flatMap((row, index) =>
    [row.id ?? row.plural, row.plural, row.singular, ...(row.others ?? [])].map(
      (alias) => [alias, STANDARD_TYPES[index]!] as const,
    ),
  ),
)
