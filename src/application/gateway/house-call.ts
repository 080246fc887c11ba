/**
 * One call that Hubward itself makes on a connection’s credential, for somebody whose role asked for
 * it and not for a grant: to read a definition, to check a connection, never to serve a caller. It takes from the portal’s
 * shared allowance like every call and is recorded like one, at the door `system`, under the name of
 * who asked. Which operations may be called so is the caller’s to say; this file asks nobody.
 */
import type { CallEvent } from '../../domain/audit/event.ts'
import type { Lane } from '../../domain/budget/lane.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { classifyAnswer, type Answer } from '../../domain/hubspot/errors.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { MOST_RENEWALS } from '../connection/renewals.ts'
import { newId, type Services } from '../context.ts'
import type { Allowance, AnswerHeaders, UpstreamFailure } from '../ports.ts'
import { nameCall, type NamedCall } from './admit.ts'
import { joined, parsed } from './answer-bytes.ts'
import { firstOf } from './attempt-answer.ts'
import { budgetRefusal, failureRefusal, thrownRefusal, type CallRefusal } from './refusal.ts'

export type HouseServices = Pick<
  Services,
  'world' | 'budget' | 'credentials' | 'upstream' | 'callLog'
>

export interface HouseCall {
  readonly connection: Connection
  /** Who is named in the audit, and by what they asked: `key_…`, `ses_…`, `chk_…`. */
  readonly by: {
    readonly principalId: string | null
    readonly name: string | null
    readonly id: string | null
  }
  /** What asks: `look-up`. The budget counts by it where groups compete. */
  readonly tool: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path and query at HubSpot; values in it must be percent-encoded. */
  readonly target: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** `bulk` where nobody waits for it; `interactive` unless told. */
  readonly lane?: Lane
  /** Milliseconds that it waits for its turn; as long as a person would, unless told. */
  readonly patienceMs?: number
  /** Which one of several it is; the first unless told. */
  readonly attempt?: number
  /** Whether this operation may be called so, by its name. */
  readonly allows: (operation: string) => boolean
}

export interface HouseAnswer {
  readonly status: number
  /** Parsed JSON, or `undefined`. */
  readonly body: unknown
  readonly meaning: Answer
  readonly correlationId: string | null
  /** Milliseconds from sending to the end of the answer. */
  readonly tookMs: number
  /** By its name in lower case. */
  header(name: string): string | undefined
}

/** Milliseconds: a person waits. */
const PATIENCE_MS = 10_000
/** Milliseconds for a whole answer: HubSpot's smallest ones take some tenths of a second. */
const ANSWER_MS = 20_000
/** Bytes: 500 lists with all their fields are a quarter of it. */
const LARGEST = 4 * 1024 * 1024

/** Resolves always: HubSpot’s answer, or why there is none. */
export async function houseCall(
  services: HouseServices,
  call: HouseCall,
): Promise<Result<HouseAnswer, CallRefusal>> {
  const named = nameCall(call)
  if (!named.ok) return named
  if (!call.allows(named.value.operation.name))
    throw new Error(`${named.value.operation.name} is not for the house to call`)
  const begun = { at: services.world.now(), ms: services.world.monotonicMs(), waitedMs: 0 }
  const outcome = await made(services, call, named.value, begun).catch((thrown: unknown) =>
    err(thrownRefusal(thrown)),
  )
  try {
    await services.callLog.record(eventOf(services, call, named.value, begun, outcome))
  } catch (thrown) {
    return err(thrownRefusal(thrown))
  }
  return outcome
}

interface Begun {
  readonly at: Date
  readonly ms: number
  waitedMs: number
}

/** A 401 did nothing at HubSpot: where there is another bearer, the call goes again. */
async function made(
  services: HouseServices,
  call: HouseCall,
  named: NamedCall,
  begun: Begun,
): Promise<Result<HouseAnswer, CallRefusal>> {
  const { credentials } = services
  for (let renewals = 0; ; renewals++) {
    const bearer = await credentials.bearer(call.connection)
    const answer = await attempted(services, call, named, begun, bearer)
    const refused = answer.ok && answer.value.status === 401 && renewals < MOST_RENEWALS
    if (!refused || (await credentials.renew(call.connection, bearer)) !== 'another') return answer
  }
}

