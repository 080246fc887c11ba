/** Connections' health in the contract's shapes. */
import type { ConnectionHealth, ToldDiagnosis } from '../../application/health/health-of.ts'
import type { KeyEvent } from '../../application/health/ports.ts'
import type { HealthHistory } from '../../application/health/show-health.ts'
import { KEY_EVENT_WORDS } from '../../domain/health/key-events.ts'
import type {
  DiagnosisView,
  HealthHistoryView,
  HealthView,
  KeyEventView,
} from './contract/health.ts'

export const healthView = ({
  connection,
  diagnosis,
  since,
  suspicion,
  seenAt,
  nextLookAt,
  latencyMs,
}: ConnectionHealth): HealthView => ({
  connection: {
    id: connection.id,
    name: connection.name,
    title: connection.title,
    state: connection.state,
  },
  diagnosis: diagnosisView(diagnosis),
  since: iso(since),
  suspicion: suspicion && {
    ...diagnosisView(suspicion),
    seen: suspicion.seen,
    needed: suspicion.needed,
  },
  seenAt: iso(seenAt),
  nextLookAt: iso(nextLookAt),
  latencyMs,
})

export const healthHistoryView = (history: HealthHistory): HealthHistoryView => ({
  ...healthView(history),
  periods: history.periods.map(({ diagnosis, beganAt, endedAt }) => ({
    diagnosis: diagnosisView(diagnosis),
    beganAt: beganAt.toISOString(),
    endedAt: iso(endedAt),
  })),
  keyEvents: history.keyEvents.map(keyEventView),
  reading: history.reading && {
    outcome: history.reading.outcome,
    askedAt: history.reading.askedAt.toISOString(),
    readThrough: history.reading.readThrough.toISOString(),
    gap: history.reading.gap && {
      from: history.reading.gap.from.toISOString(),
      to: history.reading.gap.to.toISOString(),
    },
  },
})

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

function diagnosisView(diagnosis: ToldDiagnosis): DiagnosisView {
  const { condition, confidence, title, severity, description, remedy, facts } = diagnosis
  const { scopes, affects, ...others } = facts
  return {
    condition,
    confidence,
    title,
    severity,
    description,
    remedy,
    facts: {
      ...others,
      ...(scopes && { scopes: [...scopes] }),
      ...(affects && { affects: [...affects] }),
    },
  }
}

const keyEventView = ({
  hubspotId,
  at,
  type,
  meaning,
  concern,
  actorId,
}: KeyEvent): KeyEventView => ({
  id: hubspotId,
  at: at.toISOString(),
  type,
  meaning,
  title: KEY_EVENT_WORDS[meaning].title,
  concern,
  actorId,
})
