/** `hubward connect`: a portal's credential, from the hand of an admin into the vault. */
import { Command } from 'commander'
import type { ReportView } from '../../admin/contract/connections.ts'
import type { AuthorizeOptions } from '../authorize.ts'
import type { Io } from '../io.ts'
import type { Output } from '../output.ts'
import { withSession } from '../session.ts'

interface ConnectOptions extends AuthorizeOptions {
  readonly name?: string
  readonly preview?: boolean
}

export const connectCommands = (io: Io): Command[] => [
  credentialOptions(
    new Command('connect')
      .description('connect a HubSpot portal; the token is asked for hidden, never taken from here')
      .argument('<title>', 'what people call the portal: "EMEA Portal"'),
  )
    .option('--name <slug>', 'its name in every path; made from the title unless told')
    .option('--preview', 'only show what HubSpot says of the credential; store nothing')
    .action(
      withSession(io, async (session, title: string, options: ConnectOptions) => {
        const { connectionEndpoints: endpoints } =
          await import('../../admin/contract/connections.ts')
        const { askCredential } = await import('../ask-credential.ts')
        const { showReport } = await import('../show-connection.ts')
        const { call, out } = session
        if (options.preview) {
          const report = await call(endpoints.preview, { body: await askCredential(io, options) })
          return out.show(report, () => {
            showReport(out, report)
            notices(out, report)
          })
        }
        const { name } = options
        const naming = { title, ...(name !== undefined && { name }) }
        const connected = options.authorize
          ? await (await import('../authorize.ts')).authorize(session, naming, options, 'later')
          : await call(endpoints.connect, {
              body: { ...naming, ...(await askCredential(io, options)), check: 'later' },
            })
        const { runCheck, endCheck } = await import('../run-check.ts')
        const stored = connected.connection.name
        if (!out.json) {
          out.line(`Connected ${stored}.\n`)
          showReport(out, connected.report, stored)
          notices(out, connected.report)
          out.line('\nThe first check:\n')
        }
        const check = await runCheck(session, stored, {})
        const connection = { ...connected.connection, state: check.connection.state }
        out.show({ ...connected, connection, check }, () => undefined)
        endCheck(out, check)
        if (!out.json)
          out.line(`Nobody may use it yet. Next: hubward grant set <group> ${stored} contacts:read`)
      }),
    ),
]

/** Shared with `connection rotate`. */
export function credentialOptions(command: Command): Command {
  return command
    .option(
      '--kind <kind>',
      'service_key, private_app, static_app, oauth or developer_key',
      'service_key',
    )
    .option('--token-stdin', 'read the token from stdin (for oauth: JSON)')
    .option('--token-file <path>', 'read the token from a file (for oauth: JSON)')
    .option('--base-url <url>', "a regional address of HubSpot's API")
    .option('--portal <id>', 'for developer_key: the developer account')
    .option('--app <id>', 'for developer_key: one of its apps')
    .option(
      '--authorize',
      'for --kind oauth: agree in the browser instead of bringing a refresh token',
    )
    .option(
      '--redirect <uri>',
      'with --authorize: as registered with the app',
      'http://localhost:4111/oauth/callback',
    )
    .option('--scopes <scopes...>', "with --authorize: exactly the app's HubSpot scopes")
    .option('--hublet <hublet>', 'with --authorize: na1, eu1, …, where the account is')
}

export function notices(out: Output, report: ReportView): void {
  for (const notice of report.notices) out.note(`Note: ${notice}`)
}
