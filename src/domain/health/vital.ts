/**
 * What is believed of a connection, and how that changes: a state machine in which one blip changes
 * nothing. Another condition is first suspected, and believed when it was seen often enough in a
 * row, or when live calls bear it out. No clock.
 */
import { HEALTHY, TABLE, type Diagnosis } from './condition.ts'

export interface Vital {
  readonly diagnosis: Diagnosis
  readonly since: Date
  readonly suspicion: Suspicion | null
}

export interface Suspicion {
  readonly diagnosis: Diagnosis
  readonly seen: number
  readonly since: Date
}

export interface Step {
  readonly vital: Vital
  /** What is believed anew; `null` where belief stands. */
  readonly change: { readonly from: Diagnosis; readonly to: Diagnosis } | null
}

/** Nothing was seen yet; whoever connected it saw that it worked. */
export const beginning = (at: Date): Vital => ({ diagnosis: HEALTHY, since: at, suspicion: null })

/**
 * @param witnesses how many others saw the same lately: live calls, or an admin who looked
 */
export function step(before: Vital, seen: Diagnosis, witnesses: number, at: Date): Step {
  if (sameState(before.diagnosis, seen))
    // The newest facts and doubts count; since when it is so does not change.
    return { vital: { ...before, diagnosis: seen, suspicion: null }, change: null }
  const { suspicion } = before
  const again = suspicion !== null && suspicion.diagnosis.condition === seen.condition
  const count = again ? suspicion.seen + 1 : 1
  const since = again ? suspicion.since : at
  if (count + witnesses < TABLE[seen.condition].confirm)
    return {
      vital: { ...before, suspicion: { diagnosis: seen, seen: count, since } },
      change: null,
    }
  return {
    // It began when it was first seen, not when it was believed.
    vital: { diagnosis: seen, since, suspicion: null },
    change: { from: before.diagnosis, to: seen },
  }
}

/** The same condition of the same things: other scopes, another allowance is something new. */
export function sameState(a: Diagnosis, b: Diagnosis): boolean {
  return (
    a.condition === b.condition &&
    a.facts.bucket === b.facts.bucket &&
    [...(a.facts.scopes ?? [])].sort().join() === [...(b.facts.scopes ?? [])].sort().join()
  )
}

/** While something is suspected, how soon to look again. */
const SUSPECTED_SECONDS = 10
/** The most that HubSpot's own word on when it ends lets us wait. */
const LONGEST_SECONDS = 600

/**
 * Seconds until the next look, spread by up to a sixth either way so that portals and replicas do
 * not ask at one moment.
 *
 * @param chance from 0 to 1
 */
export function nextLook({ diagnosis, suspicion }: Vital, at: Date, chance: number): number {
  const spread = (seconds: number) => seconds * (1 + (chance - 0.5) / 3)
  if (suspicion) return spread(SUSPECTED_SECONDS)
  const { everySeconds } = TABLE[diagnosis.condition]
  const left = diagnosis.facts.until
    ? (new Date(diagnosis.facts.until).getTime() - at.getTime()) / 1000
    : 0
  return spread(Math.max(everySeconds, Math.min(left, LONGEST_SECONDS)))
}
