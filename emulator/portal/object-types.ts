// The portal's object types: their ids, names, scopes and habits, as one table. Custom types are
// added to the same catalogue at run time. It says nothing about records or properties.

export type ObjectType = {
  typeId: string
  /** Singular, as in paths and messages. */
  name: string
  plural: string
  /** Other spellings that the API takes for it. */
  aliases: readonly string[]
  label: { singular: string; plural: string }
  /** Any one of these opens reading, or writing. */
  read: readonly string[]
  write: readonly string[]
  /** All of these are needed besides (e-mails need `sales-email-read`). */
  readAlso?: readonly string[]
  /** The `{o}` of `crm.schemas.{o}.read` and of the sensitive scopes, where there is one. */
  scopeName?: string
  created: string
  modified: string
  /** What a read answers when no properties are asked for. */
  defaults: readonly string[]
  /** What the free-text `query` of a search looks through. */
  searchable: readonly string[]
  required: readonly string[]
  primary: string
  secondary: readonly string[]
  pipeline?: { pipeline: string; stage: string }
  custom?: { fullyQualifiedName: string }
  /** The records come and go by another API: here they are read and changed. */
  managed?: true
}

type Row = Omit<ObjectType, 'aliases' | 'created' | 'modified' | 'secondary' | 'required'> &
  Partial<Pick<ObjectType, 'aliases' | 'created' | 'modified' | 'secondary' | 'required'>>

const crm = (name: string) => ({
  read: [`crm.objects.${name}.read`],
  write: [`crm.objects.${name}.write`],
  scopeName: name,
})
const TICKETS = { read: ['tickets'], write: ['tickets'] }
/** All activities but e-mails are opened by the contacts scopes (SPEC 424/v3 and 2026-09). */
const ACTIVITY = { read: ['crm.objects.contacts.read'], write: ['crm.objects.contacts.write'] }
const label = (singular: string, plural = `${singular}s`) => ({ singular, plural })
const ENGAGEMENT = { created: 'hs_createdate', defaults: ['hs_createdate'] }

const ROWS: readonly Row[] = [
  {
    typeId: '0-1',
    name: 'contact',
    plural: 'contacts',
    label: label('Contact'),
    ...crm('contacts'),
    modified: 'lastmodifieddate',
    defaults: ['createdate', 'email', 'firstname', 'lastmodifieddate', 'lastname'],
    searchable: ['firstname', 'lastname', 'email', 'phone', 'hs_additional_emails', 'company'],
    primary: 'email',
    secondary: ['firstname', 'lastname'],
  },
  {
    typeId: '0-2',
    name: 'company',
    plural: 'companies',
    label: label('Company', 'Companies'),
    ...crm('companies'),
    defaults: ['createdate', 'domain', 'name'],
    searchable: ['name', 'phone', 'website', 'domain'],
    primary: 'name',
    secondary: ['domain'],
  },
  {
    typeId: '0-3',
    name: 'deal',
    plural: 'deals',
    label: label('Deal'),
    ...crm('deals'),
    defaults: ['amount', 'closedate', 'createdate', 'dealname', 'dealstage', 'pipeline'],
    searchable: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
    primary: 'dealname',
    pipeline: { pipeline: 'pipeline', stage: 'dealstage' },
  },
  {
    typeId: '0-5',
    name: 'ticket',
    plural: 'tickets',
    label: label('Ticket'),
    ...TICKETS,
    defaults: [
      'content',
      'createdate',
      'hs_pipeline',
      'hs_pipeline_stage',
      'hs_ticket_category',
      'hs_ticket_priority',
      'subject',
    ],
    searchable: ['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_category'],
    required: ['subject', 'hs_pipeline_stage'],
    primary: 'subject',
    pipeline: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
  },
  {
    typeId: '0-7',
    name: 'product',
    plural: 'products',
    label: label('Product'),
    read: ['e-commerce', 'crm.objects.products.read'],
    write: ['e-commerce', 'crm.objects.products.write'],
    defaults: ['createdate', 'description', 'name', 'price', 'tax'],
    searchable: ['name', 'description', 'price', 'hs_sku'],
    primary: 'name',
  },
  {
    typeId: '0-8',
    name: 'line_item',
    plural: 'line_items',
    aliases: ['line item', 'lineitem', 'line-items'],
    label: label('Line item'),
    read: ['e-commerce', 'crm.objects.line_items.read'],
    write: ['e-commerce', 'crm.objects.line_items.write'],
    defaults: ['amount', 'createdate', 'name', 'price', 'quantity'],
    searchable: ['name', 'description'],
    primary: 'name',
  },
  {
    typeId: '0-14',
    name: 'quote',
    plural: 'quotes',
    label: label('Quote'),
    ...crm('quotes'),
    created: 'hs_createdate',
    defaults: ['hs_createdate', 'hs_expiration_date', 'hs_quote_amount', 'hs_status', 'hs_title'],
    searchable: ['hs_title', 'hs_quote_number'],
    required: ['hs_title', 'hs_expiration_date'],
    primary: 'hs_title',
  },
  {
    typeId: '0-27',
    name: 'task',
    plural: 'tasks',
    label: label('Task'),
    ...ACTIVITY,
    ...ENGAGEMENT,
    searchable: ['hs_task_subject', 'hs_task_body'],
    required: ['hs_timestamp'],
    primary: 'hs_task_subject',
  },
  {
    typeId: '0-46',
    name: 'note',
    plural: 'notes',
    label: label('Note'),
    ...ACTIVITY,
    ...ENGAGEMENT,
    searchable: ['hs_note_body'],
    required: ['hs_timestamp'],
    primary: 'hs_note_body',
  },
  {
    typeId: '0-47',
    name: 'meeting',
    plural: 'meetings',
    aliases: ['meeting_event'],
    label: label('Meeting'),
    ...ACTIVITY,
    ...ENGAGEMENT,
    searchable: ['hs_meeting_title', 'hs_meeting_body'],
    required: ['hs_timestamp'],
    primary: 'hs_meeting_title',
  },
  {
    typeId: '0-48',
    name: 'call',
    plural: 'calls',
    label: label('Call'),
    ...ACTIVITY,
    ...ENGAGEMENT,
    searchable: ['hs_call_title', 'hs_call_body'],
    required: ['hs_timestamp'],
    primary: 'hs_call_title',
  },
  {
    typeId: '0-49',
    name: 'email',
    plural: 'emails',
    label: label('Email'),
    ...ACTIVITY,
    readAlso: ['sales-email-read'],
    ...ENGAGEMENT,
    searchable: ['hs_email_subject', 'hs_email_text'],
    required: ['hs_timestamp'],
    primary: 'hs_email_subject',
  },
  {
    typeId: '0-115',
    name: 'user',
    plural: 'users',
    label: label('User'),
    ...crm('users'),
    created: 'hs_createdate',
    defaults: ['hs_createdate'],
    searchable: ['hs_email', 'hs_given_name', 'hs_family_name'],
    primary: 'hs_email',
    managed: true,
  },
]

