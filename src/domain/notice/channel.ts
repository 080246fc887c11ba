/** The ways out of the house. People have an inbox in the app whatever there is of these. */

export const CHANNEL_KINDS = {
  email: 'to each person, by the organisation’s own mail server',
  slack: 'into a Slack channel, by an incoming webhook',
  teams: 'into a Teams channel or chat, by a workflow’s webhook',
  webhook: 'to a program of yours, signed',
} as const
export type ChannelKind = keyof typeof CHANNEL_KINDS

export const MAIL_SECURITY = {
  tls: 'TLS from the first byte, as on port 465',
  starttls: 'TLS after STARTTLS, or nothing is sent; as on port 587',
  none: 'without TLS: only to servers in the operator’s own networks',
} as const
export type MailSecurity = keyof typeof MAIL_SECURITY

/** The password is sealed beside it. */
export interface MailSettings {
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  /** `null` where the server wants no sign-in. */
  readonly user: string | null
  /** The address that messages come from. */
  readonly from: string
}

/** The whole address is sealed: whoever knows it can post there. */
export interface WebhookSettings {
  readonly host: string
  /** Not https on 443: reached in the operator's own networks only. */
  readonly own: boolean
}

interface Kept {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  readonly createdAt: Date
  /** Of e-mail: whether a password is kept. */
  readonly hasSecret: boolean
}

export type Channel = Kept &
  (
    | { readonly kind: 'email'; readonly settings: MailSettings }
    | { readonly kind: 'slack' | 'teams' | 'webhook'; readonly settings: WebhookSettings }
  )

export type EmailChannel = Extract<Channel, { readonly kind: 'email' }>
