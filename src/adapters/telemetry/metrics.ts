/**
 * Metrics in Prometheus' text format. What is counted comes from the events that are recorded
 * anyway, so that a metric and the audit cannot disagree.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { AccessPictures, Budget, CallLog } from '../../application/ports.ts'

export interface Metrics {
  /** The same log, with every event counted once it is durable. */
  metered(callLog: CallLog): CallLog
  /** Reads the gauges of every connection's budget when it is asked for them. */
  watchBudget(pictures: AccessPictures, budget: Budget): void
  text(): Promise<string>
  readonly contentType: string
}

export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const registers = [register]
  const calls = new Counter({
    name: 'hubward_calls_total',
    help: 'Calls by door, decision and status class.',
    labelNames: ['door', 'decision', 'status'] as const,
    registers,
  })
  const duration = new Histogram({
    name: 'hubward_call_duration_seconds',
    help: 'From the door to the recorded end of the answer.',
    labelNames: ['door'] as const,
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers,
  })
  const waited = new Histogram({
    name: 'hubward_budget_wait_seconds',
    help: "Time a call waited for the portal's allowance.",
    buckets: [0, 0.01, 0.1, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const unrecorded = new Counter({
    name: 'hubward_audit_failures_total',
    help: 'Calls that could not be recorded and were therefore refused or cut.',
    registers,
  })
  const watch = (pictures: AccessPictures, budget: Budget): void => {
    new Gauge({
      name: 'hubward_budget_remaining',
      help: 'What is left of an allowance, as this process last saw it.',
      labelNames: ['connection', 'budget'] as const,
      registers,
      async collect() {
        this.reset()
        const picture = await pictures.current()
        for (const connection of picture.connections())
          for (const reading of budget.reading(connection))
            this.set({ connection: connection.name, budget: reading.budget }, reading.remaining)
      },
    })
  }
  return {
    metered: (callLog) => ({
      record: (event) =>
        callLog.record(event).then(
          () => {
            const status = `${Math.floor(event.status / 100)}xx`
            calls.inc({ door: event.door, decision: event.decision, status })
            duration.observe({ door: event.door }, event.durationMs / 1000)
            waited.observe(event.waitedMs / 1000)
          },
          (error: unknown) => {
            unrecorded.inc()
            throw error
          },
        ),
    }),
    watchBudget: watch,
    text: () => register.metrics(),
    contentType: register.contentType,
  }
}
