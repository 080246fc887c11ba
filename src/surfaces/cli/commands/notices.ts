/** `hubward notice …`: one's own notices, and how one gets them. */
import { Command } from 'commander'
import type { Io } from '../io.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { withSession } from '../session.ts'

export function noticeCommands(io: Io, ofChannels: readonly Command[]): Command[] {
  const command = new Command('notice').description(
    'what Hubward tells people: the inbox, the channels, what could not be delivered',
  )
  command
    .command('list')
    .description('show your own notices, newest first')
    .option('--unread', 'only those you have not read')
    .action(
      withSession(io, async ({ call, out }, { unread }: { unread?: boolean }) => {
        const { noticeEndpoints } = await contract()
        const inbox = await call(noticeEndpoints.list, { query: unread ? { unread: 'true' } : {} })
        out.show(inbox, () => {
          out.table(
            ['RAISED', '', 'NOTICE', 'ID'],
            inbox.items.map(({ raisedAt, readAt, title, severity, id }) => [
              raisedAt.slice(0, 16),
              readAt ? '' : out.tone('new', 'strong'),
              out.tone(title, severity === 'urgent' ? 'bad' : 'good'),
              id,
            ]),
            'No notices.',
          )
          if (inbox.unread > 0) out.note(`${inbox.unread} unread. Next: hubward notice read`)
        })
      }),
    )
  command
    .command('show <id>')
    .description('show one of the last notices whole')
    .action(
      withSession(io, async ({ call, out }, id: string) => {
        const { noticeEndpoints } = await contract()
        const { items } = await call(noticeEndpoints.list, { query: { limit: 100 } })
        const found = items.find((one) => one.id === id)
        if (!found) throw new CliFailure(EXIT.failed, `"${id}" is not among your last 100 notices.`)
        out.show(found, () => {
          out.line(`${found.title} (${found.severity}, ${found.raisedAt})`)
          out.line(found.text)
          for (const link of found.links) out.line(`See ${link} in the web app.`)
        })
      }),
    )
  command
    .command('read [ids...]')
    .description('mark notices as read; all of them where none are named')
    .action(
      withSession(io, async ({ call, out }, ids: string[]) => {
        const { noticeEndpoints } = await contract()
        const body = ids.length > 0 ? { ids } : {}
        const answer = await call(noticeEndpoints.read, { body })
        out.show(answer, () => out.line(`Marked ${answer.marked} as read.`))
      }),
    )
  command
    .command('choices')
    .description('show the kinds of notices and how you get each')
    .action(
      withSession(io, async ({ call, out }) => {
        const { noticeEndpoints } = await contract()
        const { items } = await call(noticeEndpoints.choices)
        out.show(items, () => {
          out.table(
            ['KIND', 'IN THE APP', 'E-MAIL', 'BY', 'WHAT'],
            items.map(({ kind, inApp, email, chosen, title }) => [
              kind,
              inApp ? 'yes' : 'no',
              email,
              chosen ? 'choice' : 'role',
              title,
            ]),
          )
          out.note('Of what you asked for yourself you are told, unless you chose otherwise here.')
        })
      }),
    )
  command
    .command('choose <kind>')
    .description('choose how you get a kind of notices')
    .requiredOption('--email <pace>', 'immediately, hourly, daily or off')
    .option('--no-app', 'not in the app')
    .action(
      withSession(
        io,
        async ({ call, out }, kind: string, options: { email: Pace; app: boolean }) => {
          const { noticeEndpoints } = await contract()
          const body = { email: options.email, inApp: options.app }
          await call(noticeEndpoints.choose, { params: { kind }, body })
          out.show({ kind, ...body }, () =>
            out.line(`${kind}: e-mail ${options.email}, ${options.app ? 'in' : 'not in'} the app.`),
          )
        },
      ),
    )
  for (const one of ofChannels) command.addCommand(one)
  return [command]
}

/** The server says which there are, if it is none of them. */
type Pace = 'immediately' | 'hourly' | 'daily' | 'off'

const contract = () => import('../../admin/contract/notices.ts')
