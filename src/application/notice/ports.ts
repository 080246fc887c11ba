/** What notices need of the world: their rows, and somebody who carries messages out. */
import type { Email } from '../../domain/notice/as-email.ts'
import type { Channel, EmailChannel, MailSettings } from '../../domain/notice/channel.ts'
import type { FailureCode } from '../../domain/notice/failure.ts'
import type { Message } from '../../domain/notice/message.ts'
import type { Notice } from '../../domain/notice/notice.ts'
import type { Pace } from '../../domain/notice/pace.ts'
import type { Receiver } from '../../domain/notice/receiver.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { SealedValue } from '../connection/ports.ts'

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
  /** Of each that has any: how many, and the newest of them. */
  unreadOf(
    principalIds: readonly string[],
  ): Promise<ReadonlyMap<string, { unread: number; newest: Date }>>
  /** All that are unread where no ids are named. @returns how many were */
  markRead(principalId: string, at: Date, ids?: readonly string[]): Promise<number>
  /** With all that hangs on them. @returns how many there were */
  removeRaisedBefore(at: Date): Promise<number>
  readonly channels: ChannelRepository
  readonly choices: ChoiceRepository
  readonly deliveries: DeliveryRepository
}

/** What a channel that many read is told, and how soon. */
export interface ChannelRoute {
  readonly kind: string
  readonly pace: Exclude<Pace, 'off'>
}

export interface ChannelRepository {
  list(): Promise<Channel[]>
  get(id: string): Promise<Channel | undefined>
  /** Until the transaction ends nobody else has this lock; messages can be added all the same. */
  lock(id: string): Promise<void>
  secret(id: string): Promise<SealedValue | undefined>
  /** @throws HubwardError `resource.conflict` */
  insert(channel: Channel, secret: SealedValue | null): Promise<void>
  /** @param secret left out it stays. @throws HubwardError `resource.conflict` */
  update(channel: Channel, secret?: SealedValue | null): Promise<void>
  /** With its messages. */
  remove(id: string): Promise<void>
  routes(): Promise<(ChannelRoute & { readonly channelId: string })[]>
  setRoutes(channelId: string, routes: readonly ChannelRoute[]): Promise<void>
}

/** How a person gets a kind, where it is not as their role has it. */
export interface Choice {
  readonly kind: string
  readonly inApp: boolean
  readonly email: Pace
}

export interface ChoiceRepository {
  of(principalId: string): Promise<Choice[]>
  /** Everybody's of one kind, by person. */
  ofKind(kind: string): Promise<ReadonlyMap<string, Choice>>
  set(principalId: string, choice: Choice): Promise<void>
}

export interface Delivery {
  readonly id: string
  readonly channelId: string
  /** Of e-mail. */
  readonly principalId: string | null
  readonly state: 'waiting' | 'sent' | 'dead'
  readonly digestAt: Date | null
  readonly attempts: number
  readonly nextAt: Date
  readonly failure: FailureCode | null
  readonly createdAt: Date
  readonly settledAt: Date | null
}

export type DeliveryFilter = {
  readonly state?: Delivery['state'] | undefined
  readonly channelId?: string | undefined
}

export interface DeliveryRepository {
  list(filter: DeliveryFilter, limit: number): Promise<(Delivery & { notices: number })[]>
  getForUpdate(id: string): Promise<Delivery | undefined>
  noticesOf(id: string): Promise<Notice[]>
  insert(delivery: Delivery, noticeId: string): Promise<void>
  /**
   * Into the digest of that channel, person and end, beginning it where there is none yet.
   * @returns its id and whether it was begun; nothing where it has gone out already
   */
  intoDigest(
    begun: Delivery & { readonly digestAt: Date },
    noticeId: string,
  ): Promise<{ id: string; begun: boolean } | undefined>
  update(delivery: Delivery): Promise<void>
  dead(channelId?: string, settledSince?: Date): Promise<number>
}

/** A message with all that it takes to carry it. */
export interface Letter {
  readonly channel: Channel
  /** Password of the mail server, or address and key of the webhook. */
  readonly secret: Redacted<string> | null
  /** The person's address; of e-mail alone. */
  readonly to: string | null
  readonly message: Message
}

/** One e-mail that is no notice: to somebody without an account. */
export interface Mail {
  readonly channel: EmailChannel
  /** Password of the mail server. */
  readonly secret: Redacted<string> | null
  readonly to: string
  /** The same at every attempt. */
  readonly id: string
  readonly email: Email
}

export type Carried =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly failure: FailureCode
      /** What the receiver asked us to wait. */
      readonly waitMs?: number
    }

/** Where a channel leads, before there is one. */
export type Destination = { readonly mail: MailSettings } | { readonly receiver: Receiver }

export interface Courier {
  /**
   * Whether the guard is sure to refuse it, whatever names mean by the time: a literal address, or one
   * that is for the operator's own networks where there are none. Asks nobody.
   */
  refuses(destination: Destination): boolean
  /** Carries it out once; never throws for what the receiver does. */
  carry(letter: Letter, signal: AbortSignal): Promise<Carried>
  /** The same, of a mail that is whole already. */
  mail(mail: Mail, signal: AbortSignal): Promise<Carried>
}
