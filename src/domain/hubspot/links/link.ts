/**
 * What a HubSpot link is found to mean. Only what stands in the text is told: nothing here was
 * looked up, so a link that reads well may still lead to a portal or record that does not exist.
 */

/** Every kind of thing a link can lead to: what it is called, and what its `id` is. */
export const LINK_KINDS = {
  record: { title: 'record', id: 'the record id' },
  object: { title: 'object type', id: null },
  view: { title: 'view', id: 'the view’s id; `all` is HubSpot’s own' },
  pipeline: { title: 'pipeline', id: 'the pipeline id' },
  property: { title: 'property', id: 'the property’s internal name' },
  list: { title: 'list', id: 'the list id' },
  form: { title: 'form', id: 'the form’s GUID' },
  meeting_link: { title: 'scheduling page', id: 'the slug, as the meetings API has it' },
  workflow: { title: 'workflow', id: 'the flow id' },
  sequence: { title: 'sequence', id: 'the sequence id' },
  page: { title: 'page', id: 'the page id' },
  blog_post: { title: 'blog post', id: 'the post id' },
  article: { title: 'knowledge base article', id: 'the article id' },
  email: { title: 'marketing e-mail', id: 'the e-mail id' },
  template: { title: 'template', id: 'the template id' },
  campaign: { title: 'campaign', id: 'the campaign’s GUID' },
  report: { title: 'report', id: 'the report id' },
  dashboard: { title: 'dashboard', id: 'the dashboard id' },
  conversation: { title: 'conversation', id: 'the thread id' },
  inbox: { title: 'inbox', id: 'the inbox id' },
  chatflow: { title: 'chatflow', id: 'the chatflow id' },
  file: { title: 'file', id: null },
  table: { title: 'HubDB table', id: 'the table id' },
  user: { title: 'user', id: 'the user id' },
  team: { title: 'team', id: 'the team id' },
  private_app: { title: 'legacy private app', id: 'the app id' },
  service_key: { title: 'service key', id: 'the key’s id' },
  app: { title: 'app', id: 'the app id, or the project’s name' },
  settings: { title: 'settings page', id: null },
  portal: { title: 'portal', id: null },
  api: { title: 'API address', id: null },
} as const
export type LinkKind = keyof typeof LINK_KINDS

/** Whose address it is. `custom` is a host that HubSpot does not own. */
export type LinkHost =
  | 'app'
  | 'api'
  | 'meetings'
  | 'share'
  | 'submit'
  | 'embed'
  | 'site'
  | 'files'
  | 'custom'
  /** No address at all: a bare id that can mean one thing only. */
  | 'none'

/** Other things that stood in the link. */
export type Beside = 'view' | 'layout' | 'pipeline' | 'dashboard' | 'engagement' | 'inbox'

export interface LinkedType {
  /** `0-3`, `2-987`; `null` where the link names it by a custom name only. */
  readonly objectTypeId: string | null
  /** HubSpot’s plural (`deals`), or a custom object’s name; `null` for a bare `2-987`. */
  readonly name: string | null
}

export interface HubSpotLink {
  readonly kind: LinkKind
  /** `null` where the link does not say, as most public pages do not. */
  readonly portalId: number | null
  /** The data centre as the host names it (`eu1`); `null` where it names none, which is mostly na1. */
  readonly region: string | null
  readonly objectType: LinkedType | null
  /** What it is, by kind: `LINK_KINDS`. `null` leads to the page that lists them. */
  readonly id: string | null
  readonly beside: Readonly<Partial<Record<Beside, string>>>
  readonly host: LinkHost
  /** The host as it stands in the link; `null` for a bare id. */
  readonly domain: string | null
  /** The form of address that fitted, for the reader of a report. */
  readonly form: string
  /** What the link alone cannot tell, in sentences. */
  readonly notes: readonly string[]
}

/** In a line: `pipeline default of deals in portal 123`. */
export function describeLink({ kind, objectType, id, portalId }: HubSpotLink): string {
  if (kind === 'portal' && portalId !== null) return `portal ${portalId}`
  const type = objectType?.name ?? objectType?.objectTypeId ?? null
  return [
    LINK_KINDS[kind].title,
    ...(id === null ? [] : [id]),
    ...(type === null ? [] : [kind === 'object' ? type : `of ${type.replaceAll('_', ' ')}`]),
    ...(portalId === null ? [] : [`in portal ${portalId}`]),
  ].join(' ')
}
