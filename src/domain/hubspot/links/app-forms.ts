/**
 * Addresses of HubSpot’s own pages, `https://app[-<region>].hubspot.com/…`. The first row that fits
 * speaks. Sources: facts §6 for `official`; addresses in public repositories, read in November
 * 2026, for `seen`.
 */
import type { LinkForm } from './form.ts'

const seen = 'seen'
const official = 'official'
const assumed = 'assumed'
const BOARD = { pipeline: 'id', pipelineId: 'id' } as const

const RECORDS: readonly LinkForm[] = [
  {
    at: '/contacts/{portal}/record/{type}/{id}/*',
    kind: 'record',
    source: official,
    query: { engagement: 'engagement' },
  },
  {
    at: '/contacts/{portal}/objects/{type}/views/{view:word}/board',
    kind: 'view',
    source: seen,
    query: BOARD,
    withId: 'pipeline',
  },
  {
    at: '/contacts/{portal}/objects/{type}/views/{view:word}/{layout}/*',
    kind: 'view',
    source: seen,
    query: BOARD,
    withId: 'pipeline',
  },
  { at: '/contacts/{portal}/objects/{type}/views/{view:word}/*', kind: 'view', source: seen },
  {
    at: '/contacts/{portal}/objects/{type}/board/*',
    kind: 'object',
    source: seen,
    query: BOARD,
    withId: 'pipeline',
  },
  { at: '/contacts/{portal}/objects/{type}/*', kind: 'object', source: official },
  {
    at: '/contacts/{portal}/{name}/board/view/{view:word}/*',
    kind: 'view',
    source: seen,
    query: BOARD,
    withId: 'pipeline',
  },
  { at: '/contacts/{portal}/{name}/list/view/{view:word}/*', kind: 'view', source: seen },
  {
    at: '/contacts/{portal}/{name}/{id}/*',
    kind: 'record',
    source: official,
    query: { engagement: 'engagement' },
  },
  {
    at: '/contacts/{portal}/{name}/board/*',
    kind: 'object',
    source: seen,
    query: BOARD,
    withId: 'pipeline',
  },
  { at: '/contacts/{portal}/{name}/*', kind: 'object', source: seen },
  { at: '/companies/{portal}/company/{id}/*', kind: 'record', type: '0-2', source: seen },
  {
    at: '/sales/{portal}/{name}/board/view/{view:word}/*',
    kind: 'view',
    source: seen,
    query: BOARD,
    withId: 'pipeline',
  },
  { at: '/sales/{portal}/{name}/list/view/{view:word}/*', kind: 'view', source: seen },
  { at: '/sales/{portal}/{name}/{id}/*', kind: 'record', source: seen },
  { at: '/sales/{portal}/{name}/*', kind: 'object', source: seen },
  {
    at: '/help-desk/{portal}/{any}/{view:word}/ticket/{id}/*',
    kind: 'record',
    type: '0-5',
    source: seen,
  },
  { at: '/help-desk/{portal}/ticket/{id}/*', kind: 'record', type: '0-5', source: assumed },
  { at: '/help-desk/{portal}/view/{view:word}/*', kind: 'view', type: '0-5', source: seen },
  { at: '/help-desk/{portal}/views/{view:word}/*', kind: 'view', type: '0-5', source: seen },
  { at: '/help-desk/{portal}/*', kind: 'object', type: '0-5', source: seen },
  { at: '/tasks/{portal}/view/{view:word}/*', kind: 'view', type: '0-27', source: seen },
  { at: '/tasks/{portal}/*', kind: 'object', type: '0-27', source: seen },
  {
    at: '/contacts/{portal}/lists/public/contact/{any}/*',
    kind: 'record',
    type: '0-1',
    source: official,
    note: 'This oldest form of a contact’s address holds a secret mark instead of the record id. Open it and copy the address it leads to.',
  },
]

/** One id for two generations of lists: the older pages count lists on their own. */
const OLDER_LIST =
  'This is the older list id. HubSpot has a second one for the same list, which the API takes; when the portal is connected it is looked up.'

const OLDER_WORKFLOW =
  'This is the older workflow id. The flow id that HubSpot’s newer pages and API have is another number: open the workflow and copy the address it leads to.'

