/**
 * What Hubward tells people by itself: one row per kind. A kind that was released keeps its name and
 * its facts, because webhooks of others read them.
 */
import type { Role } from '../access/entities.ts'
import type { FactForms, WrittenFacts } from './facts.ts'
import { HEALTH_KINDS } from './health-kinds.ts'
import { ROTATION_KINDS } from './rotation-kinds.ts'
import { REVIEW_KINDS } from './review-kinds.ts'
import { INTAKE_KINDS } from './intake-kinds.ts'
import type { Severity } from './pace.ts'

export interface NoticeKindSpec<F extends FactForms = FactForms> {
  /** The subject of the e-mail, the headline of a card. */
  readonly title: string
  readonly severity: Severity
  /** Who gets it unless they or an admin choose otherwise, by role; nobody else does of itself. */
  readonly audience: readonly Role[]
  /** What each fact is. Facts that are none of these forms cannot be raised. */
  readonly facts: F
  /** One to three sentences: what happened, and what to do. */
  text(facts: WrittenFacts<F>): string
}

const kind = <const F extends FactForms>(spec: NoticeKindSpec<F>): NoticeKindSpec<F> => spec

/** Whoever keeps connections going. */
const KEEPERS = ['admin', 'security_admin', 'operator'] as const satisfies readonly Role[]

export const NOTICE_KINDS = {
  'connection.needs_reauth': kind({
    title: 'A connection must be reconnected',
    severity: 'urgent',
    audience: KEEPERS,
    facts: { connectionId: 'id' },
    text: ({ connectionId }) =>
      `HubSpot no longer accepts the credential of ${connectionId}, so its calls are refused. Open the connection and give it a new one; grants and keys stay as they are.`,
  }),
  ...ROTATION_KINDS,
  ...HEALTH_KINDS,
  ...INTAKE_KINDS,
  ...REVIEW_KINDS,
  'notice.channel_failing': kind({
    title: 'Messages of a channel do not arrive',
    severity: 'attention',
    audience: ['admin', 'security_admin'],
    facts: { channelId: 'id', channelKind: 'word', failure: 'word', attempts: 'count' },
    text: ({ channelId, channelKind, failure, attempts }) =>
      `A message by the ${channelKind} channel ${channelId} was given up after ${attempts} attempts (${failure}). What could not be delivered is kept: mend the channel, send a test, and send it again.`,
  }),
  'people.new_super_admin': kind({
    title: 'A HubSpot portal has a new super admin',
    severity: 'urgent',
    audience: ['admin', 'security_admin'],
    facts: { connectionId: 'id', readingId: 'id', count: 'count' },
    text: ({ connectionId, readingId, count }) =>
      `Since the last reading ${count} user(s) of the portal of ${connectionId} became super admin (${readingId}). The users' timeline says who did it, where HubSpot tells; if nobody meant it, take it back in HubSpot.`,
  }),
  'people.reading_incomplete': kind({
    title: 'The users of a portal could not be read whole',
    severity: 'attention',
    audience: KEEPERS,
    facts: { connectionId: 'id', readingId: 'id', reasons: 'words' },
    text: ({ connectionId, readingId, reasons }) =>
      `The reading ${readingId} of the portal of ${connectionId} is incomplete (${reasons}), so it changed nothing. It is tried again at its next time; the connection's users say what to do.`,
  }),
  'people.access_asked': kind({
    title: 'Somebody asks for access to a portal',
    severity: 'attention',
    audience: ['admin', 'approver'],
    facts: { connectionId: 'id', requestId: 'id' },
    text: ({ connectionId, requestId }) =>
      `The request ${requestId} for the portal of ${connectionId} waits for an answer: hubward people requests. Nothing is given before, and after a week it lapses.`,
  }),
  'people.access_answered': kind({
    title: 'A request for access was answered',
    severity: 'info',
    audience: [],
    facts: { connectionId: 'id', requestId: 'id', answer: 'word' },
    text: ({ connectionId, requestId, answer }) =>
      `The request ${requestId} for the portal of ${connectionId} was answered: ${answer}. What was approved is given within minutes.`,
  }),
  'people.access_waits': kind({
    title: 'Access for a while needs a look',
    severity: 'attention',
    audience: ['admin', 'approver'],
    facts: { connectionId: 'id', requestId: 'id', why: 'word' },
    text: ({ connectionId, requestId, why }) =>
      `The request ${requestId} for the portal of ${connectionId} is ${why}. hubward people requests says by what, and what to do; where somebody changed the user in HubSpot, nothing is given back by guess.`,
  }),
  'people.plan_waits': kind({
    title: 'Provisioning waits for a person',
    severity: 'attention',
    audience: KEEPERS,
    facts: { connectionId: 'id', planId: 'id', guards: 'words', waiting: 'count' },
    text: ({ connectionId, planId, guards, waiting }) =>
      `The plan ${planId} for the portal of ${connectionId} was made by itself, and ${waiting} of its steps are not done (${guards}). Show it, put right what it says or have it released, and apply a new one.`,
  }),
  'connection.active': kind({
    title: 'A connection is checked and active',
    severity: 'info',
    audience: KEEPERS,
    facts: { connectionId: 'id', checkId: 'id' },
    text: ({ connectionId }) =>
      `A check was green, so ${connectionId} is active: calls go through it as far as groups were granted.`,
  }),
  'connection.check_failed': kind({
    title: 'A check of a connection is red',
    severity: 'attention',
    audience: KEEPERS,
    facts: { connectionId: 'id', checkId: 'id', failed: 'words' },
    text: ({ connectionId, failed }) =>
      `A check of ${connectionId} failed in: ${failed}. Its report says what is the matter and what to do; a connection that is pending stays so until a check is green.`,
  }),
  'notice.test': kind({
    title: 'A test from Hubward',
    severity: 'info',
    audience: [],
    facts: { channelId: 'id' },
    text: ({ channelId }) =>
      `Somebody pressed "Send a test" for ${channelId}. Notices arrive here; nothing needs to be done.`,
  }),
} as const

export type NoticeKind = keyof typeof NOTICE_KINDS
export type FactsOf<K extends NoticeKind> = (typeof NOTICE_KINDS)[K]['facts']

export const isNoticeKind = (text: string): text is NoticeKind => Object.hasOwn(NOTICE_KINDS, text)

/** By its name, whatever facts it has. */
export const noticeKind = (name: NoticeKind): NoticeKindSpec => NOTICE_KINDS[name]
