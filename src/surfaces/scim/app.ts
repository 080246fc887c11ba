/** The routes of the SCIM door, below `/scim/v2/<connection>`. */
import { Hono, type Context } from 'hono'
import type { Services } from '../../application/context.ts'
import { patchScimResource, replaceScimResource } from '../../application/scim/change-resource.ts'
import { createScimResource } from '../../application/scim/create-resource.ts'
import { readScimResource } from '../../application/scim/read-resource.ts'
import { removeScimResource } from '../../application/scim/remove-resource.ts'
import type { ScimContext } from '../../application/scim/scim-context.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { ResourceKind } from '../../domain/scim/resource-type.ts'
import { refuse } from '../../domain/scim/refuse.ts'
import { admit } from './admit.ts'
import { nothing, one, refuseWith, unlessKnown } from './answer.ts'
import { DISCOVERY } from './discovery.ts'
import { answerList } from './list.ts'
import { readBody } from './read-body.ts'
import { parametersOf, readWanted, searchParameters } from './read-query.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Handler = (scim: ScimContext, c: Context) => Promise<Response>

/** A path, and what each method does there; only `GET` and searches read. */
interface Route {
  readonly path: string
  readonly methods: Partial<Record<Method, Handler>>
  /** A `POST` that changes nothing. */
  readonly reads?: true
}

const BOTH: readonly ResourceKind[] = ['User', 'Group']

const byAddress =
  (kinds: readonly ResourceKind[]): Handler =>
  (scim, c) =>
    answerList(scim, kinds, parametersOf(c.req.url))

const bySearch =
  (kinds: readonly ResourceKind[]): Handler =>
  async (scim, c) =>
    answerList(scim, kinds, searchParameters(await readBody(c.req.raw)))

const resources = (endpoint: string, kind: ResourceKind): readonly Route[] => [
  { path: `${endpoint}/.search`, methods: { POST: bySearch([kind]) }, reads: true },
  {
    path: endpoint,
    methods: {
      GET: byAddress([kind]),
      POST: async (scim, c) => {
        const wanted = readWanted(parametersOf(c.req.url))
        return one(await createScimResource(scim, kind, await readBody(c.req.raw), wanted), 201)
      },
    },
  },
  {
    path: `${endpoint}/:id`,
    methods: {
      GET: async (scim, c) => {
        const wanted = readWanted(parametersOf(c.req.url))
        const shown = await readScimResource(scim, kind, idOf(c), wanted)
        return unlessKnown(shown, c.req.header('if-none-match') ?? null)
      },
      PUT: async (scim, c) => one(await replaceScimResource(scim, await changeOf(kind, c))),
      PATCH: async (scim, c) => one(await patchScimResource(scim, await changeOf(kind, c))),
      DELETE: async (scim, c) => {
        await removeScimResource(scim, kind, idOf(c), c.req.header('if-match') ?? null)
        return nothing()
      },
    },
  },
]

const idOf = (c: Context): string => c.req.param('id') ?? ''

const changeOf = async (kind: ResourceKind, c: Context) => ({
  kind,
  id: idOf(c),
  wanted: readWanted(parametersOf(c.req.url)),
  precondition: c.req.header('if-match') ?? null,
  body: await readBody(c.req.raw),
})

const notOffered =
  (sentence: string): Handler =>
  () =>
    Promise.reject(refuse('scim.not_implemented', sentence))

const NO_ME = notOffered(
  'There is no “me” here: a provider asks as a program, not as one of the people (RFC 7644 §3.11).',
)
const NO_BULK = notOffered(
  'There is no bulk here; /ServiceProviderConfig says so. Send one request per resource.',
)

const ROUTES: readonly Route[] = [
  ...Object.entries(DISCOVERY).map(([path, describe]): Route => ({
    path,
    methods: {
      GET: async (scim, c) => describe(scim, c.req.param('id'), parametersOf(c.req.url)),
    },
  })),
  ...resources('/Users', 'User'),
  ...resources('/Groups', 'Group'),
  { path: '/.search', methods: { POST: bySearch(BOTH) }, reads: true },
  { path: '/', methods: { GET: byAddress(BOTH) } },
  {
    path: '/Me',
    methods: { GET: NO_ME, POST: NO_ME, PUT: NO_ME, PATCH: NO_ME, DELETE: NO_ME },
  },
  { path: '/Bulk', methods: { POST: NO_BULK } },
]

const ROOT = '/scim/v2/:connection'

/** Its `fetch` answers requests; it keeps no state of its own. */
export function scimApp(services: Services): Hono {
  const app = new Hono({ strict: false })
  for (const { path, methods, reads } of ROUTES) {
    const at = path === '/' ? ROOT : `${ROOT}${path}`
    for (const [method, handle] of Object.entries(methods))
      app.on(method, at, async (c) => {
        const needed = method === 'GET' || reads ? 'users:read' : 'users:write'
        const connectionName = c.req.param('connection') ?? ''
        return handle(await admit(services, { request: c.req.raw, connectionName }, needed), c)
      })
    app.all(at, async (c) => {
      await admit(
        services,
        { request: c.req.raw, connectionName: c.req.param('connection') ?? '' },
        'users:read',
      )
      const allowed = Object.keys(methods).join(', ')
      const thrown = new HubwardError('request.method_not_allowed', `This takes ${allowed}.`)
      const response = refuseWith(services, c.req.raw, thrown)
      response.headers.set('allow', allowed)
      return response
    })
  }
  app.notFound((c) => refuseWith(services, c.req.raw, nothingThere(c.req.path)))
  app.onError((thrown, c) => refuseWith(services, c.req.raw, thrown))
  return app
}

const nothingThere = (path: string): HubwardError =>
  new HubwardError(
    'request.unknown_path',
    `There is nothing at ${path.slice(0, 200)}. Paths here are /scim/v2/<connection>/Users and the like; /ResourceTypes lists them.`,
  )
