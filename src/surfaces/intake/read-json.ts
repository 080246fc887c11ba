/** Reads the JSON body of a post, up to what a submission can need. */
import type { IncomingMessage } from 'node:http'
import { HubwardError } from '../../domain/errors.ts'
import { MOST_SEALED_BYTES } from '../../domain/intake/box.ts'

/** Base64url of the largest submission, and the members beside it. */
const BODY_LIMIT = Math.ceil((MOST_SEALED_BYTES * 4) / 3) + 1_024

/** @throws HubwardError `request.content_type`, `request.too_large`, `request.malformed_json` */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new HubwardError(
      'request.content_type',
      'Send a JSON body with "content-type: application/json".',
    )
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_LIMIT) throw tooLarge()
    chunks.push(chunk)
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
    return JSON.parse(text) as unknown
  } catch {
    // V8 quotes a piece of the text in its message: ours says nothing of it.
    throw new HubwardError('request.malformed_json', 'The body is not valid JSON.')
  }
}

const tooLarge = (): HubwardError =>
  new HubwardError('request.too_large', `A body may have ${BODY_LIMIT} bytes at most.`)
