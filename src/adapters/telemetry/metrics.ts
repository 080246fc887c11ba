/**
 * Metrics in Prometheus' text format. What is counted comes from the events that are recorded
 * anyway, so that a metric and the audit cannot disagree.
 */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { AccessPictures, Budget, CallLog, Store } from '../../application/ports.ts'
import type { CallEvent } from '../../domain/audit/event.ts'
import { TallyCounter, TallyHistogram } from './call-tally.ts'

export interface Metrics {
  /** The same log, with every event counted once it is durable. */
  metered(callLog: CallLog): CallLog
  /** Reads the gauges of every connection's budget when it is asked for them. */
  watchBudget(pictures: AccessPictures, budget: Budget): void
  /** Tells how every connection fares when it is asked. */
  watchHealth(pictures: AccessPictures, store: Store): void
  text(): Promise<string>
  readonly contentType: string
}

export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const registers = [register]
  const calls = new TallyCounter('hubward_calls_total', 'Calls by door, decision and status class.')
  const duration = new TallyHistogram(
    'hubward_call_duration_seconds',
    'From the door to the recorded end of the answer.',
    'door',
    [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
  )
  const waited = new TallyHistogram(
    'hubward_budget_wait_seconds',
    "Time a call waited for the portal's allowance.",
    null,
    [0, 0.01, 0.1, 0.5, 1, 2.5, 5, 10],
  )
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
      record: (event) => {
        const recorded = callLog.record(event)
        // Beside the caller's own `then`, not before it: one promise less on the way of a call.
        recorded.then(
          () => {
            calls.inc(labelsOf(event))
            duration.observe(event.door, event.durationMs / 1000)
            waited.observe('', event.waitedMs / 1000)
          },
          () => unrecorded.inc(),
        )
        return recorded
      },
    }),
    watchBudget: watch,
    watchHealth: (pictures, store) => watchHealthOf(registers, pictures, store),
    text: async () =>
      `${await register.metrics()}\n${calls.text()}\n${duration.text()}\n${waited.text()}`,
    contentType: register.contentType,
  }
}

/** One series per connection, with what it has: its value is 1, or 0 where it is well. */
function watchHealthOf(registers: Registry[], pictures: AccessPictures, store: Store): void {
  const looked = new Gauge({
    name: 'hubward_connection_look_age_seconds',
    help: 'Since HubSpot was last asked how a connection fares.',
    labelNames: ['connection'] as const,
    registers,
  })
  new Gauge({
    name: 'hubward_connection_unwell',
    help: 'Whether something is the matter with a connection, and what.',
    labelNames: ['connection', 'condition'] as const,
    registers,
    async collect() {
      this.reset()
      looked.reset()
      const [picture, records] = await Promise.all([pictures.current(), store.read.health.list()])
      for (const { connectionId, vital, seenAt } of records) {
        const { name, state } = picture.connection(connectionId) ?? {}
        if (name === undefined || state === 'disconnected') continue
        const { condition } = vital.diagnosis
        this.set({ connection: name, condition }, condition === 'healthy' ? 0 : 1)
        if (seenAt) looked.set({ connection: name }, (Date.now() - seenAt.getTime()) / 1000)
      }
    },
  })
}

/** One text per combination, made once: there are some twenty. */
const LABELS = new Map<number, string>()

function labelsOf({ door, decision, status }: CallEvent): string {
  const statusClass = Math.floor(status / 100)
  const key = statusClass * 4 + (door === 'rest' ? 0 : 1) + (decision === 'permitted' ? 0 : 2)
  let labels = LABELS.get(key)
  if (labels === undefined) {
    labels = `door="${door}",decision="${decision}",status="${statusClass}xx"`
    LABELS.set(key, labels)
  }
  return labels
}
