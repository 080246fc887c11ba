/** `hubward notice …`, of channels and messages: set up, test, see what failed, send it again. */
import { Command } from 'commander'
import { shellWord } from '../../../domain/shell-word.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import { readSecret, type SecretOptions } from '../read-secret.ts'
import { withSession, type Session } from '../session.ts'

export function noticeChannelCommands(io: Io): Command[] {
  return [
    channels(io),
    addEmail(io),
    ...WEBHOOKS.map(([kind, what]) => addWebhook(io, kind, what)),
    route(io),
    ...SWITCHES.map(([name, enabled, what]) => turn(io, name, enabled, what)),
    remove(io),
    test(io),
    deliveries(io),
    replay(io),
  ]
}

const WEBHOOKS = [
  ['slack', 'a Slack channel, by its incoming webhook'],
  ['teams', 'a Teams channel, by the webhook of a workflow'],
  ['webhook', 'a program of yours, by a signed webhook'],
] as const

const SWITCHES = [
  ['enable', true, 'switch a channel on again; what waited is sent'],
  ['disable', false, 'switch a channel off; what it is told waits'],
] as const

const withSecret = (command: Command, what: string): Command =>
  command
    .option('--token-stdin', `read the ${what} from stdin`)
    .option('--token-file <path>', `read the ${what} from a file`)

const channels = (io: Io): Command =>
  new Command('channels').description('show the channels and what they are told').action(
    withSession(io, async ({ call, out }) => {
      const { noticeChannelEndpoints } = await contract()
      const { items } = await call(noticeChannelEndpoints.list)
      out.show(items, () =>
        out.table(
          ['NAME', 'KIND', 'TO', 'STATE', 'TOLD', 'DEAD'],
          items.map((one) => [
            one.name,
            one.kind,
            one.mail ? `${one.mail.host}:${one.mail.port}` : (one.host ?? ''),
            one.enabled ? out.tone('on', 'good') : out.tone('off', 'dim'),
            one.kind === 'email'
              ? 'each person'
              : one.routes.length === 1
                ? '1 kind'
                : `${one.routes.length} kinds`,
            one.dead > 0 ? out.tone(String(one.dead), 'bad') : '0',
          ]),
          'No channels yet. Next: hubward notice add-email --host smtp.example.com --from hubward@example.com',
        ),
      )
    }),
  )

interface EmailOptions extends SecretOptions {
  readonly host: string
  readonly port: string
  readonly security: 'tls' | 'starttls' | 'none'
  readonly from: string
  readonly user?: string
  readonly name: string
}

const addEmail = (io: Io): Command =>
  withSecret(
    new Command('add-email')
      .description('send e-mail to people, by a mail server of yours')
      .requiredOption('--host <host>', 'the mail server')
      .requiredOption('--from <address>', 'where messages come from')
      .option('--port <port>', '465, 587 …', '587')
      .option('--security <how>', 'tls, starttls or none', 'starttls')
      .option('--user <user>', 'sign in with this name and a password, which is asked for')
      .option('--name <name>', 'how people call the channel', 'E-mail'),
    'password',
  ).action(
    withSession(io, async ({ call, out }, options: EmailOptions) => {
      const { noticeChannelEndpoints } = await contract()
      const { host, security, from, name, user = null } = options
      const password = user === null ? null : await readSecret(io, 'password', options)
      const port = wholeNumber(options.port)
      const made = await call(noticeChannelEndpoints.create, {
        body: { kind: 'email', name, mail: { host, port, security, user, from }, password },
      })
      out.show(made, () => {
        out.line(`Added ${made.channel.name} (${made.channel.id}).`)
        next(out, made.channel.name)
      })
    }),
  )

const addWebhook = (io: Io, kind: 'slack' | 'teams' | 'webhook', what: string): Command =>
  withSecret(
    new Command(`add-${kind}`)
      .argument('<name>', 'how people call the channel')
      .description(`send to ${what}; its address is asked for and kept like a password`),
    'address',
  ).action(
    withSession(io, async ({ call, out }, name: string, options: SecretOptions) => {
      const { noticeChannelEndpoints } = await contract()
      const url = await readSecret(io, 'address', options)
      const made = await call(noticeChannelEndpoints.create, { body: { kind, name, url } })
      out.show(made, () => {
        if (made.signingKey !== null) {
          out.note('The key with which the receiver checks signatures. It is shown this once:')
          out.line(made.signingKey)
        }
        out.note(`Added ${made.channel.name} (${made.channel.id}), to ${made.channel.host ?? ''}.`)
        out.note(
          `Next: hubward notice route ${shellWord(name)} connection.needs_reauth immediately`,
        )
        out.note(`      hubward notice test ${shellWord(name)}`)
      })
    }),
  )

const next = (out: Session['out'], name: string): void =>
  out.note(`Next: hubward notice test ${shellWord(name)} --to you@example.com`)

