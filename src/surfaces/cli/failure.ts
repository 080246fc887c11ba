/**
 * Why a command ends without success, and with which status: 1 refused or failed, 2 the command
 * was not understood, 3 Hubward cannot be reached. Its message is all that the person sees.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, unreachable: 3 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export class CliFailure extends Error {
  readonly exitCode: ExitCode
  /** Further lines: one per mistake of the input. */
  readonly details: readonly string[]
  /** For `--json`: what the server answered, where it did. */
  readonly answer: unknown

  constructor(
    exitCode: ExitCode,
    message: string,
    more: { details?: readonly string[]; answer?: unknown; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'CliFailure'
    this.exitCode = exitCode
    this.details = more.details ?? []
    this.answer = more.answer
  }
}