const TOOLS: readonly LinkForm[] = [
  { at: '/contacts/{portal}/objectLists/{id}/*', kind: 'list', source: seen },
  { at: '/contacts/{portal}/objectLists/*', kind: 'list', source: seen },
  { at: '/contacts/{portal}/lists/{id}/*', kind: 'list', source: seen, note: OLDER_LIST },
  { at: '/contacts/{portal}/lists/*', kind: 'list', source: seen },
  { at: '/segments/{portal}/{id}/*', kind: 'list', source: seen },
  { at: '/segments/{portal}/*', kind: 'list', source: seen },
  { at: '/lists/{portal}/{id}/*', kind: 'list', source: seen },
  { at: '/lists/{portal}/*', kind: 'list', source: seen },
  { at: '/forms/{portal}/editor/{id:guid}/*', kind: 'form', source: seen },
  { at: '/forms/{portal}/new-editor/{id:guid}/*', kind: 'form', source: seen },
  { at: '/forms/{portal}/edit/{id:guid}/*', kind: 'form', source: assumed },
  { at: '/forms/{portal}/{id:guid}/*', kind: 'form', source: seen },
  { at: '/forms/{portal}/*', kind: 'form', source: seen },
  { at: '/submissions/{portal}/form/{id:guid}/*', kind: 'form', source: assumed },
  { at: '/workflows/{portal}/platform/flow/{id}/*', kind: 'workflow', source: seen },
  { at: '/workflows/{portal}/flow/{id}/*', kind: 'workflow', source: seen },
  { at: '/workflows/{portal}/edit/{id}/*', kind: 'workflow', source: seen, note: OLDER_WORKFLOW },
  { at: '/workflows/{portal}/*', kind: 'workflow', source: seen },
  { at: '/sequences/{portal}/sequence/{id}/*', kind: 'sequence', source: seen },
  { at: '/sequences/{portal}/*', kind: 'sequence', source: seen },
  { at: '/meetings/{portal}/*', kind: 'meeting_link', source: seen },
  { at: '/meetings/{slug}/{slug}', kind: 'meeting_link', source: seen },
  { at: '/meetings/{slug}', kind: 'meeting_link', source: seen },
  { at: '/pages/{portal}/editor/{id}/*', kind: 'page', source: seen },
  { at: '/pages/{portal}/edit/{id}/*', kind: 'page', source: seen },
  { at: '/pages/{portal}/content/{id}/*', kind: 'page', source: seen },
  { at: '/content/{portal}/edit/{id}/*', kind: 'page', source: seen },
  { at: '/content-detail/{portal}/landing-page/{id}/*', kind: 'page', source: seen },
  { at: '/content-detail/{portal}/site-page/{id}/*', kind: 'page', source: seen },
  { at: '/content-detail/{portal}/blog-post/{id}/*', kind: 'blog_post', source: seen },
  { at: '/pages/{portal}/*', kind: 'page', source: seen },
  { at: '/website/{portal}/blog/*', kind: 'blog_post', source: seen },
  { at: '/website/{portal}/pages/*', kind: 'page', source: seen },
  { at: '/blog/{portal}/editor/{id}/*', kind: 'blog_post', source: seen },
  { at: '/blog/{portal}/edit/{id}/*', kind: 'blog_post', source: seen },
  { at: '/blog/{portal}/*', kind: 'blog_post', source: seen },
  { at: '/knowledge/{portal}/edit/{id}/*', kind: 'article', source: seen },
  { at: '/knowledge/{portal}/{any}/article/{id}/*', kind: 'article', source: seen },
  { at: '/knowledge/{portal}/*', kind: 'article', source: seen },
  { at: '/email/{portal}/edit/{id}/*', kind: 'email', source: seen },
  { at: '/email/{portal}/edit-beta/{id}/*', kind: 'email', source: seen },
  { at: '/email/{portal}/details/{id}/*', kind: 'email', source: seen },
  { at: '/preview/{portal}/email/{id}/*', kind: 'email', source: seen },
  { at: '/email/{portal}/*', kind: 'email', source: seen },
  { at: '/templates/{portal}/edit/{id}/*', kind: 'template', source: seen },
  { at: '/templates/{portal}/*', kind: 'template', source: seen },
  { at: '/marketing/{portal}/campaigns/views/{view:word}/*', kind: 'campaign', source: seen },
  { at: '/marketing/{portal}/campaigns/{id:guid}/*', kind: 'campaign', source: seen },
  { at: '/marketing/{portal}/campaigns/*', kind: 'campaign', source: seen },
  { at: '/campaigns/{portal}/{id:guid}/*', kind: 'campaign', source: seen },
  { at: '/reports-dashboard/{portal}/view/{dashboard:id}/{id}/*', kind: 'report', source: seen },
  { at: '/reports-dashboard/{portal}/view/{id}/*', kind: 'dashboard', source: seen },
  { at: '/reports-dashboard/{portal}/*', kind: 'dashboard', source: seen },
  { at: '/dashboards/{portal}/*', kind: 'dashboard', source: seen },
  { at: '/reports-list/{portal}/{id}/*', kind: 'report', source: seen },
  { at: '/reports-list/{portal}/*', kind: 'report', source: seen },
  { at: '/report-builder/{portal}/report/{id}/*', kind: 'report', source: seen },
  { at: '/live-messages/{portal}/inbox/{id}/*', kind: 'conversation', source: seen },
  { at: '/live-messages/{portal}/*', kind: 'conversation', source: seen },
  { at: '/live-messages-settings/{portal}/inboxes/{id}/*', kind: 'inbox', source: assumed },
  { at: '/live-messages-settings/{portal}/*', kind: 'inbox', source: seen },
  { at: '/chatflows/{portal}/edit/{any}/{id}/*', kind: 'chatflow', source: seen },
  { at: '/chatflows/{portal}/*', kind: 'chatflow', source: seen },
  { at: '/hubdb/{portal}/table/{id}/*', kind: 'table', source: seen },
  { at: '/hubdb/{portal}/*', kind: 'table', source: seen },
  { at: '/files/{portal}/*', kind: 'file', source: seen },
  { at: '/file-manager-beta/{portal}/*', kind: 'file', source: seen },
]

