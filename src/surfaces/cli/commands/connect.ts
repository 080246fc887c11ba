/** `hubward connect`: a portal's credential, from the hand of an admin into the vault. */
import { Command } from 'commander'
import type { ReportView } from '../../admin/contract/connections.ts'
import type { CredentialOptions } from '../ask-credential.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Output } from '../output.ts'
import { withSession, type Session } from '../session.ts'

interface ConnectOptions extends CredentialOptions {
  readonly name?: string
  readonly preview?: boolean
  readonly authorize?: boolean
  readonly redirect: string
  readonly scopes?: string[]
  readonly hublet?: string
}

export const connectCommands = (io: Io): Command[] => [
  credentialOptions(
    new Command('connect')
      .description('connect a HubSpot portal; the token is asked for hidden, never taken from here')
      .argument('<title>', 'what people call the portal: "EMEA Portal"'),
  )
    .option('--name <slug>', 'its name in every path; made from the title unless told')
    .option('--preview', 'only show what HubSpot says of the credential; store nothing')
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
          ? await authorize(session, naming, options)
          : await call(endpoints.connect, {
              body: { ...naming, ...(await askCredential(io, options)) },
            })
        out.show(connected, () => {
          out.line(`Connected ${connected.connection.name}.\n`)
          showReport(out, connected.report)
          notices(out, connected.report)
          out.line(
            `\nNobody may use it yet. Next: hubward grant set <group> ${connected.connection.name} contacts:read`,
          )
        })
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
}

export function notices(out: Output, report: ReportView): void {
  for (const notice of report.notices) out.note(`Note: ${notice}`)
}

/** As long as the server waits for the same answer. */
const PATIENCE_MS = 10 * 60_000

async function authorize(
  { io, call, out }: Session,
  naming: { title: string; name?: string },
  options: ConnectOptions,
) {
  if (options.kind !== 'oauth' || !options.scopes)
    throw new CliFailure(
      EXIT.usage,
      "--authorize needs --kind oauth and --scopes with the app's HubSpot scopes.",
    )
  const { connectionEndpoints: endpoints } = await import('../../admin/contract/connections.ts')
  const { askOAuth } = await import('../ask-credential.ts')
  const { listenForRedirect } = await import('../oauth-redirect.ts')
  const { clientId = '', clientSecret = '' } = await askOAuth(io, options, [
    'clientId',
    'clientSecret',
  ])
  const listener = await listenForRedirect(options.redirect, PATIENCE_MS)
  try {
    const begun = await call(endpoints.beginOAuth, {
      body: {
        ...naming,
        clientId,
        clientSecret,
        redirectUri: options.redirect,
        scopes: options.scopes,
        baseUrl: options.baseUrl,
        hublet: options.hublet,
      },
    })
    out.note(
      `Open this in your browser and agree there (until ${begun.expiresAt}):\n\n  ${begun.authorizeUrl}\n`,
    )
    return await call(endpoints.completeOAuth, { body: await listener.answer })
  } finally {
    listener.close()
  }
}
