/**
 * The properties that a tool shows of a record when the caller names none: what a person would
 * look at first. HubSpot's own defaults (search guide) leave out the owner and most of the rest.
 */
import { standardName } from './standard-name.ts'

/** `undefined`: let HubSpot choose. Takes any alias of a standard type. */
export const defaultProperties = (objectType: string): readonly string[] | undefined =>
  BY_TYPE[standardName(objectType)]

const DATES = ['createdate', 'hs_lastmodifieddate']
const ACTIVITY = ['hs_timestamp', 'hubspot_owner_id', 'hs_createdate', 'hs_lastmodifieddate']

const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  contacts: [
    'email',
    'firstname',
    'lastname',
    'phone',
    'company',
    'jobtitle',
    'lifecyclestage',
    'hubspot_owner_id',
    'createdate',
    'lastmodifieddate',
  ],
  companies: [
    'name',
    'domain',
    'industry',
    'city',
    'country',
    'phone',
    'lifecyclestage',
    'hubspot_owner_id',
    ...DATES,
  ],
  deals: [
    'dealname',
    'amount',
    'deal_currency_code',
    'pipeline',
    'dealstage',
    'closedate',
    'hubspot_owner_id',
    ...DATES,
  ],
  tickets: [
    'subject',
    'content',
    'hs_pipeline',
    'hs_pipeline_stage',
    'hs_ticket_priority',
    'hubspot_owner_id',
    ...DATES,
  ],
  products: ['name', 'description', 'price', 'hs_sku', ...DATES],
  line_items: ['name', 'quantity', 'price', 'amount', 'hs_product_id', ...DATES],
  quotes: ['hs_title', 'hs_status', 'hs_quote_amount', 'hs_expiration_date', 'hs_createdate'],
  notes: ['hs_note_body', ...ACTIVITY],
  calls: ['hs_call_title', 'hs_call_body', 'hs_call_direction', 'hs_call_status', ...ACTIVITY],
  meetings: [
    'hs_meeting_title',
    'hs_meeting_body',
    'hs_meeting_start_time',
    'hs_meeting_end_time',
    'hs_meeting_outcome',
    ...ACTIVITY,
  ],
  tasks: [
    'hs_task_subject',
    'hs_task_body',
    'hs_task_status',
    'hs_task_priority',
    'hs_task_type',
    ...ACTIVITY,
  ],
  emails: ['hs_email_subject', 'hs_email_text', 'hs_email_direction', ...ACTIVITY],
  communications: ['hs_communication_channel_type', 'hs_communication_body', ...ACTIVITY],
}

/** HubSpot's names for when a record was made and last changed, which differ by type (facts §3). */
export function dateProperties(objectType: string): { created: string; modified: string } {
  const name = standardName(objectType)
  return {
    created: ACTIVITIES.has(name) ? 'hs_createdate' : 'createdate',
    modified: name === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate',
  }
}

const ACTIVITIES: ReadonlySet<string> = new Set([
  'notes',
  'calls',
  'meetings',
  'tasks',
  'emails',
  'communications',
  'postal_mail',
  'quotes',
])
