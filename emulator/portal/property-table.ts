// The standard properties of each object type, as one table of short lines. It is a working
// selection of HubSpot's, not all of them; `fidelity.md` says so.
import type { Property, PropertyOption, PropertyType } from './property.ts'

/**
 * A line is `name|Label|kind|flags`. Kinds: s string, a textarea, n number, d date, t datetime,
 * b checkbox, p phone, h html, w a person (an owner's id), o:… an option list, m:… a multiple one.
 * Flags: r read-only, u unique, c calculated.
 */
type Lines = readonly string[]

const STAGES =
  'subscriber,lead,marketingqualifiedlead,salesqualifiedlead,opportunity,customer,evangelist,other'
const LEAD_STATUS =
  'NEW,OPEN,IN_PROGRESS,OPEN_DEAL,UNQUALIFIED,ATTEMPTED_TO_CONTACT,CONNECTED,BAD_TIMING'
const EVERY: Lines = [
  'hs_object_id|Record ID|n|r',
  'hs_merged_object_ids|Merged record IDs|s|r',
  'hubspot_owner_id|Owner|w',
  'hubspot_team_id|Team|n|r',
  'hs_created_by_user_id|Created by user ID|n|r',
  'hs_updated_by_user_id|Updated by user ID|n|r',
]

export const PROPERTY_LINES: Record<string, { group: string; label: string; lines: Lines }> = {
  '0-1': {
    group: 'contactinformation',
    label: 'Contact information',
    lines: [
      'email|Email|s|u',
      'firstname|First name|s',
      'lastname|Last name|s',
      'phone|Phone number|p',
      'mobilephone|Mobile phone number|p',
      'company|Company name|s',
      'jobtitle|Job title|s',
      'website|Website URL|s',
      'address|Street address|s',
      'city|City|s',
      'state|State/Region|s',
      'zip|Postal code|s',
      'country|Country/Region|s',
      'industry|Industry|s',
      `lifecyclestage|Lifecycle stage|o:${STAGES}`,
      `hs_lead_status|Lead status|o:${LEAD_STATUS}`,
      'createdate|Create date|t|r',
      'lastmodifieddate|Last modified date|t|r',
      'associatedcompanyid|Primary associated company ID|n',
      'hs_additional_emails|Additional email addresses|s',
      'notes_last_contacted|Last contacted|t|r',
      'num_associated_deals|Number of associated deals|n|rc',
      'hs_email_optout|Unsubscribed from all email|b',
      'hs_language|Preferred language|s',
      'date_of_birth|Date of birth|s',
      'closedate|Close date|t',
      'annualrevenue|Annual revenue|n',
      'hs_marketable_status|Marketing contact status|b|r',
      'message|Message|a',
      'salutation|Salutation|s',
      'hs_calculated_merged_vids|Merged contact IDs with timestamps|s|r',
      'hs_analytics_source|Original source|o:ORGANIC_SEARCH,PAID_SEARCH,EMAIL_MARKETING,SOCIAL_MEDIA,REFERRALS,OTHER_CAMPAIGNS,DIRECT_TRAFFIC,OFFLINE,PAID_SOCIAL',
    ],
  },
  '0-2': {
    group: 'companyinformation',
    label: 'Company information',
    lines: [
      'name|Company name|s',
      'domain|Company domain name|s',
      'website|Website URL|s',
      'phone|Phone number|p',
      'description|Description|a',
      'address|Street address|s',
      'city|City|s',
      'state|State/Region|s',
      'zip|Postal code|s',
      'country|Country/Region|s',
      'industry|Industry|o:COMPUTER_SOFTWARE,FINANCIAL_SERVICES,MACHINERY,RETAIL,HOSPITAL_HEALTH_CARE,CONSTRUCTION,LOGISTICS_AND_SUPPLY_CHAIN,FOOD_BEVERAGES,RENEWABLES_ENVIRONMENT,EDUCATION_MANAGEMENT',
      'numberofemployees|Number of employees|n',
      'annualrevenue|Annual revenue|n',
      `lifecyclestage|Lifecycle stage|o:${STAGES}`,
      `hs_lead_status|Lead status|o:${LEAD_STATUS}`,
      'type|Type|o:PROSPECT,PARTNER,RESELLER,VENDOR,OTHER',
      'founded_year|Year founded|s',
      'createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
      'num_associated_contacts|Number of associated contacts|n|rc',
      'num_associated_deals|Number of associated deals|n|rc',
      'linkedin_company_page|LinkedIn company page|s',
      'is_public|Is public|b',
    ],
  },
  '0-3': {
    group: 'dealinformation',
    label: 'Deal information',
    lines: [
      'dealname|Deal name|s',
      'amount|Amount|n',
      'closedate|Close date|t',
      'pipeline|Pipeline|o:',
      'dealstage|Deal stage|o:',
      'dealtype|Deal type|o:newbusiness,existingbusiness',
      'description|Deal description|a',
      'hs_priority|Priority|o:low,medium,high',
      'createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
      'deal_currency_code|Currency|o:EUR,USD,GBP',
      'hs_deal_stage_probability|Deal probability|n|r',
      'hs_is_closed|Is deal closed?|b|rc',
      'hs_is_closed_won|Is closed won|b|rc',
      'closed_lost_reason|Closed lost reason|a',
      'closed_won_reason|Closed won reason|a',
      'hs_next_step|Next step|s',
      'hs_acv|Annual contract value|n',
      'hs_arr|Annual recurring revenue|n',
      'hs_tcv|Total contract value|n',
      'hs_mrr|Monthly recurring revenue|n',
      'num_associated_contacts|Number of associated contacts|n|rc',
      'hs_forecast_amount|Forecast amount|n',
    ],
  },
  '0-5': {
    group: 'ticketinformation',
    label: 'Ticket information',
    lines: [
      'subject|Ticket name|s',
      'content|Ticket description|a',
      'hs_pipeline|Pipeline|o:',
      'hs_pipeline_stage|Ticket status|o:',
      'hs_ticket_priority|Priority|o:LOW,MEDIUM,HIGH,URGENT',
      'hs_ticket_category|Category|m:PRODUCT_ISSUE,BILLING_ISSUE,FEATURE_REQUEST,GENERAL_INQUIRY',
      'source_type|Source|o:CHAT,EMAIL,FORM,PHONE',
      'createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
      'closed_date|Close date|t',
      'hs_resolution|Resolution|a',
    ],
  },
  '0-7': {
    group: 'productinformation',
    label: 'Product information',
    lines: [
      'name|Name|s',
      'description|Description|a',
      'price|Unit price|n',
      'hs_sku|SKU|s|u',
      'hs_cost_of_goods_sold|Unit cost|n',
      'tax|Tax|n',
      'recurringbillingfrequency|Billing frequency|o:monthly,quarterly,annually',
      'hs_url|URL|s',
      'createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
    ],
  },
  '0-8': {
    group: 'lineiteminformation',
    label: 'Line item information',
    lines: [
      'name|Name|s',
      'description|Description|a',
      'price|Unit price|n',
      'quantity|Quantity|n',
      'amount|Net price|n',
      'hs_product_id|Product ID|n',
      'discount|Unit discount|n',
      'hs_sku|SKU|s',
      'tax|Tax|n',
      'recurringbillingfrequency|Billing frequency|o:monthly,quarterly,annually',
      'createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
    ],
  },
  '0-14': {
    group: 'quoteinformation',
    label: 'Quote information',
    lines: [
      'hs_title|Quote name|s',
      'hs_expiration_date|Expiration date|d',
      'hs_status|Quote status|o:DRAFT,APPROVAL_NOT_NEEDED,PENDING_APPROVAL,APPROVED,REJECTED',
      'hs_quote_amount|Quote amount|n',
      'hs_quote_number|Reference number|s',
      'hs_language|Language|s',
      'hs_currency|Currency|s',
      'hs_esign_enabled|E-signature enabled|b',
      'hs_payment_enabled|Payment enabled|b',
      'hs_createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
    ],
  },
  '0-27': {
    group: 'task',
    label: 'Task information',
    lines: [
      'hs_timestamp|Due date|t',
      'hs_task_subject|Task title|s',
      'hs_task_body|Task notes|h',
      'hs_task_status|Task status|o:NOT_STARTED,IN_PROGRESS,WAITING,COMPLETED,DEFERRED',
      'hs_task_priority|Priority|o:NONE,LOW,MEDIUM,HIGH',
      'hs_task_type|Task type|o:EMAIL,CALL,TODO',
      'hs_createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
    ],
  },
  '0-46': {
    group: 'note',
    label: 'Note information',
    lines: [
      'hs_timestamp|Activity date|t',
      'hs_note_body|Note body|h',
      'hs_attachment_ids|Attached file IDs|m:',
      'hs_createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
    ],
  },
  '0-47': {
    group: 'meeting',
    label: 'Meeting information',
    lines: [
      'hs_timestamp|Activity date|t',
      'hs_meeting_title|Meeting name|s',
      'hs_meeting_body|Meeting description|h',
      'hs_internal_meeting_notes|Internal notes|h',
      'hs_meeting_location|Location|s',
      'hs_meeting_external_url|External URL|s',
      'hs_meeting_start_time|Start time|t',
      'hs_meeting_end_time|End time|t',
      'hs_meeting_outcome|Outcome|o:SCHEDULED,COMPLETED,RESCHEDULED,NO_SHOW,CANCELED',
      'hs_createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
    ],
  },
  '0-48': {
    group: 'call',
    label: 'Call information',
    lines: [
      'hs_timestamp|Activity date|t',
      'hs_call_title|Call title|s',
      'hs_call_body|Call notes|h',
      'hs_call_duration|Duration|n',
      'hs_call_direction|Direction|o:INBOUND,OUTBOUND',
      'hs_call_status|Status|o:BUSY,CALLING_CRM_USER,CANCELED,COMPLETED,CONNECTING,FAILED,IN_PROGRESS,NO_ANSWER,QUEUED,RINGING',
      'hs_call_disposition|Outcome|s',
      'hs_call_from_number|From number|s',
      'hs_call_to_number|To number|s',
      'hs_call_recording_url|Recording URL|s',
      'hs_createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
    ],
  },
  '0-49': {
    group: 'email',
    label: 'Email information',
    lines: [
      'hs_timestamp|Activity date|t',
      'hs_email_subject|Subject|s',
      'hs_email_text|Text body|a',
      'hs_email_html|HTML body|h',
      'hs_email_direction|Direction|o:EMAIL,INCOMING_EMAIL,FORWARDED_EMAIL',
      'hs_email_status|Send status|o:BOUNCED,FAILED,SCHEDULED,SENDING,SENT',
      'hs_email_headers|Headers|s',
      'hs_createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
    ],
  },
  '0-115': {
    group: 'userinformation',
    label: 'User information',
    lines: [
      'hs_internal_user_id|Internal user ID|n|ru',
      'hs_email|Email|s|r',
      'hs_given_name|First name|s|r',
      'hs_family_name|Last name|s|r',
      'hs_searchable_calculated_name|Name|s|rc',
      'hs_job_title|Job title|s',
      'hs_deactivated|Deactivated|b|r',
      'hs_availability_status|Availability|o:available,away',
      'hs_standard_time_zone|Time zone|s',
      'hs_working_hours|Working hours|s',
      'hs_out_of_office_hours|Out of office hours|s',
      'hs_additional_phone|Additional phone|p',
      'hs_createdate|Create date|t|r',
      'hs_lastmodifieddate|Last modified date|t|r',
    ],
  },
  custom: {
    group: 'customobjectinformation',
    label: 'Custom object information',
    lines: ['hs_createdate|Create date|t|r', 'hs_lastmodifieddate|Last modified date|t|r'],
  },
}

