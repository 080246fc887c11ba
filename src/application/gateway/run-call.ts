/**
 * Runs one call from the door to HubSpot and back: name, decide, budget, forward, record. Both
 * doors use this and nothing else. When everything is at hand (picture fresh, allowance
 * prefetched, bearer in memory) no promise is made before the request leaves. The answer streams
 * one chunk behind, and its last chunk waits until the event is committed.
 */
import type { Permit } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { Result } from '../../domain/result.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Services } from '../context.ts'
import type {
  Allowance,
  AnswerHeaders,
  BudgetSpent,
  UpstreamAttempt,
  UpstreamFailure,
  Renewed,
} from '../ports.ts'
import { admit, nameCall, reach, type NamedCall } from './admit.ts'
import { keptBytes, NO_BODY, readBody, type ReadBody } from './body.ts'
import type { CallRequest, CallSink, RunningCall } from './call.ts'
import { CallRecord, remarkOn } from './call-record.ts'
import { CollectedAnswer } from './collected-answer.ts'
import { answerHeaders, requestHeaders } from './headers.ts'
import { inFlightOf, tooManyRefusal, type HeldCall } from './in-flight.ts'
import {
  budgetRefusal,
  failureRefusal,
  renewedRefusal,
  thrownRefusal,
  unauthorisedRefusal,
  withheldRefusal,
  type CallRefusal,
} from './refusal.ts'
import { MOST_RENEWALS } from '../connection/renewals.ts'
import { readsWhole, waitAfterAnswer, waitAfterFailure, type Wait } from './retry.ts'
import { AnswerRelay } from './answer-relay.ts'
import { AttemptAnswer, correlationIdOf, firstOf, type AnswerTaker } from './attempt-answer.ts'
import { CallBudgetRequest, type Admitted } from './call-budget-request.ts'

export type GatewayServices = Pick<
  Services,
  'world' | 'pictures' | 'budget' | 'credentials' | 'upstream' | 'callLog' | 'log'
>

export function runCall(
  services: GatewayServices,
  request: CallRequest,
  sink: CallSink,
): RunningCall {
  const run = new CallRun(services, request, sink)
  run.start()
  return run
}

class CallRun implements RunningCall, AnswerTaker {
  readonly #services: GatewayServices
  readonly #request: CallRequest
  readonly #sink: CallSink
  readonly #record: CallRecord
  /** Only where somebody waits: making one costs as much as a decision. */
  #ended: AbortController | null = null
  /** None where there was no room for the call. */
  readonly #held: HeldCall | undefined
  #allowance: Allowance | null = null
  #attempt: UpstreamAttempt | null = null
  #relay: AnswerRelay | null = null
  #bearer: Redacted<string> | null = null
  #renewals = 0
  #over = false

  constructor(services: GatewayServices, request: CallRequest, sink: CallSink) {
    this.#services = services
    this.#request = request
    this.#sink = sink
    this.#record = new CallRecord(request, services.world)
    this.#held = inFlightOf(services.callLog).enter(request.caller.principal.id)
  }

  start(): void {
    if (!this.#held) return this.#refuse(tooManyRefusal('calls'))
    try {
      const named = nameCall(this.#request)
      if (!named.ok) return this.#refuse(named.error)
      this.#record.named = named.value
      this.#reach(named.value)
    } catch (thrown) {
      this.#stumble(thrown)
    }
  }

  /** Aborted when the call is over before its time. */
  get signal(): AbortSignal {
    this.#ended ??= new AbortController()
    return this.#ended.signal
  }

  drained(): void {
    this.#attempt?.resume()
  }

  cancel(): void {
    if (this.#over) return
    this.#finishAttempt()
    this.#log(499, 'caller_gone').catch(() => undefined)
  }

  /** Whom the path and query alone refuse is not asked for a body. */
  #reach(named: NamedCall): void {
    if (this.#request.body.length === 0 && named.operation.body === null)
      return this.#admit(named, NO_BODY)
    const picture = this.#services.pictures.current()
    if (picture instanceof Promise) this.#when(picture, (one) => this.#reachIn(one, named))
    else this.#reachIn(picture, named)
  }

  #reachIn(picture: AccessPicture, named: NamedCall): void {
    this.#record.connection = picture.connectionByName(this.#request.connectionName) ?? null
    const reached = reach(picture, this.#request, named, this.#services.world.now())
    if (!reached.ok) return this.#refuse(reached.error)
    if (!this.#held?.keep(keptBytes(this.#request.body, named.operation)))
      return this.#refuse(tooManyRefusal('bodyBytes'))
    const go = (body: ReadBody): void => {
      this.#record.bytesIn = body.bytes?.length ?? 0
      this.#admit(named, body)
    }
    const body = readBody(this.#request, named.operation)
    if (body instanceof Promise) this.#when(body, go)
    else go(body)
  }

  /** Asked again before every attempt: who waited may have lost the grant meanwhile. */
  #admit(named: NamedCall, body: ReadBody): void {
    const picture = this.#services.pictures.current()
    if (picture instanceof Promise) this.#when(picture, this.#admitIn.bind(this, named, body))
    else this.#admitIn(named, body, picture)
  }

  #admitIn(named: NamedCall, body: ReadBody, picture: AccessPicture): void {
    this.#record.connection = picture.connectionByName(this.#request.connectionName) ?? null
    const permit = this.#permit(named, body, picture)
    if (!permit) return
    this.#record.permit = permit
    this.#take({ named, body, permit })
  }

  #permit(named: NamedCall, body: ReadBody, picture: AccessPicture): Permit | null {
    const permit = admit(picture, this.#request, named, body.parsed, this.#services.world.now())
    if (permit.ok) return permit.value
    this.#refuse(permit.error)
    return null
  }

  #take(call: Admitted): void {
    const begun = this.#services.world.monotonicMs()
    const taken = this.#services.budget.take(
      new CallBudgetRequest(this, this.#request, call, this.#patience()),
    )
    if (taken instanceof Promise) this.#waitTurn(call, begun, taken)
    else if (!taken.ok) this.#refuse(budgetRefusal(taken.error))
    else {
      this.#allowance = taken.value
      this.#record.waitedMs += this.#services.world.monotonicMs() - begun
      this.#authenticate(call)
    }
  }

  #waitTurn(call: Admitted, begun: number, taken: Promise<Result<Allowance, BudgetSpent>>): void {
    this.#when(
      taken,
      (allowed) => {
        if (!allowed.ok) return this.#refuse(budgetRefusal(allowed.error))
        this.#allowance = allowed.value
        this.#record.waitedMs += this.#services.world.monotonicMs() - begun
        this.#confirm(call)
      },
      // The caller left just as its turn came: the tokens go to the next one.
      (allowed) => allowed.ok && allowed.value.cancel(),
    )
  }

