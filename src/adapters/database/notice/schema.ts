/** The tables of notices as Kysely sees them, kept equal to `0010_notice.sql`. */
import type { JSONColumnType } from 'kysely'
import type { ChannelRoute, Delivery } from '../../../application/notice/ports.ts'
import type { ChannelKind, MailSettings, WebhookSettings } from '../../../domain/notice/channel.ts'
import type { WrittenFacts } from '../../../domain/notice/facts.ts'
import type { FailureCode } from '../../../domain/notice/failure.ts'
import type { Pace } from '../../../domain/notice/pace.ts'

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
  notice_channel: {
    id: string
    kind: ChannelKind
    name: string
    settings: JSONColumnType<MailSettings | WebhookSettings>
    enabled: boolean
    created_at: Date
    kek_id: string | null
    kek_version: number | null
    wrapped_key: Buffer | null
    ciphertext: Buffer | null
  }
  notice_route: { channel_id: string; kind: string; pace: ChannelRoute['pace'] }
  notice_choice: { principal_id: string; kind: string; in_app: boolean; email: Pace }
  notice_delivery: {
    id: string
    channel_id: string
    principal_id: string | null
    state: Delivery['state']
    digest_at: Date | null
    attempts: number
    next_at: Date
    failure: FailureCode | null
    created_at: Date
    settled_at: Date | null
  }
  notice_delivery_item: { delivery_id: string; notice_id: string }
}
