/** The OpenAPI 3.1 document of the admin API, written from the contract alone. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { ERRORS } from '../../domain/errors.ts'
import type { Endpoint } from './contract/endpoint.ts'
import { problem } from './contract/forms.ts'
import { ROUTES } from './routes/all.ts'

export function openApiDocument(): object {
  const app = new OpenAPIHono()
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'clientKey', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'hw_…',
    description: 'A client key of an admin (everything) or an auditor (reading).',
  })
  const Problem = registry.register('Problem', problem)
  for (const { endpoint } of ROUTES)
    registry.registerPath({
      method: METHODS[endpoint.method],
      path: endpoint.path,
      tags: [endpoint.tag],
      summary: endpoint.summary,
      description: WHO[endpoint.act],
      security: [{ clientKey: [] }],
      request: {
        params: endpoint.params,
        query: endpoint.query,
        ...(!isNothing(endpoint.body) && {
          body: { required: true, content: { 'application/json': { schema: endpoint.body } } },
        }),
      },
      responses: {
        [endpoint.status]: success(endpoint),
        default: {
          description: `An error, as docs/errors/ describes: ${Object.keys(ERRORS).length} codes.`,
          content: { 'application/json': { schema: Problem } },
        },
      },
    })
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Hubward admin API',
      version: '1',
      description: 'One HubSpot connection for a whole organisation: who may do what, and who did.',
      license: { name: 'MIT' },
    },
  })
}

const METHODS = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const

const WHO = {
  read: 'For every role but member.',
  change: 'For admins.',
  secure: 'For admins and security admins.',
  operate: 'For admins, security admins and operators.',
  approve: 'For admins and approvers.',
  self: 'For everybody who is signed in or holds a valid client key.',
  anyone: 'For everybody; it is a step of signing in.',
} as const

const isNothing = (schema: z.ZodType): boolean => schema instanceof z.ZodUndefined

function success({ answer, media, status, summary }: Endpoint) {
  if (media) return { description: summary, content: { [media]: { schema: z.string() } } }
  if (status === 204) return { description: 'Done.' }
  return { description: summary, content: { 'application/json': { schema: answer } } }
}
