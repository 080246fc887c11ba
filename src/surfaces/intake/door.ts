/**
 * The door of one-time requests, `/i/…`: one page, the same bytes for every address, and three
 * questions that a sender's program may post. Nobody is signed in and no cookie is read or set: who
 * holds the secret from behind the `#` may, and nobody else. Whatever is fetched by GET changes
 * nothing and tells nothing, so robots that open links use none up.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { Context, Services } from '../../application/context.ts'
import { ERRORS, HubwardError } from '../../domain/errors.ts'
import { ACTIONS, type IntakeAction } from './actions.ts'
import { DATA_HEADERS, PAGE_HEADERS } from './headers.ts'
import type { IntakePage } from './page.ts'
import { readJson } from './read-json.ts'

export const INTAKE_PREFIX = '/i/'

export interface IntakeDoorOptions {
  /** Waited for where it is being made. */
  readonly page: () => Promise<IntakePage>
  /** Whose address a request comes from. */
  readonly addressOf: (request: IncomingMessage) => string
}

export type Door = (request: IncomingMessage, response: ServerResponse) => void

export function createIntakeDoor(services: Services, options: IntakeDoorOptions): Door {
  const ctx: Context = { ...services, actor: { kind: 'anonymous' }, door: 'intake' }
  return (request, response) => {
    const { method } = request
    if (method === 'GET' || method === 'HEAD') return void sendPage(request, response, options)
    if (method === 'POST') return void answer(ctx, request, response, options)
    // No CORS: a page of another origin may not even ask.
    response.writeHead(method === 'OPTIONS' ? 204 : 405, { ...DATA_HEADERS, allow: ALLOWED }).end()
    request.resume()
  }
}

const ALLOWED = 'GET, HEAD, POST, OPTIONS'

async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  { page }: IntakeDoorOptions,
): Promise<void> {
  request.resume()
  try {
    const { html, policy } = await page()
    response.writeHead(200, {
      ...PAGE_HEADERS,
      'content-security-policy': policy,
      'content-type': 'text/html; charset=utf-8',
      'content-length': html.length,
    })
    response.end(request.method === 'HEAD' ? undefined : html)
  } catch {
    response.writeHead(503, { ...DATA_HEADERS, 'content-type': 'text/plain; charset=utf-8' })
    response.end('This page could not be made. The command line works all the same.\n')
  }
}

/** `/i/<id>/<action>`; everything else is the same 404. */
const PATH = /^\/i\/([^/?#]{1,64})\/([a-z]+)$/

async function answer(
  ctx: Context,
  request: IncomingMessage,
  response: ServerResponse,
  { addressOf }: IntakeDoorOptions,
): Promise<void> {
  try {
    const [, id = '', name = ''] = PATH.exec(request.url ?? '') ?? []
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name as keyof typeof ACTIONS] : undefined
    if (!action) throw new HubwardError('request.unknown_path', 'There is nothing to post here.')
    const said = await run(ctx, action as IntakeAction<z.ZodType>, {
      id,
      address: addressOf(request),
      input: await readJson(request),
    })
    send(response, action.status, said)
  } catch (thrown) {
    refuse(ctx, request, response, thrown)
  }
}

async function run<S extends z.ZodType>(
  ctx: Context,
  action: IntakeAction<S>,
  { id, address, input }: { id: string; address: string; input: unknown },
): Promise<unknown> {
  const parsed = action.takes.safeParse(input)
  if (parsed.success) return action.does(ctx, { id, address }, parsed.data)
  // Which member and what was expected of it; never what stood there, unknown names included.
  const fields = parsed.error.issues.map(({ code, path, message }) => ({
    path: path.join('.'),
    message: code === 'unrecognized_keys' ? 'There is a member that is not known.' : message,
  }))
  const [first] = fields
  throw new HubwardError(
    'request.invalid',
    first ? `${first.path || 'The body'}: ${first.message}` : undefined,
    { fields },
  )
}

function refuse(
  { log }: Context,
  request: IncomingMessage,
  response: ServerResponse,
  thrown: unknown,
): void {
  const error =
    thrown instanceof HubwardError
      ? thrown
      : new HubwardError('internal', 'Something went wrong. The log says what. Try again later.')
  const { status } = ERRORS[error.code]
  // The line says once that it is full; a flood is not to be one of the log, too.
  if (status >= 500 && error.code !== 'intake.busy')
    log.error({ err: thrown }, `The intake door answered ${error.code}`)
  if (response.headersSent || response.destroyed) return
  const { retryAfterMs = status === 503 ? COME_AGAIN_MS : undefined } = error.facts
  const { code, message } = error
  send(
    response,
    status,
    { error: { code, message } },
    {
      ...(typeof retryAfterMs === 'number' && {
        'retry-after': String(Math.ceil(retryAfterMs / 1_000)),
      }),
      // The rest of a body that was not read would be taken for the next request.
      ...(!request.complete && { connection: 'close' }),
    },
  )
}

/** Where nobody said when: the database was away, or had no connection free. */
const COME_AGAIN_MS = 5_000

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  more: Readonly<Record<string, string>> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body))
  response.writeHead(status, {
    ...DATA_HEADERS,
    ...more,
    'content-type': 'application/json',
    'content-length': bytes.length,
  })
  response.end(bytes)
}
