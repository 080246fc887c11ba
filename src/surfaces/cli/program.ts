/** The commands of `hubward`, laid out. What they do is loaded when one is run. */
import { Command } from 'commander'
import { accessCommands } from './commands/access.ts'
import { auditCommands } from './commands/audit.ts'
import { checkCommands } from './commands/check.ts'
import { connectCommands } from './commands/connect.ts'
import { connectionCommands } from './commands/connections.ts'
import { documentCommands } from './commands/document.ts'
import { evidenceCommands } from './commands/evidence.ts'
import { grantCommands } from './commands/grants.ts'
import { groupCommands } from './commands/groups.ts'
import { healthCommands } from './commands/health.ts'
import { intakeCommands } from './commands/intake.ts'
import { keyCommands } from './commands/keys.ts'
import { noticeChannelCommands } from './commands/notice-channels.ts'
import { noticeCommands } from './commands/notices.ts'
import { peopleCommands } from './commands/people.ts'
import { portalUserCommands } from './commands/portal-users.ts'
import { reviewCommands } from './commands/reviews.ts'
import { rotateCommands } from './commands/rotate.ts'
import { vaultCommands } from './commands/vault.ts'
import { resolveCommands } from './commands/resolve.ts'
import type { Io } from './io.ts'

export interface ProgramOptions extends Io {
  /** Commands that are no client of the admin API: `init`, `start`. They come first. */
  readonly extraCommands?: readonly Command[]
  readonly version?: string
}

export function buildProgram(options: ProgramOptions): Command {
  const program = new Command('hubward')
    .description(
      'One HubSpot connection for a whole organisation: vaulted once, shared by group and scope.',
    )
    .version(options.version ?? '0.0.0')
    .option('--json', 'print data as JSON')
    .option('--url <address>', 'where Hubward is (HUBWARD_URL; default http://127.0.0.1:4110)')
    .addHelpText('after', ENVIRONMENT)
  const commands = [
    ...(options.extraCommands ?? []),
    ...connectCommands(options),
    ...connectionCommands(options),
    ...rotateCommands(options),
    ...resolveCommands(options),
    ...healthCommands(options),
    ...intakeCommands(options),
    ...checkCommands(options),
    ...peopleCommands(options),
    ...portalUserCommands(options),
    ...reviewCommands(options),
    ...evidenceCommands(options),
    ...groupCommands(options),
    ...grantCommands(options),
    ...keyCommands(options),
    ...accessCommands(options),
    ...documentCommands(options),
    ...auditCommands(options),
    ...vaultCommands(options),
    ...noticeCommands(options, noticeChannelCommands(options)),
  ]
  for (const command of commands) program.addCommand(command)
  for (const command of withSubcommands(program)) prepare(command, options)
  return program
}

const ENVIRONMENT = `
The key: HUBWARD_KEY, else the file admin.key in HUBWARD_DATA (./data).
Exit status: 0 done, 1 refused or failed, 2 not understood, 3 Hubward cannot be reached.`

const withSubcommands = (command: Command): Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
]

/** Nothing ends the process here: `run.ts` decides the status. */
function prepare(command: Command, { stdout, stderr }: Io): void {
  command
    .exitOverride()
    .allowExcessArguments(false)
    .showHelpAfterError('(--help shows what there is)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
}