const NO_SERVICE_KEY_PAGE =
  'HubSpot publishes no address for service keys; this one is told by the words in it.'

const SETTINGS: readonly LinkForm[] = [
  { at: '/pipelines-settings/{portal}/object/{type}/{id:word}/*', kind: 'pipeline', source: seen },
  { at: '/pipelines-settings/{portal}/object/{type}', kind: 'pipeline', source: seen },
  { at: '/pipelines-settings/{portal}/{type:object}/{id:word}/*', kind: 'pipeline', source: seen },
  {
    at: '/settings/{portal}/objects/{type}/pipelines/{id:word}/*',
    kind: 'pipeline',
    source: assumed,
  },
  {
    at: '/settings/{portal}/objects/{type}/pipelines',
    kind: 'pipeline',
    source: seen,
    query: BOARD,
  },
  {
    at: '/settings/{portal}/objects/{name}/pipelines',
    kind: 'pipeline',
    source: assumed,
    query: BOARD,
  },
  { at: '/settings/{portal}/objects/{type}/*', kind: 'object', source: seen },
  { at: '/settings/{portal}/objects/{name}/*', kind: 'object', source: seen },
  { at: '/sales-products-settings/{portal}/object/{type}/*', kind: 'object', source: seen },
  { at: '/sales-products-settings/{portal}/object', kind: 'object', source: seen },
  {
    at: '/sales-products-settings/{portal}/deals/{id:word}/*',
    kind: 'pipeline',
    type: '0-3',
    source: seen,
  },
  {
    at: '/sales-products-settings/{portal}/tickets/{id:word}/*',
    kind: 'pipeline',
    type: '0-5',
    source: seen,
  },
  { at: '/sales-products-settings/{portal}/{name}', kind: 'object', source: seen },
  {
    at: '/property-settings/{portal}/properties/*',
    kind: 'property',
    source: official,
    query: { type: 'type', property: 'id' },
  },
  {
    at: '/property-settings/{portal}/{name}/*',
    kind: 'property',
    source: seen,
    query: { property: 'id' },
  },
  { at: '/property-settings/{portal}/*', kind: 'property', source: seen },
  { at: '/settings/{portal}/users/user/{id}/*', kind: 'user', source: seen },
  { at: '/settings/{portal}/users/teams/{id}/*', kind: 'team', source: assumed },
  { at: '/settings/{portal}/users/teams/*', kind: 'team', source: seen },
  { at: '/settings/{portal}/users/{id}/*', kind: 'user', source: seen },
  { at: '/settings/{portal}/users/*', kind: 'user', source: seen },
  { at: '/private-apps/{portal}/{id}/*', kind: 'private_app', source: official },
  { at: '/private-apps/{portal}', kind: 'private_app', source: official },
  { at: '/settings/{portal}/integrations/private-apps/*', kind: 'private_app', source: assumed },
  {
    at: '/service-keys/{portal}/{id}/*',
    kind: 'service_key',
    source: assumed,
    note: NO_SERVICE_KEY_PAGE,
  },
  {
    at: '/service-keys/{portal}/*',
    kind: 'service_key',
    source: assumed,
    note: NO_SERVICE_KEY_PAGE,
  },
  {
    at: '/settings/{portal}/integrations/service-keys/*',
    kind: 'service_key',
    source: assumed,
    note: NO_SERVICE_KEY_PAGE,
  },
  {
    at: '/{any}/{portal}/keys/service-keys/*',
    kind: 'service_key',
    source: assumed,
    note: NO_SERVICE_KEY_PAGE,
  },
  { at: '/developer-projects/{portal}/project/{id:word}/*', kind: 'app', source: seen },
  { at: '/developer/{portal}/applications/{id}/*', kind: 'app', source: seen },
  { at: '/developer/{portal}/application/{id}/*', kind: 'app', source: seen },
  { at: '/connected-apps/{portal}/*', kind: 'app', source: seen },
  { at: '/integrations-settings/{portal}/installed/*', kind: 'app', source: seen },
  { at: '/integrations-settings/{portal}/*', kind: 'settings', source: seen },
  { at: '/user-preferences/{portal}/*', kind: 'settings', source: seen },
  { at: '/settings/{portal}/*', kind: 'settings', source: seen },
]

export const PORTAL_ALONE =
  'Only the portal is read: the rest of the address is no form that is known here. If a thing in it is meant, say which in words, or give its id.'

/** Whatever other tool: nearly all carry the portal after their name. */
const ANY_TOOL: readonly LinkForm[] = [
  { at: '/{any}/{portal}', kind: 'portal', source: seen },
  { at: '/{any}/{portal}/*', kind: 'portal', source: seen, note: PORTAL_ALONE },
]

export const APP_FORMS: readonly LinkForm[] = [...RECORDS, ...TOOLS, ...SETTINGS, ...ANY_TOOL]
