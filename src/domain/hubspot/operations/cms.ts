/** The website: pages, blogs, HubDB, redirects, domains, site search. All of it is `content`. */
import { family, READ_BY_POST, SETS_STATE, type Line, type Operation } from './operation.ts'

const READ = { scopes: ['content:read'] } as const
const WRITE = { scopes: ['content:write'] } as const
const READS = { ...READ, ...READ_BY_POST } as const
const SETS = { ...WRITE, ...SETS_STATE } as const

/** What every kind of content has. */
const BASICS: readonly Line[] = [
  ['list', 'GET '],
  ['create', 'POST ', WRITE],
  ['get', 'GET /{objectId}'],
  ['update', 'PATCH /{objectId}', WRITE],
  ['delete', 'DELETE /{objectId}', WRITE],
  ['batch-read', 'POST /batch/read', READS],
  ['batch-create', 'POST /batch/create', WRITE],
  ['batch-update', 'POST /batch/update', WRITE],
  ['batch-archive', 'POST /batch/archive', SETS],
]

const LANGUAGES: readonly Line[] = [
  ['attach-language', 'POST /multi-language/attach-to-lang-group', SETS],
  ['create-language', 'POST /multi-language/create-language-variation', WRITE],
  ['detach-language', 'POST /multi-language/detach-from-lang-group', SETS],
  ['set-primary-language', 'PUT /multi-language/set-new-lang-primary', WRITE],
  ['update-languages', 'POST /multi-language/update-languages', SETS],
]

const REVISIONS: readonly Line[] = [
  ['revisions', 'GET /{objectId}/revisions'],
  ['revision', 'GET /{objectId}/revisions/{revisionId}'],
  ['restore', 'POST /{objectId}/revisions/{revisionId}/restore', WRITE],
]

/** What pages and posts have beside the basics: drafts, revisions, publishing. */
const PUBLISHED: readonly Line[] = [
  ...REVISIONS,
  ['restore-to-draft', 'POST /{objectId}/revisions/{revisionId}/restore-to-draft', WRITE],
  ['clone', 'POST /clone', WRITE],
  ['schedule', 'POST /schedule', SETS],
  ['get-draft', 'GET /{objectId}/draft'],
  ['update-draft', 'PATCH /{objectId}/draft', WRITE],
  ['push-live', 'POST /{objectId}/draft/push-live', SETS],
  ['reset-draft', 'POST /{objectId}/draft/reset', SETS],
]

const CURSORS: readonly Line[] = [
  ['cursor', 'GET /cursor'],
  ['cursor-query', 'GET /cursor/query'],
]

const AB_TESTS: readonly Line[] = [
  ['create-variation', 'POST /ab-test/create-variation', WRITE],
  ['end-test', 'POST /ab-test/end', SETS],
  ['rerun-test', 'POST /ab-test/rerun', WRITE],
]

const pages = (kind: string) => [
  `/cms/v3/pages/${kind}`,
  `/cms/pages/v3/${kind}`,
  `/cms/pages/{date}/${kind}`,
]
const blogs = (kind: string) => [`/cms/v3/blogs/${kind}`, `/cms/blogs/{date}/${kind}`]

export const CMS: readonly Operation[] = [
  ...['site-pages', 'landing-pages'].flatMap((kind) =>
    family(`cms.${kind}`, pages(kind), READ, [
      ...BASICS,
      ...LANGUAGES,
      ...PUBLISHED,
      ...CURSORS,
      ...AB_TESTS,
    ]),
  ),
  ...family('cms.landing-page-folders', pages('landing-pages/folders'), READ, [
    ...BASICS,
    ...REVISIONS,
    ...CURSORS,
  ]),
  ...family('cms.blog-posts', blogs('posts'), READ, [...BASICS, ...LANGUAGES, ...PUBLISHED]),
  ...['authors', 'tags'].flatMap((kind) =>
    family(`cms.blog-${kind}`, blogs(kind), READ, [...BASICS, ...LANGUAGES]),
  ),
  ...family('cms.hubdb', ['/cms/v3/hubdb/tables', '/cms/hubdb/{date}/tables'], READ, [
    ['list', 'GET '],
    ['create', 'POST ', WRITE],
    ['list-drafts', 'GET /draft'],
    ['get', 'GET /{table}'],
    ['archive', 'DELETE /{table}', WRITE],
    ['get-draft', 'GET /{table}/draft'],
    ['update-draft', 'PATCH /{table}/draft', WRITE],
    ['clone-draft', 'POST /{table}/draft/clone', WRITE],
    ['export-draft', 'GET /{table}/draft/export'],
    ['import-draft', 'POST /{table}/draft/import', WRITE],
    ['publish', 'POST /{table}/draft/publish', SETS],
    ['reset-draft', 'POST /{table}/draft/reset', SETS],
    ['export', 'GET /{table}/export'],
    ['unpublish', 'POST /{table}/unpublish', SETS],
    ['delete-version', 'DELETE /{table}/versions/{versionId}', WRITE],
    ['list-rows', 'GET /{table}/rows'],
    ['create-row', 'POST /{table}/rows', WRITE],
    ['batch-read-rows', 'POST /{table}/rows/batch/read', READS],
    ['get-row', 'GET /{table}/rows/{rowId}'],
    ['list-draft-rows', 'GET /{table}/rows/draft'],
    ['get-draft-row', 'GET /{table}/rows/{rowId}/draft'],
    ['replace-draft-row', 'PUT /{table}/rows/{rowId}/draft', WRITE],
    ['update-draft-row', 'PATCH /{table}/rows/{rowId}/draft', WRITE],
    ['delete-draft-row', 'DELETE /{table}/rows/{rowId}/draft', WRITE],
    ['clone-draft-row', 'POST /{table}/rows/{rowId}/draft/clone', WRITE],
    ['batch-read-draft-rows', 'POST /{table}/rows/draft/batch/read', READS],
    ['batch-create-draft-rows', 'POST /{table}/rows/draft/batch/create', WRITE],
    ['batch-update-draft-rows', 'POST /{table}/rows/draft/batch/update', WRITE],
    ['batch-replace-draft-rows', 'POST /{table}/rows/draft/batch/replace', WRITE],
    ['batch-clone-draft-rows', 'POST /{table}/rows/draft/batch/clone', WRITE],
    ['batch-purge-draft-rows', 'POST /{table}/rows/draft/batch/purge', SETS],
  ]),
  ...family(
    'cms.redirects',
    ['/cms/v3/url-redirects', '/cms/url-redirects/v3', '/cms/url-redirects/{date}'],
    READ,
    [
      ['list', 'GET '],
      ['create', 'POST ', WRITE],
      ['get', 'GET /{urlRedirectId}'],
      ['update', 'PATCH /{urlRedirectId}', WRITE],
      ['delete', 'DELETE /{urlRedirectId}', WRITE],
    ],
  ),
  ...family('cms.domains', ['/cms/v3/domains', '/cms/domains/{date}'], READ, [
    ['list', 'GET '],
    ['get', 'GET /{domainId}'],
  ]),
  ...family(
    'cms.site-search',
    ['/cms/v3/site-search', '/cms/site-search/v3', '/cms/site-search/{date}'],
    READ,
    [
      ['search', 'GET /search'],
      ['indexed-data', 'GET /indexed-data/{contentId}'],
    ],
  ),
]
