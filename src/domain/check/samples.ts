/**
 * Which one read shows that a granted scope works: the smallest list of its object, one record
 * long. A scope without a row opens nothing that can be read by itself.
 */
import type { Scope } from '../access/scope.ts'

export interface SampleRead {
  /** What people call it. */
  readonly object: string
  readonly method: 'GET' | 'POST'
  /** Path and query at HubSpot. */
  readonly target: string
  readonly body?: unknown
}

const get = (object: string, target: string): SampleRead => ({ object, method: 'GET', target })
const records = (name: string): SampleRead =>
  get(name.replaceAll('_', ' '), `/crm/objects/2026-09/${name}?limit=1`)

const READS: Readonly<Partial<Record<Scope, SampleRead>>> = {
  'contacts:read': records('contacts'),
  'companies:read': records('companies'),
  'deals:read': records('deals'),
  'tickets:read': records('tickets'),
  'engagements:read': records('notes'),
  'content:read': get('site pages', '/cms/pages/2026-03/site-pages?limit=1'),
  'owners:read': get('owners', '/crm/owners/2026-09?limit=1'),
  'forms:read': get('forms', '/marketing/v3/forms?limit=1'),
  'users:read': get('users of the portal', '/settings/users/2026-03?limit=1'),
  'meetings:read': get('meeting links', '/scheduler/2026-09/meetings/meeting-links?limit=1'),
  'marketing-email:read': get('marketing e-mails', '/marketing/emails/2026-09?limit=1'),
  'lists:read': {
    object: 'lists',
    method: 'POST',
    target: '/crm/lists/2026-09/search',
    body: { query: '', count: 1, offset: 0 },
  },
}

/** `undefined` for scopes that write, and for those that no single list shows. */
export function sampleReadOf(scope: Scope): SampleRead | undefined {
  const fixed = Object.hasOwn(READS, scope) ? READS[scope] : undefined
  const [, name] = /^objects\.([a-z0-9_-]+):read$/.exec(scope) ?? []
  return fixed ?? (name === undefined ? undefined : records(name))
}

export interface Sample {
  readonly object: string
  readonly scope: Scope
  /** 0 or 1: there may be no record of that kind. */
  readonly found: number
  /** Names, sorted; no values. */
  readonly fields: readonly string[]
  /** How many of them have a value. */
  readonly filled: number
}

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first thing of a list, whichever name HubSpot gives the list. */
export function firstOf(body: unknown): Json | undefined {
  if (!isObject(body)) return undefined
  for (const name of ['results', 'lists', 'objects']) {
    const list = body[name]
    if (Array.isArray(list)) return isObject(list[0]) ? list[0] : undefined
  }
  return undefined
}

/** The properties of a record, or the members of anything else. */
export const fieldsOf = (thing: Json): Json =>
  isObject(thing['properties']) ? thing['properties'] : thing

const isFilled = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && !value.length)

export function sampleOf(read: SampleRead, scope: Scope, body: unknown): Sample {
  const first = firstOf(body)
  const fields = first ? fieldsOf(first) : {}
  const names = Object.keys(fields).toSorted()
  return {
    object: read.object,
    scope,
    found: first ? 1 : 0,
    fields: names,
    filled: names.filter((name) => isFilled(fields[name])).length,
  }
}

/** Enough to recognise a form, too little to know a value: `a•••` of 11 characters says no more. */
export function maskValue(value: unknown): string {
  if (!isFilled(value)) return '(empty)'
  if (typeof value !== 'string') return Array.isArray(value) ? '(list)' : `(${typeof value})`
  const [first = ''] = value
  return value.includes('@') ? `${first}•••@•••` : `${first}•••`
}

export const maskedFields = (body: unknown): Readonly<Record<string, string>> => {
  const first = firstOf(body)
  return first
    ? Object.fromEntries(
        Object.entries(fieldsOf(first)).map(([name, value]) => [name, maskValue(value)]),
      )
    : {}
}
