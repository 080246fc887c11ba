// Content and marketing assets: one table of collections, one set of handlers for all of them.
import { isoInstant } from '../clock.ts'
import type { Doc, Shelf } from '../portal/shelf.ts'
import type { ShelfName } from '../seed/content.ts'
import { notFound } from '../server/errors.ts'
import { arrayField, missingFields, objectBody, type Json } from '../server/json-body.ts'
import { pageOf } from '../server/paging.ts'
import {
  created,
  dated,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Requirement,
  type Route,
} from '../server/route.ts'

type Collection = {
  shelf: ShelfName
  bases: readonly string[]
  read: Requirement
  write?: Requirement
  required?: readonly string[]
  /** Fields that a new document gets unless the caller says otherwise. */
  fresh?: Json
  /** Lists answer with `total` beside `results`. */
  total?: boolean
  /** Has batch/read, batch/create, batch/update, batch/archive. */
  batch?: boolean
  max?: number
  view?: (doc: Doc) => unknown
}

const EPOCH = '1970-01-01T00:00:00Z'

const cms = (
  unarchived: Record<string, unknown>,
  finer?: string,
): Pick<Collection, 'read' | 'write' | 'view'> => ({
  view: cmsView(unarchived),
  read: { any: ['content', ...(finer ? [`content.${finer}.read`] : [])] },
  write: { any: ['content', ...(finer ? [`content.${finer}.write`] : [])] },
})
const DRAFT = {
  state: 'DRAFT',
  currentState: 'DRAFT',
  currentlyPublished: false,
  language: 'en',
  slug: '',
}

const COLLECTIONS: readonly Collection[] = [
  {
    shelf: 'site-pages',
    bases: ['/cms/pages/2026-03/site-pages', '/cms/v3/pages/site-pages'],
    ...cms({ archivedAt: EPOCH }, 'site_pages'),
    required: ['name'],
    fresh: DRAFT,
    total: true,
    batch: true,
  },
  {
    shelf: 'landing-pages',
    bases: ['/cms/pages/2026-03/landing-pages', '/cms/v3/pages/landing-pages'],
    ...cms({ archivedAt: EPOCH }, 'landing_pages'),
    required: ['name'],
    fresh: DRAFT,
    total: true,
    batch: true,
  },
  {
    shelf: 'blog-posts',
    bases: dated('/cms/blogs', '/posts', '/cms/v3/blogs/posts'),
    ...cms({ archivedAt: 0 }),
    required: ['name', 'contentGroupId'],
    fresh: DRAFT,
    total: true,
    batch: true,
  },
  {
    shelf: 'blog-tags',
    bases: dated('/cms/blogs', '/tags', '/cms/v3/blogs/tags'),
    ...cms({ deletedAt: EPOCH }),
    required: ['name'],
    total: true,
    batch: true,
  },
  {
    shelf: 'blog-authors',
    bases: dated('/cms/blogs', '/authors', '/cms/v3/blogs/authors'),
    ...cms({ deletedAt: EPOCH }),
    required: ['fullName'],
    total: true,
    batch: true,
  },
  {
    shelf: 'marketing-emails',
    bases: dated('/marketing/emails', '', '/marketing/v3/emails'),
    read: { any: ['content', 'marketing-email', 'marketing.email.read', 'transactional-email'] },
    write: { any: ['content', 'marketing-email'] },
    required: ['name'],
    fresh: {
      state: 'DRAFT',
      isPublished: false,
      type: 'BATCH_EMAIL',
      subject: '',
      content: {},
      from: {},
      to: {},
    },
    total: true,
  },
  {
    shelf: 'forms',
    bases: ['/marketing/v3/forms', '/marketing/forms/2026-09-beta'],
    read: { any: ['forms'] },
    write: { any: ['forms'] },
    required: ['name', 'formType'],
  },
  {
    shelf: 'files',
    bases: ['/files/2026-03/files', '/files/v3/files'],
    read: { any: ['files', 'files.ui_hidden.read'] },
  },
  {
    shelf: 'campaigns',
    bases: dated('/marketing/campaigns', '', '/marketing/v3/campaigns'),
    read: { any: ['marketing.campaigns.read'] },
    total: true,
    view: ({ archived: _archived, ...doc }) => ({ ...doc, businessUnits: [] }),
  },
  {
    shelf: 'meeting-links',
    bases: dated('/scheduler', '/meetings/meeting-links', '/scheduler/v3/meetings/meeting-links'),
    read: { any: ['scheduler.meetings.meeting-link.read'] },
    total: true,
    view: ({ archived: _archived, ...doc }) => doc,
  },
]

export const documentRoutes: readonly Route[] = COLLECTIONS.flatMap((one) =>
  mount(one.bases, routesOf(one)),
)

