/** The channels by which notices go out, and what became of each message. Secrets go in, never out. */
import { z } from 'zod'
import {
  MAIL_SECURITY,
  type ChannelKind,
  type MailSecurity,
} from '../../../domain/notice/channel.ts'
import { endpoint } from './endpoint.ts'
import { displayName, email, line, reference } from './fields.ts'
import { instant, listOf, none, nothing, principalRef } from './forms.ts'
import { kindName, pace } from './notices.ts'

const tag = 'Notices'

const channelKind = z.enum(['email', 'slack', 'teams', 'webhook'] satisfies ChannelKind[])

const mailSettings = z.strictObject({
  host: line
    .min(1)
    .max(253)
    .regex(/^[a-z0-9._:[\]-]+$/i, 'This is no host: a name such as smtp.example.com.'),
  port: z.number().int().min(1).max(65_535),
  /** `none` reaches servers in the operator's own networks only. */
  security: z.enum(Object.keys(MAIL_SECURITY) as [MailSecurity, ...MailSecurity[]]),
  user: line.min(1).max(254).nullable(),
  from: email,
})

const secret = line.min(1).max(4_000)

const route = z.strictObject({ kind: kindName, pace: pace.exclude(['off']) })

const channelView = z.object({
  id: z.string(),
  kind: channelKind,
  name: z.string(),
  enabled: z.boolean(),
  /** Of e-mail. */
  mail: mailSettings.nullable(),
  /** Of a webhook: where it goes. The rest of the address is kept like a password. */
  host: z.string().nullable(),
  hasSecret: z.boolean(),
  routes: z.array(route),
  /** Messages that could not be delivered. */
  dead: z.number(),
  createdAt: instant,
})
export type ChannelView = z.output<typeof channelView>

const deliveryView = z.object({
  id: z.string(),
  channel: z.object({ id: z.string(), name: z.string(), kind: channelKind }).nullable(),
  to: principalRef.nullable(),
  state: z.enum(['waiting', 'sent', 'dead']),
  /** More than one in a digest. */
  notices: z.number(),
  attempts: z.number(),
  /** Why the last attempt failed: a word, and the sentence for it. */
  failure: z.string().nullable(),
  message: z.string().nullable(),
  createdAt: instant,
  /** Of a waiting one: when it is tried. */
  nextAt: instant.nullable(),
  settledAt: instant.nullable(),
})
export type DeliveryView = z.output<typeof deliveryView>

const tested = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), to: z.string().nullable() }),
  z.object({ ok: z.literal(false), failure: z.string(), message: z.string() }),
])
export type TestedChannelView = z.output<typeof tested>

const one = z.strictObject({ channel: reference })

export const noticeChannelEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/notice-channels',
    act: 'read',
    tag,
    summary: 'All channels, what they are told, and how much could not be delivered',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(channelView),
    status: 200,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/notice-channels',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Add a channel; the key that signs a webhook is shown this once',
    params: none,
    query: none,
    body: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('email'),
        name: displayName,
        mail: mailSettings,
        password: secret.nullable().default(null),
      }),
      z.strictObject({
        kind: z.enum(['slack', 'teams', 'webhook']),
        name: displayName,
        url: secret,
      }),
    ]),
    answer: z.object({ channel: channelView, signingKey: z.string().nullable() }),
    status: 201,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/api/v1/notice-channels/{channel}',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Rename a channel, switch it off or on, change the mail server',
    params: one,
    query: none,
    body: z.strictObject({
      name: displayName.optional(),
      enabled: z.boolean().optional(),
      mail: mailSettings.optional(),
      /** `null` removes it; left out it stays. */
      password: secret.nullable().optional(),
    }),
    answer: channelView,
    status: 200,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/notice-channels/{channel}',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Remove a channel and the messages by it',
    params: one,
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
  route: endpoint({
    method: 'PUT',
    path: '/api/v1/notice-channels/{channel}/routes',
    act: 'change',
    tag,
    summary: 'What a channel that many read is told, and how soon',
    params: one,
    query: none,
    body: z.strictObject({ routes: z.array(route).max(200) }),
    answer: channelView,
    status: 200,
  }),
  test: endpoint({
    method: 'POST',
    path: '/api/v1/notice-channels/{channel}/test',
    act: 'secure',
    tag,
    summary: 'Send one message now and say what came of it',
    params: one,
    query: none,
    /** Of e-mail; to oneself unless told. */
    body: z.strictObject({ to: email.optional() }),
    answer: tested,
    status: 200,
  }),
  deliveries: endpoint({
    method: 'GET',
    path: '/api/v1/notice-deliveries',
    act: 'read',
    tag,
    summary: 'Messages, newest first: sent, waiting, or not to be delivered',
    params: none,
    query: z.strictObject({
      state: z.enum(['waiting', 'sent', 'dead']).optional(),
      channel: reference.optional(),
    }),
    body: nothing,
    answer: listOf(deliveryView),
    status: 200,
  }),
  replay: endpoint({
    method: 'POST',
    path: '/api/v1/notice-deliveries/{delivery}/replay',
    act: 'operate',
    tag,
    summary: 'Send a message again that could not be delivered',
    params: z.strictObject({ delivery: reference }),
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
  replayAll: endpoint({
    method: 'POST',
    path: '/api/v1/notice-deliveries/replay',
    act: 'operate',
    tag,
    summary: 'Send everything again that could not be delivered, of one channel or of all',
    params: none,
    query: none,
    body: z.strictObject({ channel: reference.optional() }),
    answer: z.object({ replayed: z.number() }),
    status: 200,
  }),
}
