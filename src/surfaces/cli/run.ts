/** Runs the program and turns its end into a status. The only place that knows all ways to fail. */
import { CommanderError, type Command } from 'commander'
import { refuseExposedSecrets } from './exposed-secret.ts'
import { CliFailure, EXIT } from './failure.ts'
import type { Io } from './io.ts'
import { createOutput } from './output.ts'

/** `args` without the interpreter and the script. Resolves to the exit status, never rejects. */
export async function runProgram(
  program: Command,
  io: Io,
  args: readonly string[],
): Promise<number> {
  // A reader that went away (`hubward audit 2>&1 | head`) is no failure of ours.
  for (const stream of [io.stdout, io.stderr]) stream.on('error', () => stream.destroy())
  try {
    refuseExposedSecrets(args)
    await program.parseAsync([...args], { from: 'user' })
    return EXIT.ok
  } catch (thrown) {
    return explain(program, io, thrown)
  }
}

function explain(program: Command, io: Io, thrown: unknown): number {
  // Help and version are thrown too; commander has printed whatever there was to print.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage
  const { note } = createOutput(io, false)
  if (!(thrown instanceof CliFailure)) {
    const why = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
    note(`Something went wrong inside this command: ${why}`)
    return EXIT.failed
  }
  const json = program.opts<{ json?: boolean }>().json === true
  if (json && thrown.answer !== undefined)
    io.stderr.write(`${JSON.stringify(thrown.answer, null, 2)}\n`)
  else
    for (const text of [thrown.message, ...thrown.details.map((one) => `  ${one}`)].filter(Boolean))
      note(text)
  return thrown.exitCode
}