function routesOf(one: Collection): Route[] {
  const shelf = (call: Call): Shelf => call.world.portal.shelves[one.shelf]
  const view = (doc: Doc) => (one.view ? one.view(doc) : doc)
  const list = (call: Call): Answer => {
    const archived = call.query.get('archived') === 'true'
    const docs = filtered(shelf(call).all(), call.query).filter((doc) => doc.archived === archived)
    const where = { url: call.world.url, path: call.path }
    const page = pageOf(docs.map(view), call.query, where, { fallback: 20, max: one.max ?? 100 })
    return ok({ ...(one.total ? { total: docs.length } : {}), ...page })
  }
  const create = (call: Call, raw: unknown): Doc => {
    const body = objectBody(raw)
    const missing = (one.required ?? []).filter((name) => body[name] === undefined)
    if (missing.length > 0) throw missingFields(missing)
    const at = isoInstant(call.now)
    const id = one.shelf === 'forms' ? crypto.randomUUID() : shelf(call).nextId()
    return shelf(call).put({
      ...one.fresh,
      ...body,
      id,
      createdAt: at,
      updatedAt: at,
      archived: false,
    })
  }
  const update = (call: Call, id: string, raw: unknown): Doc => {
    const { id: _id, createdAt: _createdAt, archived: _archived, ...body } = objectBody(raw)
    const before = need(shelf(call), id)
    return shelf(call).put({ ...before, ...body, updatedAt: isoInstant(call.now) })
  }
  const read: Route[] = [
    { method: 'GET', path: '', needs: one.read, handle: list },
    {
      method: 'GET',
      path: '/:doc',
      needs: one.read,
      handle: (call) => ok(view(need(shelf(call), call.params['doc']!))),
    },
  ]
  if (one.shelf === 'files')
    read.push({ method: 'GET', path: '/search', needs: one.read, handle: list })
  const { write } = one
  if (!write) return read
  const routes: Route[] = [
    ...read,
    {
      method: 'POST',
      path: '',
      needs: write,
      handle: (call) => created(view(create(call, call.body))),
    },
    {
      method: 'PATCH',
      path: '/:doc',
      needs: write,
      handle: (call) => ok(view(update(call, call.params['doc']!, call.body))),
    },
    {
      method: 'DELETE',
      path: '/:doc',
      needs: write,
      handle: (call) => archive(shelf(call), call, [call.params['doc']!]),
    },
  ]
  if (!one.batch) return routes
  const inputs = (call: Call) => arrayField(objectBody(call.body), 'inputs')
  const complete = (call: Call, status: number, docs: readonly Doc[]): Answer => {
    const at = isoInstant(call.now)
    return {
      status,
      body: { status: 'COMPLETE', results: docs.map(view), startedAt: at, completedAt: at },
    }
  }
  const batch = (path: string, needs: Requirement, handle: Route['handle']): Route => ({
    method: 'POST',
    path,
    needs,
    handle,
  })
  return [
    ...routes,
    batch('/batch/read', one.read, (call) =>
      complete(
        call,
        200,
        inputs(call).flatMap((id) => shelf(call).get(String(id)) ?? []),
      ),
    ),
    batch('/batch/create', write, (call) =>
      complete(
        call,
        201,
        inputs(call).map((raw) => create(call, raw)),
      ),
    ),
    batch('/batch/update', write, (call) =>
      complete(
        call,
        200,
        inputs(call).map((raw) => update(call, String(objectBody(raw)['id']), raw)),
      ),
    ),
    batch('/batch/archive', write, (call) => archive(shelf(call), call, inputs(call).map(String))),
  ]
}

function archive(shelf: Shelf, call: Call, ids: readonly string[]): Answer {
  for (const id of ids) {
    const doc = shelf.get(id)
    if (doc) shelf.put({ ...doc, archived: true, archivedAt: isoInstant(call.now) })
  }
  return NO_CONTENT
}

function need(shelf: Shelf, id: string): Doc {
  const doc = shelf.get(id)
  if (!doc || doc.archived) throw notFound()
  return doc
}

/** CMS documents date themselves by `created` and `updated`; how they say "not archived" differs. */
function cmsView(unarchived: Record<string, unknown>) {
  return ({ createdAt, updatedAt, archived: _archived, ...doc }: Doc): unknown => ({
    ...unarchived,
    ...doc,
    created: createdAt,
    updated: updatedAt,
  })
}

/** Filters as CMS lists take them: `name__icontains=…`, `state=…`, `createdAfter=…`. */
function filtered(docs: readonly Doc[], query: URLSearchParams): Doc[] {
  const tests = [...query].flatMap(([key, wanted]): ((doc: Doc) => boolean)[] => {
    const [field = '', operator = 'eq'] = key.split('__')
    if (PAGING.has(field)) return []
    if (field === 'createdAfter') return [(doc) => doc.createdAt > wanted]
    if (field === 'createdBefore') return [(doc) => doc.createdAt < wanted]
    if (field === 'updatedAfter') return [(doc) => doc.updatedAt > wanted]
    if (field === 'updatedBefore') return [(doc) => doc.updatedAt < wanted]
    if (operator === 'icontains')
      return [(doc) => text(doc[field]).toLowerCase().includes(wanted.toLowerCase())]
    if (operator === 'in') return [(doc) => wanted.split(',').includes(text(doc[field]))]
    return [(doc) => doc[field] === undefined || text(doc[field]) === wanted]
  })
  const kept = docs.filter((doc) => tests.every((test) => test(doc)))
  const sort = query.get('sort')
  if (!sort) return kept
  const [field, sign] = sort.startsWith('-') ? [sort.slice(1), -1] : [sort, 1]
  return kept.sort((a, b) => text(a[field]).localeCompare(text(b[field])) * sign)
}

const PAGING = new Set([
  'limit',
  'after',
  'archived',
  'sort',
  'properties',
  'property',
  'hapikey',
  'offset',
])
const text = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value)
