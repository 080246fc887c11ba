/**
 * How the thing behind a link is looked up: which read tells that it exists and what it is called,
 * and by whose right. Definitions (pipelines, lists, forms …) are read with the connection’s own
 * credential by whoever operates it; records and content only by what the asker’s groups grant.
 */
import { cleanText } from '../../mcp/clean.ts'
import { textAt } from '../../mcp/read-json.ts'
import type { HubSpotLink, LinkKind } from './link.ts'

export interface LookUp {
  readonly right: 'credential' | 'grants'
  /** Path at HubSpot, values encoded; tried in turn until one is there. `null`: the link lacks the id. */
  readonly targets: readonly string[]
  /** Where the answer has the name; the first that is there. */
  readonly names: readonly (readonly string[])[]
}

export type NoLookUp =
  /** The link leads to a page that lists things, or to a tool. */
  | 'no_id'
  /** HubSpot’s API has no read for it, or Hubward offers none. */
  | 'not_offered'
  /** A list of all is searched instead: `scheduling pages`. */
  | 'by_list'

export function lookUpOf(link: HubSpotLink): LookUp | NoLookUp {
  if (link.kind === 'meeting_link') return link.id === null ? 'no_id' : 'by_list'
  const row = ROWS[link.kind]
  if (!row) return 'not_offered'
  const type = link.objectType?.objectTypeId ?? link.objectType?.name ?? null
  if (link.kind === 'object') return type === null ? 'no_id' : made(row, type, type)
  if (link.id === null || (row.typed && type === null)) return 'no_id'
  return made(row, link.id, type ?? '')
}

interface Row {
  readonly right: LookUp['right']
  /** Needs the object type too. */
  readonly typed?: true
  readonly at: (id: string, type: string) => readonly string[]
  readonly names: readonly (readonly string[])[]
}

const made = ({ right, at, names }: Row, id: string, type: string): LookUp => ({
  right,
  targets: at(encodeURIComponent(id), encodeURIComponent(type)),
  names,
})

const ROWS: Partial<Record<LinkKind, Row>> = {
  record: {
    right: 'grants',
    typed: true,
    at: (id, type) => [`/crm/objects/2026-09/${type}/${id}`],
    names: [],
  },
  object: {
    right: 'credential',
    at: (_, type) => [`/crm-object-schemas/2026-09/schemas/${type}`],
    names: [['labels', 'plural'], ['name']],
  },
  pipeline: {
    right: 'credential',
    typed: true,
    at: (id, type) => [`/crm/pipelines/2026-09/${type}/${id}`],
    names: [['label']],
  },
  property: {
    right: 'credential',
    typed: true,
    at: (id, type) => [`/crm/properties/2026-09/${type}/${id}`],
    names: [['label']],
  },
  list: {
    right: 'credential',
    at: (id) => [`/crm/lists/2026-09/${id}`],
    names: [['list', 'name']],
  },
  form: { right: 'credential', at: (id) => [`/marketing/v3/forms/${id}`], names: [['name']] },
  page: {
    right: 'grants',
    at: (id) => [`/cms/pages/2026-03/site-pages/${id}`, `/cms/pages/2026-03/landing-pages/${id}`],
    names: [['name']],
  },
  blog_post: {
    right: 'grants',
    at: (id) => [`/cms/blogs/2026-09/posts/${id}`],
    names: [['name']],
  },
  email: { right: 'grants', at: (id) => [`/marketing/emails/2026-09/${id}`], names: [['name']] },
  campaign: {
    right: 'grants',
    at: (id) => [`/marketing/campaigns/2026-09/${id}`],
    names: [['properties', 'hs_name']],
  },
  user: {
    right: 'grants',
    at: (id) => [`/settings/users/2026-03/${id}`],
    names: [['email']],
  },
}

/** Which properties name a record, by type; the first two that are there make the name. */
const RECORD_NAMES: Readonly<Record<string, readonly string[]>> = {
  '0-1': ['firstname', 'lastname', 'email'],
  '0-2': ['name', 'domain'],
  '0-3': ['dealname'],
  '0-5': ['subject'],
  '0-7': ['name'],
  '0-27': ['hs_task_subject'],
  '0-47': ['hs_meeting_title'],
  '0-48': ['hs_call_title'],
  '0-136': ['hs_lead_name'],
}

/** Properties to ask a record for, so that it can be called by a name. */
export const namePropertiesOf = (objectTypeId: string | null): readonly string[] =>
  RECORD_NAMES[objectTypeId ?? ''] ?? ['name', 'hs_name', 'hs_object_name']

/** What HubSpot calls the thing; `null` where its answer has no name. */
export function nameIn(link: HubSpotLink, { names }: LookUp, body: unknown): string | null {
  const places =
    link.kind === 'record'
      ? namePropertiesOf(link.objectType?.objectTypeId ?? null).map((name) => ['properties', name])
      : names
  const found = places.flatMap((place) => textAt(body, ...place) ?? [])
  const whole = link.kind === 'record' ? found.slice(0, 2).join(' ') : (found[0] ?? '')
  return whole === '' ? null : cleanText(whole).replaceAll(/\s+/g, ' ').slice(0, 300)
}