/**
 * Types that exist, take records and can be searched, but are seeded with none. They have the
 * properties that every type has, and those that a caller adds.
 */
const EMPTY_TYPES: readonly [typeId: string, name: string, plural: string, scopes?: 'activity'][] =
  [
    ['0-18', 'communication', 'communications', 'activity'],
    ['0-19', 'feedback_submission', 'feedback_submissions'],
    ['0-53', 'invoice', 'invoices'],
    ['0-54', 'marketing_event', 'marketing_events'],
    ['0-69', 'subscription', 'subscriptions'],
    ['0-74', 'goal_target', 'goal_targets'],
    ['0-84', 'discount', 'discounts'],
    ['0-85', 'fee', 'fees'],
    ['0-86', 'tax', 'taxes'],
    ['0-101', 'commerce_payment', 'commerce_payments'],
    ['0-116', 'postal_mail', 'postal_mail', 'activity'],
    ['0-123', 'order', 'orders'],
    ['0-136', 'lead', 'leads'],
    ['0-142', 'cart', 'carts'],
    ['0-162', 'service', 'services'],
    ['0-410', 'course', 'courses'],
    ['0-420', 'listing', 'listings'],
    ['0-421', 'appointment', 'appointments'],
    ['0-970', 'project', 'projects'],
  ]

const emptyRow = ([typeId, name, plural, scopes]: (typeof EMPTY_TYPES)[number]): Row => ({
  typeId,
  name,
  plural,
  label: label(plural.charAt(0).toUpperCase() + plural.slice(1).replaceAll('_', ' ')),
  ...(scopes === 'activity' ? ACTIVITY : crm(plural)),
  created: 'hs_createdate',
  defaults: ['hs_createdate'],
  searchable: [],
  primary: 'hs_object_id',
})

const DEFAULTS = { aliases: [], created: 'createdate', modified: 'hs_lastmodifieddate' }

export class ObjectTypes {
  readonly #byAlias = new Map<string, ObjectType>()
  readonly #all: ObjectType[] = []

  constructor() {
    for (const row of [...ROWS, ...EMPTY_TYPES.map(emptyRow)]) {
      const type = { ...DEFAULTS, secondary: [], required: [], ...row }
      this.add({
        ...type,
        defaults: [...new Set([...type.defaults, type.modified, 'hs_object_id'])].sort(),
      })
    }
  }

  /** Finds a type by id (`0-1`), singular or plural name in any case, or `p{hub}_name`. */
  find(name: string): ObjectType | undefined {
    return this.#byAlias.get(name) ?? this.#byAlias.get(name.toLowerCase())
  }

  list(): readonly ObjectType[] {
    return this.#all
  }

  add(type: ObjectType): ObjectType {
    this.#all.push(type)
    for (const alias of aliasesOf(type)) this.#byAlias.set(alias.toLowerCase(), type)
    return type
  }

  remove(type: ObjectType): void {
    this.#all.splice(this.#all.indexOf(type), 1)
    for (const alias of aliasesOf(type)) this.#byAlias.delete(alias.toLowerCase())
  }

  /** The id that the next custom type gets. */
  nextCustomId(): string {
    const used = this.#all.filter((type) => type.custom).map((type) => Number(type.typeId.slice(2)))
    return `2-${Math.max(41_235_986, ...used) + 1}`
  }
}

const aliasesOf = (type: ObjectType): string[] => [
  type.typeId,
  type.name,
  type.plural,
  ...type.aliases,
  ...(type.custom ? [type.custom.fullyQualifiedName] : []),
]

/** A custom object type as the schema API makes it; its scopes are the shared `custom` ones. */
export function customType(
  typeId: string,
  portalId: number,
  name: string,
  more: Pick<ObjectType, 'label' | 'required' | 'searchable' | 'primary' | 'secondary'>,
): ObjectType {
  return {
    typeId,
    name,
    plural: name,
    aliases: [],
    read: ['crm.objects.custom.read'],
    write: ['crm.objects.custom.write'],
    scopeName: 'custom',
    created: 'hs_createdate',
    modified: 'hs_lastmodifieddate',
    defaults: [
      ...new Set([...more.required, more.primary, 'hs_createdate', 'hs_lastmodifieddate']),
      'hs_object_id',
    ],
    custom: { fullyQualifiedName: `p${portalId}_${name}` },
    ...more,
  }
}
