/**
 * The MCP door: `/mcp`, Streamable HTTP, one POST per message, no sessions. It checks where the
 * request comes from, reads the body once, tells who asks, and hands the message on. Every
 * request is decided anew, so a changed grant shows in the very next one.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { challengeFor, demandCleanAddress } from '../../application/gateway/challenge.ts'
import { identify, type IdentifyServices } from '../../application/gateway/identify.ts'
import { refusal, thrownRefusal, type CallRefusal } from '../../application/gateway/refusal.ts'
import {
  recordUnidentified,
  type UnidentifiedServices,
} from '../../application/gateway/unidentified.ts'
import type { Site } from '../../application/sign-in/ports.ts'
import type { ToolServices } from '../../application/mcp/tool-context.ts'
import { letPageRead } from './cors.ts'
import {
  headerOf,
  readBody,
  sendMessage,
  sendRefusal,
  sendResponse,
  webRequest,
  type BodyFault,
} from './http.ts'
import { strayRequest, type Doorstep } from './origin.ts'
import { createProtocol, type Fixture } from './protocol.ts'
import { wantsMore } from './step-up.ts'
import { Subscriptions } from './subscriptions.ts'

export type McpServices = ToolServices & IdentifyServices & UnidentifiedServices

export interface McpDoorOptions extends Doorstep {
  readonly site: Site

  /** Of this release, for `serverInfo`. */
  readonly version: string
  /** How long each call to HubSpot waits for the budget. */
  readonly patienceMs: number
  /** Bytes of one message; 4 MB unless told otherwise. */
  readonly bodyLimit?: number
  /** For the conformance suite alone. */
  readonly fixtures?: readonly Fixture[]
}

export type McpDoor = ((request: IncomingMessage, response: ServerResponse) => void) & {
  /** Ends the open subscriptions, which would otherwise last for ever. */
  close(): Promise<void>
}

const BODY_LIMIT = 4 * 1024 * 1024

export function createMcpDoor(services: McpServices, options: McpDoorOptions): McpDoor {
  const protocol = createProtocol(services, options)
  const subscriptions = new Subscriptions(services, () => protocol.toolsChanged())
  const bodyLimit = options.bodyLimit ?? BODY_LIMIT
  const headersOf = (why: CallRefusal): Record<string, string> => {
    const challenge = challengeFor(options.site.publicUrl, 'mcp', why)
    return challenge === undefined ? {} : { 'www-authenticate': challenge }
  }

  const serve = async (request: IncomingMessage, out: ServerResponse): Promise<void> => {
    const { host, origin, authorization } = request.headers
    const stray = strayRequest(options, { host, origin })
    if (stray !== undefined) return sendRefusal(out, refusal('request.origin_refused', stray))
    if (origin !== undefined && letPageRead(request, out, origin)) return
    if (request.method !== 'POST')
      return sendRefusal(out, refusal('request.method_not_allowed', POST_ONLY), { allow: 'POST' })
    const clean = demandCleanAddress(request.url ?? '')
    const identified = clean.ok ? await identify(services, authorization, 'mcp') : clean
    if (!identified.ok) {
      await recordUnidentified(services, {
        door: 'mcp',
        method: 'POST',
        path: '/mcp',
        connectionName: null,
        why: identified.error,
      })
      return sendRefusal(out, identified.error, headersOf(identified.error))
    }
    const read = await readBody(request, bodyLimit)
    if ('fault' in read) return refuseBody(out, read.fault, bodyLimit)
    const parsed = parse(read.text)
    if (!parsed.ok) return sendRefusal(out, refusal('request.malformed_json', parsed.why))
    const gone = new AbortController()
    // After a whole answer nobody is gone: an abort for nothing costs as much as the tool.
    out.once('close', () => out.writableFinished || gone.abort())
    const picture = await services.pictures.current()
    if (wantsMore(picture, identified.value, parsed.value, services.world.now())) {
      const why = refusal('auth.read_only', READ_ONLY)
      return sendRefusal(out, why, headersOf(why))
    }
    const end = subscriptions.open(parsed.value, authorization, gone)
    try {
      const answer = await protocol.serve({
        header: (name) => headerOf(request, name),
        body: parsed.value,
        caller: identified.value,
        picture,
        signal: gone.signal,
        webRequest: () => webRequest(request, gone.signal),
      })
      if (answer instanceof Response) await sendResponse(out, answer)
      else sendMessage(out, answer)
    } finally {
      end()
    }
  }

  const door = (request: IncomingMessage, out: ServerResponse): void => {
    serve(request, out).catch((thrown: unknown) => {
      const why = thrownRefusal(thrown)
      if (why.code === 'internal') services.log.error({ err: thrown }, 'MCP door: a request failed')
      sendRefusal(out, why)
    })
  }
  return Object.assign(door, {
    async close() {
      subscriptions.close()
      await protocol.close()
    },
  })
}

const POST_ONLY =
  'This door takes POST only: it keeps no sessions (no DELETE) and no stream for GET. Clients of every revision work without.'

const READ_ONLY =
  'This client was let in to read only. Let it in again with reading and writing to change something.'

function refuseBody(out: ServerResponse, fault: BodyFault, limit: number): void {
  switch (fault) {
    case 'gone':
      return void out.destroy()
    case 'not_utf8':
      return sendRefusal(out, refusal('request.malformed_json', 'The body is not valid UTF-8.'))
    case 'too_large':
      // What is left of the body is not read, so the connection cannot be used again.
      return sendRefusal(
        out,
        refusal('request.too_large', `A message may have ${limit} bytes at most.`),
        { connection: 'close' },
      )
  }
}

function parse(text: string): { ok: true; value: unknown } | { ok: false; why: string } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    // V8's message quotes a piece of the text, and the text may hold a credential.
    return { ok: false, why: 'The body is not valid JSON.' }
  }
}
