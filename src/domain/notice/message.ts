/** One message to one receiver, before it takes the form of its channel. */
import { wordsOf, type Notice } from './notice.ts'
import type { Severity } from './pace.ts'

export interface Message {
  /** Of the delivery: the same at every attempt, so that a receiver can tell a repetition. */
  readonly id: string
  readonly notices: readonly Notice[]
  /** Where this Hubward is, without a slash at its end. */
  readonly publicUrl: string
}

export interface SaidNotice {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly severity: Severity
  readonly text: string
  readonly facts: Readonly<Record<string, string>>
  /** In the web app; the first is the best. */
  readonly links: readonly string[]
  readonly raisedAt: string
}

export const saidNotices = ({ notices, publicUrl }: Message): SaidNotice[] =>
  notices.map((notice) => ({
    id: notice.id,
    kind: notice.kind,
    ...wordsOf(notice),
    facts: { ...notice.facts },
    links: notice.links.map((path) => publicUrl + path),
    raisedAt: notice.raisedAt.toISOString(),
  }))

/** The headline: of the notice, or how many there are. */
export function headline(message: Message): string {
  const [only, ...more] = saidNotices(message)
  return only && more.length === 0 ? only.title : `${message.notices.length} notices`
}
