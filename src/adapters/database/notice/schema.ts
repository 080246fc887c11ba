/** The tables of notices as Kysely sees them, kept equal to `0010_notice.sql`. */
import type { JSONColumnType } from 'kysely'
import type { WrittenFacts } from '../../../domain/notice/facts.ts'

export interface NoticeSchema {
  notice: {
    id: string
    kind: string
    facts: JSONColumnType<WrittenFacts>
    links: string[]
    raised_at: Date
  }
  notice_inbox: {
    principal_id: string
    notice_id: string
    raised_at: Date
    read_at: Date | null
  }
}
