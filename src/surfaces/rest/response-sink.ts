/** Writes an answer or a refusal to the HTTP response, with back-pressure, and notices who leaves. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallSink, RunningCall } from '../../application/gateway/call.ts'
import { refusal, type CallRefusal } from '../../application/gateway/refusal.ts'
import { errorBody } from './error-body.ts'
import { discardRest } from './discard-rest.ts'

/**
 * So small an answer is handed over as Latin-1 text, which is its bytes one by one: Node joins a text
 * to the head and writes both as one, where bytes would be gathered beside it. That made a bare
 * server's answers a tenth cheaper; a text of many pages would cost more than it saves.
 */
const ONE_PIECE = 16 * 1024
const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

export class ResponseSink implements CallSink {
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #challenge: (why: CallRefusal) => string | undefined
  #running: RunningCall | null = null
  /** A drain is awaited; most answers never fill the socket. */
  #full = false
  #done = false

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    challenge: (why: CallRefusal) => string | undefined,
  ) {
    this.#request = request
    this.#response = response
    this.#challenge = challenge
  }

  /** Ties the connection's fate to the call's. */
  attach(running: RunningCall): void {
    const response = this.#response
    if (response.destroyed) return running.cancel()
    this.#running = running
    response.on('close', () => this.#left())
  }

  answer(status: number, headers: readonly string[]): void {
    if (this.#gone()) return
    try {
      this.#response.writeHead(status, headers as string[])
    } catch {
      // Node sends no status or header that HTTP does not allow, whoever it comes from.
      this.refuse(refusal('upstream.broken', "HubSpot's answer has a head that is not HTTP."))
    }
  }

  data(chunk: Uint8Array): boolean {
    if (this.#gone() || this.#response.write(chunk)) return true
    if (!this.#full) this.#response.once('drain', () => this.#drained())
    this.#full = true
    return false
  }

  end(last: Uint8Array | null): void {
    if (this.#gone()) return
    this.#done = true
    discardRest(this.#request)
    if (last && last.length <= ONE_PIECE && !this.#response.headersSent)
      this.#response.end(latin1(last), 'latin1')
    else this.#response.end(last)
  }

  refuse(why: CallRefusal): void {
    if (this.#gone()) return
    this.#done = true
    sendRefusal(this.#request, this.#response, why, this.#challenge(why))
  }

  /** Closing without the end of the message is how HTTP/1.1 says "not whole" (RFC 9112 §8). */
  broke(): void {
    this.#done = true
    this.#response.destroy()
  }

  #left(): void {
    if (this.#done) return
    this.#done = true
    this.#running?.cancel()
  }

  #drained(): void {
    this.#full = false
    this.#running?.drained()
  }

  #gone(): boolean {
    return this.#done || this.#response.destroyed
  }
}

export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  why: CallRefusal,
  challenge?: string,
): void {
  if (response.headersSent || response.destroyed) return
  const correlationId = randomUUID()
  const body = Buffer.from(errorBody(why, correlationId))
  const headers: Record<string, string | number> = {
    'content-type': 'application/json;charset=utf-8',
    'content-length': body.length,
    'x-hubward-code': why.code,
    'x-hubspot-correlation-id': correlationId,
    'cache-control': 'no-store',
  }
  if (why.retryAfterSeconds !== null) headers['retry-after'] = why.retryAfterSeconds
  if (challenge !== undefined) headers['www-authenticate'] = challenge
  discardRest(request)
  response.writeHead(why.status, headers).end(body)
}
