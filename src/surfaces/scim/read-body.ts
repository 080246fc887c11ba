/** Reads the JSON of a message, up to what a team of a whole portal takes. */
import { HubwardError } from '../../domain/errors.ts'

/** A group of 10,000 members that are named with all that belongs to each is 2 MB. */
const BODY_LIMIT = 4 * 1024 * 1024

/**
 * @throws HubwardError `request.content_type`, `request.too_large`, `request.malformed_json`
 * @see RFC 7644 §3.1: a service should take `application/json` too
 */
export async function readBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(scim\+)?json\s*(;|$)/i.test(type))
    throw new HubwardError(
      'request.content_type',
      'Send a JSON body with "content-type: application/scim+json".',
    )
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT) throw tooLarge()
  const chunks: Uint8Array[] = []
  let length = 0
  const body: AsyncIterable<Uint8Array> | null = request.body
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > BODY_LIMIT) throw tooLarge()
    chunks.push(chunk)
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
    return JSON.parse(text) as unknown
  } catch {
    // What stands there is not quoted: it may hold a password.
    throw new HubwardError('request.malformed_json', 'The body is not valid JSON.')
  }
}

const tooLarge = (): HubwardError =>
  new HubwardError('request.too_large', `A body may have ${BODY_LIMIT} bytes at most.`)
