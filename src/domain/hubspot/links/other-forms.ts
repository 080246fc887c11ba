/**
 * Addresses outside HubSpot’s own pages: scheduling pages, forms as visitors see them, the API,
 * sites and files. Few of them name the portal; a scheduling page never does.
 */
import type { LinkForm } from './form.ts'
import type { LinkHost } from './link.ts'

const seen = 'seen'
const official = 'official'

const MEETINGS: readonly LinkForm[] = [
  { at: '/meetings/{slug}/{slug}', kind: 'meeting_link', source: seen },
  { at: '/meetings/{slug}', kind: 'meeting_link', source: seen },
  { at: '/{slug}/{slug}', kind: 'meeting_link', source: seen },
  { at: '/{slug}', kind: 'meeting_link', source: seen },
]

/** A domain of the portal’s own: only the path can be believed, and only when the portal confirms. */
const OWN_DOMAIN =
  'The host is not HubSpot’s. Its path is that of a scheduling page on a domain of one’s own; only the connected portal can confirm it.'
const CUSTOM: readonly LinkForm[] = [
  { at: '/meetings/{slug}/{slug}', kind: 'meeting_link', source: official, note: OWN_DOMAIN },
  { at: '/meetings/{slug}', kind: 'meeting_link', source: official, note: OWN_DOMAIN },
]

const API: readonly LinkForm[] = [
  { at: '/crm/{version}/objects/{type:object}/{id}/*', kind: 'record', source: official },
  { at: '/crm/objects/{version}/{type:object}/{id}/*', kind: 'record', source: official },
  { at: '/crm/{version}/objects/{type:object}/*', kind: 'object', source: official },
  { at: '/crm/objects/{version}/{type:object}/*', kind: 'object', source: official },
  { at: '/crm/{version}/pipelines/{type:object}/{id:word}/*', kind: 'pipeline', source: official },
  { at: '/crm/pipelines/{version}/{type:object}/{id:word}/*', kind: 'pipeline', source: official },
  { at: '/crm/{version}/pipelines/{type:object}', kind: 'pipeline', source: official },
  { at: '/crm/pipelines/{version}/{type:object}', kind: 'pipeline', source: official },
  { at: '/crm/{version}/properties/{type:object}/{id:word}', kind: 'property', source: official },
  { at: '/crm/properties/{version}/{type:object}/{id:word}', kind: 'property', source: official },
  { at: '/crm/{version}/properties/{type:object}', kind: 'property', source: official },
  { at: '/crm/properties/{version}/{type:object}', kind: 'property', source: official },
  { at: '/crm/{version}/lists/{id}/*', kind: 'list', source: official },
  { at: '/crm/lists/{version}/{id}/*', kind: 'list', source: official },
  { at: '/crm/{version}/schemas/{type:object}/*', kind: 'object', source: official },
  { at: '/crm-object-schemas/{version}/schemas/{type:object}/*', kind: 'object', source: official },
  { at: '/marketing/{version}/forms/{id:guid}/*', kind: 'form', source: official },
  {
    at: '/form-integrations/{version}/submissions/forms/{id:guid}/*',
    kind: 'form',
    source: official,
  },
  {
    at: '/scheduler/{version}/meetings/meeting-links/book/availability-page/{slug}/{slug}',
    kind: 'meeting_link',
    source: official,
  },
  {
    at: '/scheduler/{version}/meetings/meeting-links/book/availability-page/{slug}',
    kind: 'meeting_link',
    source: official,
  },
  {
    at: '/scheduler/{version}/meetings/meeting-links/book/{slug}/{slug}',
    kind: 'meeting_link',
    source: official,
  },
  {
    at: '/scheduler/{version}/meetings/meeting-links/book/{slug}',
    kind: 'meeting_link',
    source: official,
  },
  { at: '/scheduler/{version}/meetings/meeting-links', kind: 'meeting_link', source: official },
  { at: '/automation/{version}/flows/{id}/*', kind: 'workflow', source: official },
  { at: '/automation/{version}/workflows/{id}/*', kind: 'workflow', source: official },
  { at: '/marketing/{version}/emails/{id}/*', kind: 'email', source: official },
  { at: '/marketing/emails/{version}/{id}/*', kind: 'email', source: official },
  { at: '/cms/{version}/pages/site-pages/{id}/*', kind: 'page', source: official },
  { at: '/cms/{version}/pages/landing-pages/{id}/*', kind: 'page', source: official },
  { at: '/cms/pages/{version}/site-pages/{id}/*', kind: 'page', source: official },
  { at: '/cms/pages/{version}/landing-pages/{id}/*', kind: 'page', source: official },
  { at: '/cms/{version}/blogs/posts/{id}/*', kind: 'blog_post', source: official },
  { at: '/cms/blogs/{version}/posts/{id}/*', kind: 'blog_post', source: official },
  { at: '/marketing/{version}/campaigns/{id:guid}/*', kind: 'campaign', source: official },
  { at: '/marketing/campaigns/{version}/{id:guid}/*', kind: 'campaign', source: official },
  { at: '/settings/{version}/users/{id}/*', kind: 'user', source: official },
  { at: '/contacts/v1/contact/vid/{id}/*', kind: 'record', type: '0-1', source: official },
  { at: '/companies/v2/companies/{id}/*', kind: 'record', type: '0-2', source: official },
  { at: '/deals/v1/deal/{id}/*', kind: 'record', type: '0-3', source: official },
  { at: '/*', kind: 'api', source: official },
]

const SUBMIT: readonly LinkForm[] = [
  {
    at: '/submissions/{version}/integration/submit/{portal}/{id:guid}/*',
    kind: 'form',
    source: official,
  },
  {
    at: '/submissions/{version}/integration/secure/submit/{portal}/{id:guid}/*',
    kind: 'form',
    source: official,
  },
  {
    at: '/submissions/{version}/public/submit/formsnext/multipart/{portal}/{id:guid}/*',
    kind: 'form',
    source: seen,
  },
  { at: '/uploads/form/v2/{portal}/{id:guid}/*', kind: 'form', source: official },
  { at: '/embed/v3/form/{portal}/{id:guid}/*', kind: 'form', source: seen },
]

const FILES: readonly LinkForm[] = [
  { at: '/hubfs/{portal}/*', kind: 'file', source: seen },
  { at: '/hub/{portal}/*', kind: 'file', source: seen },
  { at: '/*', kind: 'file', source: seen },
]

const SITE_PAGE =
  'The page’s id does not stand in its public address. Open the page in HubSpot’s editor for that.'

export const OTHER_FORMS: Readonly<Record<Exclude<LinkHost, 'app' | 'none'>, readonly LinkForm[]>> =
  {
    meetings: MEETINGS,
    custom: CUSTOM,
    api: API,
    share: [{ at: '/{id:word}', kind: 'form', source: seen }],
    submit: SUBMIT,
    embed: [
      { at: '/forms/embed/{id:word}', kind: 'portal', source: seen },
      { at: '/{id:word}', kind: 'portal', source: official },
    ],
    site: [{ at: '/*', kind: 'page', source: seen, note: SITE_PAGE }],
    files: FILES,
  }
