import type { WrittenFacts } from './facts.ts'
import { isNoticeKind, noticeKind } from './kinds.ts'
import type { Severity } from './pace.ts'

/** Something that people were told of. */
export interface Notice {
  readonly id: string
  /** A name in `NOTICE_KINDS`, or one that a later release had. */
  readonly kind: string
  readonly facts: WrittenFacts
  /** Paths in the web app where it can be seen or mended, the best one first. */
  readonly links: readonly string[]
  readonly raisedAt: Date
}

export interface NoticeWords {
  readonly title: string
  readonly severity: Severity
  readonly text: string
}

/** The sentences of a notice, whatever release made it. */
export function wordsOf({ kind, facts }: Pick<Notice, 'kind' | 'facts'>): NoticeWords {
  if (!isNoticeKind(kind))
    return {
      title: 'A notice of another release',
      severity: 'info',
      text: `This release does not know notices of the kind ${kind}.`,
    }
  const { title, severity, text } = noticeKind(kind)
  return { title, severity, text: text(facts) }
}
