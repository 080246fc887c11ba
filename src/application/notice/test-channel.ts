import { FAILURES, type FailureCode } from '../../domain/notice/failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import { openChannel } from './channel-secret.ts'
import { findChannel } from './channels.ts'

export interface TestChannel {
  readonly channel: string
  /** Of e-mail; to the caller's own address unless told. */
  readonly to?: string | undefined
}

export type TestedChannel =
  | { readonly ok: true; readonly to: string | null }
  | { readonly ok: false; readonly failure: FailureCode; readonly message: string }

/** Long enough for a mail server that looks twice, short enough for a person who waits. */
const PATIENCE_MS = 20_000

/** Sends one message now and says what came of it; it is not repeated. */
export async function testChannel(ctx: Context, input: TestChannel): Promise<TestedChannel> {
  authorise(ctx, 'secure', 'notice_channel.test')
  const { read } = ctx.store
  const channel = await findChannel(read, input.channel)
  const to = channel.kind === 'email' ? await recipient(ctx, input.to) : null
  const ended = new AbortController()
  void ctx.world.sleep(PATIENCE_MS, ended.signal).then(
    () => ended.abort(),
    () => undefined,
  )
  const notice = {
    id: newId(ctx.world, 'notice'),
    kind: 'notice.test',
    facts: { channelId: channel.id },
    links: ['/settings?tab=notifications'],
    raisedAt: ctx.world.now(),
  }
  const message = {
    id: newId(ctx.world, 'notice_delivery'),
    notices: [notice],
    publicUrl: ctx.signIn.site.publicUrl,
  }
  const secret = await openChannel(ctx, read, channel.id)
  const carried = await ctx.courier.carry({ channel, secret, to, message }, ended.signal)
  ended.abort()
  await ctx.store.aside((tx) =>
    recordChange(tx, ctx, {
      action: 'notice_channel.test',
      targetKind: 'notice_channel',
      targetId: channel.id,
      targetName: channel.name,
      before: null,
      after: { ok: carried.ok, failure: carried.ok ? null : carried.failure },
    }),
  )
  if (carried.ok) return { ok: true, to }
  return { ok: false, failure: carried.failure, message: FAILURES[carried.failure].sentence }
}

async function recipient(ctx: Context, named: string | undefined): Promise<string> {
  if (named !== undefined) return named
  const { actor } = ctx
  const person =
    actor.kind === 'principal' ? await ctx.store.read.principals.get(actor.principalId) : undefined
  if (person?.email) return person.email
  const message = 'Say to which address the test shall go.'
  throw new HubwardError('request.invalid', message, { fields: [{ path: 'to', message }] })
}
