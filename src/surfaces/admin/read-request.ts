/** Reads what an endpoint takes from a request, and names every mistake at its field. */
import { z } from 'zod'
import { HubwardError, type FieldError } from '../../domain/errors.ts'
import type { Endpoint } from './contract/endpoint.ts'
import { fieldErrors, invalidInput } from './contract/field-errors.ts'

/** Of a body. The largest thing people send is an `org.yaml`. */
export const BODY_LIMIT = 1_000_000

export interface ReadRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/**
 * Mistakes of path, query and body are told together.
 *
 * @throws HubwardError `request.invalid`, `request.malformed_json`, `request.too_large`,
 *   `request.content_type`
 */
export async function readRequest(
  endpoint: Endpoint,
  request: Request,
  params: Record<string, string>,
): Promise<ReadRequest> {
  const { searchParams } = new URL(request.url)
  const raw = {
    params,
    query: Object.fromEntries(searchParams),
    body: endpoint.body instanceof z.ZodUndefined ? undefined : await readJson(request),
  }
  const twice = [...new Set(searchParams.keys())]
    .filter((name) => searchParams.getAll(name).length > 1)
    .map((path) => ({ path, message: 'This parameter is there more than once.' }))
  const mistakes: FieldError[] = [...twice]
  const parsed = {
    params: parse(endpoint.params, raw.params, mistakes),
    query: parse(endpoint.query, raw.query, mistakes),
    body: parse(endpoint.body, raw.body, mistakes),
  }
  if (mistakes.length > 0) throw invalidInput('The request has mistakes', mistakes)
  return parsed
}

function parse(schema: z.ZodType, input: unknown, mistakes: FieldError[]): unknown {
  const parsed = schema.safeParse(input, { reportInput: true })
  if (parsed.success) return parsed.data
  mistakes.push(...fieldErrors(schema, parsed.error))
  return undefined
}

async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new HubwardError(
      'request.content_type',
      `Send a JSON body with "content-type: application/json"${type ? `, not "${type.slice(0, 100)}"` : ''}.`,
    )
  const text = decode(await readAll(request))
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const why = cause instanceof SyntaxError ? cause.message : ''
    // V8 quotes a piece of the text, and the text may hold a credential: only the place is told.
    const [, place = ''] = /( at position \d+)/.exec(why) ?? []
    throw new HubwardError('request.malformed_json', `The body is not valid JSON${place}.`)
  }
}

/** Stops reading at the limit, whatever length was announced. */
async function readAll(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT) throw tooLarge()
  const chunks: Uint8Array[] = []
  let length = 0
  const body: AsyncIterable<Uint8Array> | null = request.body
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > BODY_LIMIT) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const tooLarge = (): HubwardError =>
  new HubwardError('request.too_large', `A body may have ${BODY_LIMIT} bytes at most.`)

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HubwardError('request.malformed_json', 'The body is not valid UTF-8.')
  }
}
