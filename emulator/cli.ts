// The command `hubspot-emulator`: reads the arguments, starts a portal, says how to reach it, and
// stops it when asked to.
import { CliError, HELP, readArguments } from './cli-arguments.ts'
import { startEmulator, type Emulator } from './index.ts'
import { announce, announceJson, strangeScopes } from './cli-announce.ts'

const PROBLEMS: Record<string, (port: number) => string> = {
  EADDRINUSE: (port) =>
    `Port ${port} is taken. Choose another with --port, or --port 0 for any free one.`,
  EADDRNOTAVAIL: () => 'This machine has no such address. Choose another with --host.',
  ENOTFOUND: () => 'There is no such host. Choose another with --host.',
  EACCES: (port) => `Port ${port} needs more rights than this user has. Choose one over 1023.`,
}

async function main(argv: readonly string[]): Promise<void> {
  const { options, json, help } = readArguments(argv)
  if (help) return void process.stdout.write(HELP)
  let emulator: Emulator
  try {
    emulator = await startEmulator(options)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    throw new CliError(PROBLEMS[code]?.(options.port ?? 0) ?? (cause as Error).message)
  }
  const stop = (signal: NodeJS.Signals) => {
    process.stderr.write(`Stopping (${signal}).\n`)
    emulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // Only now: whoever reads this may send a signal at once.
  const strange = strangeScopes(emulator)
  if (strange.length > 0)
    process.stderr.write(`This portal asks for none of these scopes: ${strange.join(', ')}\n`)
  process.stdout.write(json ? announceJson(emulator) : announce(emulator))
}

try {
  await main(process.argv.slice(2))
} catch (cause) {
  const usage = cause instanceof CliError ? cause.exitCode : 1
  process.stderr.write(
    `hubspot-emulator: ${cause instanceof Error ? cause.message : String(cause)}\n`,
  )
  process.exit(usage)
}
