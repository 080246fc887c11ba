/**
 * The admin API: `/api/v1/…`, JSON, by client key or by the session of a browser. Every route comes
 * from the contract; this file only lays them out. It has no CORS: a page of another origin can
 * neither read nor change anything.
 */
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Services } from '../../application/context.ts'
import { HubwardError } from '../../domain/errors.ts'
import { openApiDocument } from './openapi.ts'
import { peerOf } from './peer.ts'
import { refuse, respond } from './respond.ts'
import { ROUTES } from './routes/all.ts'

/** What the Node server hands along; absent where `fetch` is called by itself. */
export interface AdminEnv {
  Bindings: Partial<HttpBindings>
}

/** Its `fetch` answers requests; it keeps no state of its own. */
export function adminApp(
  services: Services,
  /** Proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[] = [],
): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>()
  for (const route of ROUTES) {
    const { method, path } = route.endpoint
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) =>
      respond(services, route, {
        request: c.req.raw,
        params: c.req.param(),
        address: peerOf(c.env?.incoming, c.req.header('x-forwarded-for'), trustedProxies),
        cut: () => c.env.outgoing?.destroy(),
      }),
    )
  }
  let openApi: string | undefined
  app.get('/api/v1/openapi.json', (c) =>
    c.body((openApi ??= JSON.stringify(openApiDocument())), 200, {
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
    }),
  )
  app.notFound((c) => refuse(services, c.req.raw, nothingThere(c.req.method, c.req.path)))
  app.onError((thrown, c) => refuse(services, c.req.raw, thrown))
  return app
}

function nothingThere(method: string, path: string): HubwardError {
  return new HubwardError(
    'request.unknown_path',
    `There is no ${method} ${path.slice(0, 200)} in the admin API. /api/v1/openapi.json lists what there is.`,
  )
}
