/** Builds the whole command and runs it: exit statuses, broken pipes, errors in words. */
import { Command, CommanderError } from 'commander'
import { HubwardError } from '../domain/errors.ts'
import { addServiceCommands } from './service-commands.ts'

/** 0 done, 1 refused or failed, 2 usage. */
export async function runCli(argv: readonly string[]): Promise<number> {
  ignoreBrokenPipe()
  const program = new Command('hubward').exitOverride()
  addServiceCommands(program, {
    env: process.env,
    out: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof HubwardError)
      process.stderr.write(`${error.message}\n(${error.code}, docs/errors/${error.code}.md)\n`)
    else
      process.stderr.write(
        `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      )
    return 1
  }
}

/** `hubward … | head` ends quietly (EPIPE), as other commands do. */
function ignoreBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}
