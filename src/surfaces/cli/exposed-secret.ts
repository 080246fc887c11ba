/**
 * Refuses secrets on the command line: whatever stands there is in the shell's history and in the
 * list of processes. It looks before anything is parsed, and repeats nothing of what it saw.
 */
import { CliFailure, EXIT } from './failure.ts'

/** @throws CliFailure */
export function refuseExposedSecrets(args: readonly string[]): void {
  for (const arg of args) {
    const [, option, value = arg] = /^(--?[a-z][\w-]*)(?:=(.*))?$/is.exec(arg) ?? []
    if (option && SECRET_OPTION.test(option)) throw exposed(`The option ${option}`)
    if (LOOKS.some((form) => form.test(value))) throw exposed('Something that looks like a token')
  }
}

/** What people would guess. The true ones are `--token-stdin` and `--token-file`. */
const SECRET_OPTION =
  /^--?(token|access-?token|refresh-?token|secret|client-?secret|password|passphrase|api-?key|hapikey|bearer)$/i

const LOOKS = [
  /\bpat-[a-z]{2}\w*-/i,
  /\bhw_[0-9a-z]{10}/,
  /\bbearer\s+\S{8}/i,
  /hapikey=/i,
  // Refresh tokens and client secrets: a region or nothing, then a UUID.
  /^([a-z]{2}\d-)?[0-9a-f]{4,8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  // Access tokens and developer keys: long, and of an alphabet in which nothing else here is.
  /^[A-Za-z0-9+_-]{60,}={0,2}$/,
]

function exposed(what: string): CliFailure {
  return new CliFailure(
    EXIT.usage,
    `${what} was on the command line. It was not used, but it is now in your shell's history and was visible to other programs: rotate it where it came from. ` +
      'Then give the new one hidden: leave it out and the command asks for it, or takes it by --token-stdin or --token-file.',
  )
}