async function attempted(
  services: HouseServices,
  call: HouseCall,
  { operation }: NamedCall,
  begun: Begun,
  bearer: Redacted<string>,
): Promise<Result<HouseAnswer, CallRefusal>> {
  const { connection } = call
  const taken = await services.budget.take({
    connection,
    buckets: [operation.bucket, 'daily'],
    lane: call.lane ?? 'interactive',
    groupId: call.tool,
    patienceMs: call.patienceMs ?? PATIENCE_MS,
  })
  begun.waitedMs = services.world.monotonicMs() - begun.ms
  if (!taken.ok) return err(budgetRefusal(taken.error))
  const sentAt = services.world.monotonicMs()
  const whole = await sent(services, call, taken.value, bearer)
  const tookMs = services.world.monotonicMs() - sentAt
  if (!whole.ok) return err(failureRefusal(whole.error))
  const { status, headers, bytes } = whole.value
  const body = parsed(bytes)
  const meaning = classifyAnswer(status, { 'retry-after': firstOf(headers, 'retry-after') }, body)
  if (meaning.kind === 'rate_limited' && meaning.policy !== 'unknown')
    services.budget.refused(connection, meaning.policy, meaning.retry.afterMs)
  const correlationId = firstOf(headers, 'x-hubspot-correlation-id')?.slice(0, 100) ?? null
  const header = (name: string) => firstOf(headers, name)
  return ok({ status, body, meaning, correlationId, tookMs, header })
}

interface Whole {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly bytes: Uint8Array
}

/** Sends it once and reads the answer whole; the allowance is settled whatever happens. */
async function sent(
  { upstream }: HouseServices,
  { connection, method, target, body }: HouseCall,
  allowance: Allowance,
  bearer: Redacted<string>,
): Promise<Result<Whole, UpstreamFailure>> {
  const bytes = body === undefined ? null : new TextEncoder().encode(JSON.stringify(body))
  const { promise, resolve } = Promise.withResolvers<Result<Whole, UpstreamFailure>>()
  const chunks: Uint8Array[] = []
  let head: Omit<Whole, 'bytes'> = { status: 0, headers: {} }
  let size = 0
  const attempt = upstream.send(
    {
      origin: connection.baseUrl,
      method,
      path: target,
      bearer,
      headers: [
        'accept',
        'application/json',
        'user-agent',
        'hubward',
        ...(bytes ? ['content-type', 'application/json'] : []),
      ],
      body: bytes,
    },
    {
      head(status, headers) {
        head = { status, headers }
        allowance.settle({ status, header: (name) => firstOf(headers, name) })
      },
      data(chunk) {
        size += chunk.length
        if (size <= LARGEST) chunks.push(chunk)
        else {
          attempt.abort()
          resolve(err({ kind: 'broken', sent: true, detail: 'the answer is larger than 4 MB' }))
        }
      },
      end: () => resolve(ok({ ...head, bytes: joined(chunks, size) })),
      fail(failure) {
        if (head.status === 0) {
          if (failure.sent) allowance.lost()
          else allowance.cancel()
        }
        resolve(err(failure))
      },
    },
  )
  const timer = setTimeout(() => {
    attempt.abort()
    if (head.status === 0) allowance.lost()
    resolve(err({ kind: 'timeout', sent: true, detail: `no whole answer in ${ANSWER_MS} ms` }))
  }, ANSWER_MS)
  return promise.finally(() => clearTimeout(timer))
}

function eventOf(
  { world }: HouseServices,
  { connection, by, tool, method, attempt = 1 }: HouseCall,
  { target, operation }: NamedCall,
  { at, ms, waitedMs }: Begun,
  outcome: Result<HouseAnswer, CallRefusal>,
): CallEvent {
  return {
    type: 'call',
    version: 1,
    id: newId(world, 'call'),
    at: at.toISOString(),
    door: 'system',
    principalId: by.principalId,
    principalName: by.name,
    authenticatedBy: by.id,
    groupId: null,
    groupName: null,
    connectionId: connection.id,
    connectionName: connection.name,
    portalId: connection.portalId,
    operation: operation.name,
    method,
    path: target.path,
    tool,
    scopes: [],
    decision: 'permitted',
    reason: outcome.ok ? null : outcome.error.code,
    status: outcome.ok ? outcome.value.status : outcome.error.status,
    upstreamStatus: outcome.ok ? outcome.value.status : null,
    correlationId: outcome.ok ? outcome.value.correlationId : null,
    attempts: attempt,
    durationMs: Math.round((world.monotonicMs() - ms) * 1_000) / 1_000,
    waitedMs: Math.round(waitedMs),
    bytesIn: 0,
    bytesOut: 0,
  }
}
