/** Requests that are made often, as a start: what for, which Hubward scopes, which addresses. */
import type { Scope } from '../access/scope.ts'

export interface IntakeTemplate {
  readonly id: string
  readonly title: string
  /** When to choose it. */
  readonly forWhat: string
  readonly scopes: readonly Scope[]
  /** What to ask for beside the key, one line each. */
  readonly wantedLinks: readonly string[]
  readonly context: string
}

export const INTAKE_TEMPLATES: readonly IntakeTemplate[] = [
  {
    id: 'meetings',
    title: 'Meetings scheduling link',
    forWhat: 'Show free times and book meetings on a HubSpot scheduling page.',
    scopes: ['contacts:read', 'contacts:write', 'meetings:read', 'meetings:write'],
    wantedLinks: ['The meetings link that visitors should book'],
    context:
      'We need a key that can read your scheduling pages and book meetings, and the address of the meetings link to use.',
  },
  {
    id: 'deals',
    title: 'Deals pipeline',
    forWhat: 'Create deals and move them along one pipeline.',
    scopes: ['contacts:read', 'companies:read', 'deals:read', 'deals:write', 'owners:read'],
    wantedLinks: ['The pipeline, or any deal in it'],
    context:
      'We need a key that can read and write deals, and the address of the pipeline that new deals belong to.',
  },
  {
    id: 'contacts',
    title: 'Contacts and companies',
    forWhat: 'Keep contacts and companies in step with another program.',
    scopes: ['contacts:read', 'contacts:write', 'companies:read', 'companies:write'],
    wantedLinks: [],
    context: 'We need a key that can read and write contacts and companies.',
  },
  {
    id: 'forms',
    title: 'Form submissions',
    forWhat: 'Read what people submit in a form.',
    scopes: ['contacts:read', 'forms:read'],
    wantedLinks: ['The form whose submissions we read'],
    context: 'We need a key that can read forms and what people submitted, and the form’s address.',
  },
  {
    id: 'tickets',
    title: 'Tickets pipeline',
    forWhat: 'Open tickets and follow them.',
    scopes: ['contacts:read', 'tickets:read', 'tickets:write'],
    wantedLinks: ['The pipeline, or any ticket in it'],
    context:
      'We need a key that can read and write tickets, and the address of the pipeline that new tickets belong to.',
  },
  {
    id: 'reporting',
    title: 'Reporting, read only',
    forWhat: 'Read the CRM and traffic reports, and change nothing.',
    scopes: ['contacts:read', 'companies:read', 'deals:read', 'owners:read', 'analytics:read'],
    wantedLinks: [],
    context:
      'We need a key that can read records and reports. It must not be able to change anything.',
  },
]
