/** The looks at HubSpot together, with their own impatience: a look that waits says nothing. */
import type { HealthProbe } from '../../../application/health/ports.ts'
import { createAsk, type Ask } from '../ask.ts'
import { lookAt } from './look.ts'
import { tryReference } from './reference.ts'
import { readSecurityActivity } from './security-activity.ts'

export interface HealthProbeOptions {
  /** A URL whose host stands for "the rest of the internet"; `null` for none. */
  readonly reference: string | null
  readonly ask?: Ask
}

/** Connecting has half the time, so that a silent HubSpot and a blocked way can be told apart. */
const LOOK_MS = { timeoutMs: 8_000, connectTimeoutMs: 4_000 }

export function createHealthProbe({ reference, ask }: HealthProbeOptions): HealthProbe {
  const asking = ask ?? createAsk(LOOK_MS)
  return {
    look: (presented) => lookAt(asking, presented),
    reference: async () => (reference === null ? null : tryReference(reference)),
    securityActivity: (origin, token, from, to) =>
      readSecurityActivity(asking, origin, token, from, to),
  }
}