const route = (io: Io): Command =>
  new Command('route')
    .argument('<channel>')
    .argument('<kind>', 'as in hubward notice choices')
    .argument('<pace>', 'immediately, hourly, daily or off')
    .description('tell a channel that many read of a kind of notices')
    .action(
      withSession(io, async ({ call, out }, channel: string, kind: string, pace: Pace | 'off') => {
        const { noticeChannelEndpoints } = await contract()
        const { items } = await call(noticeChannelEndpoints.list)
        const found = items.find(({ id, name }) => id === channel || name === channel)
        const others = (found?.routes ?? []).filter((one) => one.kind !== kind)
        const routes = pace === 'off' ? others : [...others, { kind, pace }]
        const params = { channel }
        const changed = await call(noticeChannelEndpoints.route, { params, body: { routes } })
        out.show(changed, () => out.line(`${changed.name} is told of ${kind}: ${pace}.`))
      }),
    )

type Pace = 'immediately' | 'hourly' | 'daily'

const turn = (io: Io, name: string, enabled: boolean, what: string): Command =>
  new Command(name)
    .argument('<channel>')
    .description(what)
    .action(
      withSession(io, async ({ call, out }, channel: string) => {
        const { noticeChannelEndpoints } = await contract()
        const body = { enabled }
        const one = await call(noticeChannelEndpoints.update, { params: { channel }, body })
        out.show(one, () => out.line(`${one.name} is ${one.enabled ? 'on' : 'off'}.`))
      }),
    )

const remove = (io: Io): Command =>
  new Command('remove-channel')
    .argument('<channel>')
    .description('remove a channel and the messages by it')
    .action(
      withSession(io, async ({ call, out }, channel: string) => {
        const { noticeChannelEndpoints } = await contract()
        await call(noticeChannelEndpoints.remove, { params: { channel } })
        out.show({ removed: channel }, () => out.line(`${channel} is gone.`))
      }),
    )

const test = (io: Io): Command =>
  new Command('test')
    .argument('<channel>')
    .description('send one message now and say what came of it')
    .option('--to <address>', 'of e-mail; to yourself unless told')
    .action(
      withSession(io, async ({ call, out }, channel: string, { to }: { to?: string }) => {
        const { noticeChannelEndpoints } = await contract()
        const body = to === undefined ? {} : { to }
        const answer = await call(noticeChannelEndpoints.test, { params: { channel }, body })
        if (!answer.ok) throw new CliFailure(EXIT.failed, `${answer.message} (${answer.failure})`)
        out.show(answer, () => out.line(`It arrived${answer.to ? ` at ${answer.to}` : ''}.`))
      }),
    )

const deliveries = (io: Io): Command =>
  new Command('deliveries')
    .description('show messages, newest first')
    .option('--state <state>', 'sent, waiting or dead')
    .option('--channel <channel>', 'by one channel')
    .action(
      withSession(io, async ({ call, out }, query: { state?: State; channel?: string }) => {
        const { noticeChannelEndpoints } = await contract()
        const { items } = await call(noticeChannelEndpoints.deliveries, { query })
        out.show(items, () =>
          out.table(
            ['MADE', 'STATE', 'CHANNEL', 'TO', 'TRIED', 'WHY', 'ID'],
            items.map((one) => [
              one.createdAt.slice(0, 16),
              out.tone(one.state, STATE_TONES[one.state]),
              one.channel?.name ?? '',
              one.to?.email ?? '',
              String(one.attempts),
              one.failure ?? '',
              one.id,
            ]),
            'No messages.',
          ),
        )
      }),
    )

type State = 'sent' | 'waiting' | 'dead'
const STATE_TONES = { sent: 'good', waiting: 'dim', dead: 'bad' } as const

const replay = (io: Io): Command =>
  new Command('replay')
    .argument('[id]', 'a message that could not be delivered')
    .description('send messages again that could not be delivered')
    .option('--all', 'all of them')
    .option('--channel <channel>', 'all of one channel')
    .action(
      withSession(
        io,
        async (
          { call, out },
          id: string | undefined,
          { all, channel }: { all?: boolean; channel?: string },
        ) => {
          const { noticeChannelEndpoints } = await contract()
          if (id === undefined && !all && channel === undefined)
            throw new CliFailure(EXIT.usage, 'Name a message, or say --all or --channel.')
          if (id !== undefined) {
            await call(noticeChannelEndpoints.replay, { params: { delivery: id } })
            return out.show({ replayed: 1 }, () => out.line('It is sent again.'))
          }
          const body = channel === undefined ? {} : { channel }
          const answer = await call(noticeChannelEndpoints.replayAll, { body })
          out.show(answer, () => out.line(`${answer.replayed} are sent again.`))
        },
      ),
    )

function wholeNumber(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new CliFailure(EXIT.usage, `"${text}" is no port.`)
}

const contract = () => import('../../admin/contract/notice-channels.ts')