  /** After a wait, the grant is asked once more: a revoked key is dead within a second. */
  #confirm(call: Admitted): void {
    const picture = this.#services.pictures.current()
    const go = (one: AccessPicture): void => {
      const permit = this.#permit(call.named, call.body, one)
      if (permit) this.#authenticate({ ...call, permit })
    }
    if (picture instanceof Promise) this.#when(picture, go)
    else go(picture)
  }

  #authenticate(call: Admitted): void {
    const bearer = this.#services.credentials.bearer(call.permit.connection)
    if (bearer instanceof Promise) this.#when(bearer, this.#send.bind(this, call))
    else this.#send(call, bearer)
  }

  #send(call: Admitted, bearer: Redacted<string>): void {
    this.#record.attempts += 1
    this.#bearer = bearer
    this.#attempt = this.#services.upstream.send(
      {
        origin: call.permit.connection.baseUrl,
        method: this.#request.method,
        path: this.#request.target,
        bearer,
        headers: requestHeaders(this.#request, call.body),
        body: call.body.streams ? this.#counted() : call.body.bytes,
      },
      new AttemptAnswer(this, call),
    )
  }

  head(call: Admitted, status: number, headers: AnswerHeaders): CollectedAnswer | null {
    const record = this.#record
    record.upstreamStatus = status
    record.correlationId = correlationIdOf(headers)
    this.#allowance?.settle({ status, header: (name) => firstOf(headers, name) })
    this.#allowance = null
    if (readsWhole(status)) return new CollectedAnswer(status, headers)
    this.relayAnswer(call, status, headers)
    return null
  }

  /** An answer that may lead to another attempt has arrived whole. */
  consider(call: Admitted, answer: CollectedAnswer): void {
    if (answer.status === 401) return this.#unauthorised(call, answer)
    const meant = answer.classified()
    this.#record.remark = remarkOn(meant)
    if (meant.kind === 'rate_limited' && meant.policy !== 'unknown')
      this.#services.budget.refused(call.permit.connection, meant.policy, meant.retry.afterMs)
    const wait = waitAfterAnswer(meant, this.#soFar(call))
    if (wait) return this.#again(call, wait)
    this.relayAnswer(call, answer.status, answer.headers)
    for (const chunk of answer.chunks) this.pass(chunk)
    this.finish()
  }

  /** HubSpot refused our credential and did nothing, so even a write is safely sent again. */
  #unauthorised(call: Admitted, answer: CollectedAnswer): void {
    const { connection } = call.permit
    const why = (open: Exclude<Renewed, 'another'>): CallRefusal =>
      unauthorisedRefusal(connection.name, answer.classified().message, open === 'in_doubt')
    if (++this.#renewals > MOST_RENEWALS || !this.#bearer) return this.#refuse(why('none'))
    this.#attempt = null
    const { credentials } = this.#services
    this.#when(Promise.resolve(credentials.renew(connection, this.#bearer)), (renewed) => {
      if (renewed !== 'another') this.#refuse(why(renewed))
      else if (call.body.streams) this.#refuse(renewedRefusal(connection.name))
      else this.#admit(call.named, call.body)
    })
  }

  failed(call: Admitted, failure: UpstreamFailure): void {
    if (failure.sent) this.#allowance?.lost()
    else this.#allowance?.cancel()
    this.#allowance = null
    const what = { connection: call.permit.connection.name, ...failure }
    this.#services.log.warn(what, 'HubSpot: an attempt failed')
    if (this.#relay?.begun) return this.#broke(failure)
    const wait = waitAfterFailure(failure, this.#soFar(call))
    if (wait) this.#again(call, wait)
    else this.#refuse(failureRefusal(failure))
  }

  #again(call: Admitted, wait: Wait): void {
    this.#attempt = null
    this.#relay = null
    this.#record.bytesOut = 0
    this.#when(this.#services.world.sleep(wait.afterMs, this.signal), () =>
      this.#admit(call.named, call.body),
    )
  }

  relayAnswer(call: Admitted, status: number, headers: CollectedAnswer['headers']): void {
    const reading = this.#services.budget.reading(call.permit.connection)
    this.#relay = new AnswerRelay(this.#sink, status, answerHeaders(status, headers, reading))
  }

  pass(chunk: Uint8Array): void {
    this.#record.bytesOut += chunk.length
    if (this.#relay && !this.#relay.data(chunk)) this.#attempt?.pause()
  }

  finish(): void {
    const relay = this.#relay
    if (!relay || this.#over) return
    this.#end()
    this.#log(relay.status, null).then(
      () => this.#deliver(relay),
      (thrown: unknown) => this.#keepBack(relay, thrown),
    )
  }

  #deliver(relay: AnswerRelay): void {
    try {
      relay.end()
    } catch (thrown) {
      this.#keepBack(relay, thrown)
    }
  }

  /** The call was made, but its answer may not be given, or not all of it. */
  #keepBack(relay: AnswerRelay, thrown: unknown): void {
    const safe = this.#record.named?.operation.retrySafe
    if (relay.begun) this.#sink.broke()
    else this.#sink.refuse(safe ? thrownRefusal(thrown) : withheldRefusal(relay.status))
  }

  #refuse(why: CallRefusal): void {
    if (this.#over) return
    this.#finishAttempt()
    if (Array.isArray(why.facts.missing)) this.#record.missing = why.facts.missing
    this.#log(why.status, why.code).then(
      () => this.#sink.refuse(why),
      (thrown: unknown) => this.#sink.refuse(thrownRefusal(thrown)),
    )
  }

  /** Part of the answer is with the caller: it must not look whole. */
  #broke(failure: UpstreamFailure): void {
    if (this.#over) return
    this.#finishAttempt()
    const { code } = failureRefusal(failure)
    const tell = () => this.#sink.broke()
    this.#log(this.#relay?.status ?? 502, code).then(tell, tell)
  }

  #log(status: number, reason: string | null): Promise<void> {
    return this.#services.callLog.record(this.#record.event(status, reason))
  }

  /** Ends whatever is under way; after it nothing of an attempt is heard. */
  #finishAttempt(): void {
    this.#end()
    this.#ended?.abort()
    this.#attempt?.abort()
    // An attempt that was begun may have reached HubSpot; without one the tokens are untouched.
    if (this.#attempt) this.#allowance?.lost()
    else this.#allowance?.cancel()
    this.#allowance = null
  }

  /** Comes once: nothing of the call is heard after it. */
  #end(): void {
    this.#over = true
    this.#held?.leave()
  }

  #patience(): number {
    return Math.max(0, this.#request.patienceMs - this.#record.elapsedMs)
  }

  #soFar(call: Admitted) {
    return {
      attempt: this.#record.attempts,
      retrySafe: call.named.operation.retrySafe,
      replayable: !call.body.streams,
      patienceMs: this.#patience(),
    }
  }

  async *#counted(): AsyncIterable<Uint8Array> {
    for await (const chunk of this.#request.body.stream()) {
      this.#record.bytesIn += chunk.length
      yield chunk
    }
  }

  /**
   * Goes on when the value is there; whatever is thrown on the way becomes a refusal. A value that
   * comes too late is given to `discard`. What is at hand needs none of this: it is used at once.
   */
  #when<T>(value: Promise<T>, next: (value: T) => void, discard?: (value: T) => void): void {
    value.then(
      (got) => this.#goOn(got, next, discard),
      (thrown: unknown) => this.#stumble(thrown),
    )
  }

  #goOn<T>(value: T, next: (value: T) => void, discard?: (value: T) => void): void {
    if (this.#over) return discard?.(value)
    try {
      next(value)
    } catch (thrown) {
      this.#stumble(thrown)
    }
  }

  #stumble(thrown: unknown): void {
    // What was being waited for is told that the caller left; that is no fault.
    if (this.#over) return
    const why = thrownRefusal(thrown)
    if (why.code === 'internal')
      this.#services.log.error({ err: thrown }, 'a call failed inside Hubward')
    this.#refuse(why)
  }
}
