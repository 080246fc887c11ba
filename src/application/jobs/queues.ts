/**
 * The queues: what each is for, and how patient it is. What a job carries is ids alone: whoever
 * does it reads the rest, so that a job is never older than what it is about, and holds no secret.
 */

import type { SenderOutcome } from '../../domain/intake/sender-mail.ts'

export interface QueueSpec {
  /** For whoever finds a job of it that failed. */
  readonly does: string
  /** After the first failure; then the job is dead, and kept for two weeks to be looked at. */
  readonly retries: number
  /** Seconds before the first retry. They double each time, up to an hour. */
  readonly retryAfterS: number
  /** What takes longer has lost its way: it is aborted, and counts as a failure. */
  readonly withinS: number
  /** How many one process does at the same time. */
  readonly atOnce: number
  /** Seconds that a job is kept when it is done, to be looked at: two weeks unless told. */
  readonly keptForS?: number
}

/** What the jobs of each queue carry. */
export interface Payloads {
  readonly 'health.look': Readonly<Record<string, never>>
  readonly 'health.key_events': Readonly<Record<string, never>>
  readonly 'check.due': Readonly<Record<string, never>>
  readonly 'people.sync': Readonly<Record<string, never>>
  readonly 'people.requests': Readonly<Record<string, never>>
  readonly 'people.provision': Readonly<Record<string, never>>
  readonly 'notice.deliver': { readonly deliveryId: string }
  readonly 'notice.sweep': Readonly<Record<string, never>>
  readonly 'review.remind': Readonly<Record<string, never>>
  readonly 'credentials.tend': Readonly<Record<string, never>>
  readonly 'vault.rewrap': Readonly<Record<string, never>>
  readonly 'intake.check': { readonly intakeId: string }
  readonly 'intake.tell_sender': { readonly intakeId: string; readonly outcome: SenderOutcome }
  readonly 'intake.expire': Readonly<Record<string, never>>
}

export type QueueName = keyof Payloads

export const QUEUES: Readonly<Record<QueueName, QueueSpec>> = {
  'vault.rewrap': {
    does: 'puts what is sealed under the master key that seals now',
    retries: 5,
    retryAfterS: 5,
    withinS: 3_600,
    atOnce: 1,
  },
  'credentials.tend': {
    does: 'wipes credentials whose time is over, and reminds of old ones',
    retries: 3,
    retryAfterS: 60,
    withinS: 600,
    atOnce: 1,
  },
  'health.look': {
    does: 'looks at connections whose time has come',
    // It comes round in seconds, and a claim that was dropped runs out in a minute.
    retries: 0,
    retryAfterS: 5,
    withinS: 120,
    atOnce: 1,
    // One every five seconds: two weeks of them would be a quarter of a million rows.
    keptForS: 60 * 60,
  },
  'health.key_events': {
    does: 'reads what happened to keys in HubSpot’s security activity',
    retries: 1,
    retryAfterS: 60,
    withinS: 300,
    atOnce: 1,
  },
  'check.due': {
    does: 'checks connections whose time has come, where somebody set one',
    // It comes round in minutes, and a check that was missed is taken up with the next turn.
    retries: 0,
    retryAfterS: 60,
    withinS: 1_800,
    atOnce: 1,
  },
  'people.sync': {
    does: 'reads the people of portals whose time has come',
    // It comes round in a minute.
    retries: 0,
    retryAfterS: 60,
    withinS: 3_600,
    atOnce: 1,
    keptForS: 24 * 60 * 60,
  },
  'review.remind': {
    does: 'reminds reviewers of rows that are left, and tells of exceptions that ended',
    retries: 3,
    retryAfterS: 60,
    withinS: 300,
    atOnce: 1,
  },
  'people.requests': {
    does: 'gives access that was approved, and gives back what is over',
    // It comes round in a minute, and finds in the rows where a killed one was.
    retries: 0,
    retryAfterS: 60,
    withinS: 3_600,
    atOnce: 1,
    keptForS: 24 * 60 * 60,
  },
  'people.provision': {
    does: 'carries out what identity providers wish, where somebody has switched that on',
    retries: 0,
    retryAfterS: 60,
    withinS: 3_600,
    atOnce: 1,
    keptForS: 24 * 60 * 60,
  },
  'notice.deliver': {
    does: 'sends one message by one channel; how often and when again is kept with the message',
    retries: 5,
    retryAfterS: 10,
    withinS: 60,
    atOnce: 8,
  },
  'intake.check': {
    does: 'opens what was handed over, and asks HubSpot whose it is',
    // Over a day of HubSpot being away: afterwards it can still be refused by hand.
    retries: 30,
    retryAfterS: 5,
    withinS: 120,
    atOnce: 4,
  },
  'intake.tell_sender': {
    does: 'tells who handed a key over, by e-mail, what became of it',
    // Some hours of a mail server being away.
    retries: 10,
    retryAfterS: 10,
    withinS: 60,
    atOnce: 2,
  },
  'intake.expire': {
    does: 'ends requests whose time has run out, and wipes what they held',
    retries: 3,
    retryAfterS: 10,
    withinS: 120,
    atOnce: 1,
  },
  'notice.sweep': {
    does: 'removes notices that are too old',
    retries: 3,
    retryAfterS: 60,
    withinS: 300,
    atOnce: 1,
  },
}
