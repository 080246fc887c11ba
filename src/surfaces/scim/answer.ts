/** How answers of the SCIM door look on the wire. */
import type { Services } from '../../application/context.ts'
import { challengeFor } from '../../application/gateway/challenge.ts'
import { isUnchanged } from '../../application/scim/precondition.ts'
import type { Shown } from '../../application/scim/show-resource.ts'
import type { JsonObject } from '../../domain/scim/json.ts'
import { LIST_RESPONSE } from '../../domain/scim/schemas/urns.ts'
import { errorAnswer } from './error-body.ts'

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const

/** RFC 7644 §8.1 */
export const SCIM_MEDIA = 'application/scim+json'

export const json = (
  body: object,
  status = 200,
  more: Readonly<Record<string, string>> = {},
): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { ...HEADERS, 'content-type': `${SCIM_MEDIA}; charset=utf-8`, ...more },
  })

export const nothing = (): Response => new Response(null, { status: 204, headers: HEADERS })

/** One resource, with its tag; and its address, where it has just been made (RFC 7644 §3.3). */
export const one = ({ body, location, entityTag }: Shown, status: 200 | 201 = 200): Response =>
  json(body, status, { etag: entityTag, location })

/** The same, or that the client has it already (RFC 7644 §3.14). */
export function unlessKnown(shown: Shown, ifNoneMatch: string | null): Response {
  if (!isUnchanged(ifNoneMatch, shown.entityTag)) return one(shown)
  return new Response(null, { status: 304, headers: { ...HEADERS, etag: shown.entityTag } })
}

export interface ListMessage {
  readonly total: number
  readonly resources: readonly JsonObject[]
  /** From 1; only of pages by index. */
  readonly startIndex?: number
  readonly nextCursor?: string
}

/** RFC 7644 §3.4.2, RFC 9865 §2 */
export const list = ({ total, resources, startIndex, nextCursor }: ListMessage): Response =>
  json({
    schemas: [LIST_RESPONSE],
    totalResults: total,
    ...(startIndex !== undefined && { startIndex }),
    itemsPerPage: resources.length,
    ...(nextCursor !== undefined && { nextCursor }),
    Resources: resources,
  })

/** The answer to what was thrown. What nobody foresaw is logged whole and told in one sentence. */
export function refuseWith(services: Services, request: Request, thrown: unknown): Response {
  const correlationId = Buffer.from(services.world.randomBytes(12)).toString('hex')
  const { status, code, message, body, retryAfter } = errorAnswer(thrown, correlationId)
  const facts = { correlationId, method: request.method, path: new URL(request.url).pathname }
  if (status >= 500 && code !== 'scim.not_implemented')
    services.log.error({ ...facts, err: thrown }, `The SCIM door answered ${code}`)
  else services.log.debug({ ...facts, code }, 'The SCIM door refused a request')
  const challenge = challengeFor(services.signIn.site.publicUrl, 'scim', { code, message })
  return json(body, status, {
    'x-correlation-id': correlationId,
    'x-hubward-code': code,
    ...(challenge !== undefined && { 'www-authenticate': challenge }),
    ...(retryAfter && { 'retry-after': '30' }),
  })
}
