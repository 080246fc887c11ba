/** What notices need of the database. */
import type { Notice } from '../../domain/notice/notice.ts'

export interface InboxEntry extends Notice {
  readonly readAt: Date | null
}

export interface NoticeRepository {
  insert(notice: Notice): Promise<void>
  /** Into the inbox of each of them. */
  put(notice: Notice, principalIds: readonly string[]): Promise<void>
  /** Newest first. @param before only what was raised before that one */
  inbox(
    principalId: string,
    page: { limit: number; unread?: boolean; before?: Date },
  ): Promise<InboxEntry[]>
  unread(principalId: string): Promise<number>
  /** All that are unread where no ids are named. @returns how many were */
  markRead(principalId: string, at: Date, ids?: readonly string[]): Promise<number>
  /** With all that hangs on them. @returns how many there were */
  removeRaisedBefore(at: Date): Promise<number>
}
