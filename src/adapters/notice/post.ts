/**
 * Posts JSON to a webhook: five seconds, no redirect, and of the answer only its status. Its body is
 * thrown away unread: what stands at an address that somebody typed is nobody's to see.
 */
import { Agent, request, type Dispatcher } from 'undici'
import type { Carried } from '../../application/notice/ports.ts'
import { failureOfStatus } from '../../domain/notice/failure.ts'
import type { Guard } from '../egress/guard.ts'
import { connectFailure } from './connect-failure.ts'

const TIMEOUT_MS = 5_000
const MOST_BYTES = 64 * 1024

export interface Post {
  readonly url: string
  readonly own: boolean
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface PosterOptions {
  readonly internet: Guard
  readonly own: Guard
  readonly ca?: string
}

export function createPoster({ internet, own, ca }: PosterOptions) {
  const agent = (guard: Guard): Agent =>
    new Agent({
      connect: guard.connector({ timeout: TIMEOUT_MS, ...(ca && { ca }) }),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      // A connection is for one message: the next looks at the address anew.
      pipelining: 0,
      keepAliveTimeout: 1,
      maxResponseSize: MOST_BYTES,
    })
  const agents = { internet: agent(internet), own: agent(own) }

  return {
    async post({ url, own: isOwn, body, headers }: Post, signal: AbortSignal): Promise<Carried> {
      let answer: Dispatcher.ResponseData
      try {
        answer = await request(url, {
          method: 'POST',
          dispatcher: isOwn ? agents.own : agents.internet,
          headers: { 'content-type': 'application/json', 'user-agent': 'Hubward', ...headers },
          body,
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        })
      } catch (error) {
        return { ok: false, failure: connectFailure(error) }
      }
      answer.body.on('error', () => undefined)
      answer.body.destroy()
      const failure = failureOfStatus(answer.statusCode)
      if (failure === undefined) return { ok: true }
      return { ok: false, failure, waitMs: askedWait(answer.headers['retry-after']) }
    },
    async close() {
      await Promise.all([agents.internet.destroy(), agents.own.destroy()])
    },
  }
}

/** `Retry-After` in seconds (RFC 9110 §10.2.3); its other form, a date, is not worth a clock's quarrel. */
const askedWait = (header: string | string[] | undefined): number =>
  typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : 0