const KINDS: Record<string, [PropertyType, string]> = {
  s: ['string', 'text'],
  a: ['string', 'textarea'],
  h: ['string', 'html'],
  n: ['number', 'number'],
  d: ['date', 'date'],
  t: ['datetime', 'date'],
  b: ['bool', 'booleancheckbox'],
  p: ['string', 'phonenumber'],
  w: ['enumeration', 'select'],
  o: ['enumeration', 'select'],
  m: ['enumeration', 'checkbox'],
}

const words = (value: string) => {
  const text = value.replaceAll('_', ' ').toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export const optionsOf = (values: readonly string[]): PropertyOption[] =>
  values.map((value, index) => ({ label: words(value), value, displayOrder: index, hidden: false }))

/** The standard properties of a type, ready to be stored. */
export function standardProperties(typeId: string, at: number): Property[] {
  const { group, lines } = PROPERTY_LINES[typeId] ?? PROPERTY_LINES['custom']!
  return [...lines, ...EVERY].map((line, index) => {
    const [name = '', label = '', kind = 's', flags = ''] = line.split('|')
    const [letter = 's', options = ''] = kind.split(':')
    const [type, fieldType] = KINDS[letter]!
    return {
      name,
      label,
      type,
      fieldType,
      groupName: group,
      description: '',
      options:
        type === 'bool'
          ? optionsOf(['true', 'false'])
          : optionsOf(options.split(',').filter(Boolean)),
      hubspotDefined: true,
      calculated: flags.includes('c'),
      readOnlyValue: flags.includes('r'),
      hasUniqueValue: flags.includes('u') && name !== 'email',
      hidden: false,
      formField: !flags.includes('r'),
      displayOrder: index,
      dataSensitivity: 'non_sensitive' as const,
      ...(letter === 'w' ? { referencedObjectType: 'OWNER' as const } : {}),
      createdAt: at,
      updatedAt: at,
      archived: false,
    }
  })
}
