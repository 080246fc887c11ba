/**
 * The SCIM door: `/scim/v2/<connection>/…` for identity providers. It tells who asks and whether
 * they may, reads the message, calls a verb and maps the answer; what is true of people and teams is
 * decided inside. There is no CORS and no cookie: programs alone come here.
 *
 * @see RFC 7644
 */
import { getRequestListener } from '@hono/node-server'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Services } from '../../application/context.ts'
import { scimApp } from './app.ts'

export const SCIM_PREFIX = '/scim/'

export function createScimDoor(
  services: Services,
): (request: IncomingMessage, response: ServerResponse) => void {
  const listener = getRequestListener(scimApp(services).fetch)
  return (request, response) => void listener(request, response)
}
