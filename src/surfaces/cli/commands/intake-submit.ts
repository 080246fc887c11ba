/**
 * `hubward intake submit`: hands a key over from a terminal. It needs no account here, only the link;
 * it seals on this machine, exactly as the page does, and refuses a server that gives another key
 * than the link's.
 */
import { Command } from 'commander'
import type { SecretOptions } from '../read-secret.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import { createOutput } from '../output.ts'

interface SubmitOptions extends SecretOptions {
  readonly kind: string
  readonly portal?: string
  readonly link?: string[]
  readonly context?: string
  readonly email?: string
}

export const submitCommand = (io: Io): Command =>
  new Command('submit')
    .description('hand a key over by a link that you were sent; sealed on this machine')
    .argument(
      '[link]',
      'the whole link; asked for when it is left out, so that no history keeps it',
    )
    .option('--kind <kind>', 'service_key, static_app or private_app', 'service_key')
    .option('--portal <id>', 'the portal that the key is of')
    .option('--link <url...>', 'addresses in HubSpot that they asked for')
    .option('--context <text>', 'anything they should know')
    .option('--email <address>', 'where they can reach you, and you are told the outcome')
    .option('--token-stdin', 'read the key from stdin')
    .option('--token-file <path>', 'read the key from a file')
    .action(async (link: string | undefined, options: SubmitOptions, command: Command) => {
      const { submitByLink } = await import('../submit-intake.ts')
      const { promptHidden, readSecret } = await import('../read-secret.ts')
      const whole = link ?? (await promptHidden(io, 'The link that you were sent (hidden): '))
      const { kind, context, email } = options
      const { json } = command.optsWithGlobals<{ json?: boolean }>()
      const out = createOutput(io, json === true)
      const sent = await submitByLink({
        link: whole,
        kind,
        links: options.link ?? [],
        context: context ?? '',
        email: email ?? null,
        portal: options.portal === undefined ? null : portalOf(options.portal),
        askToken: () => readSecret(io, 'HubSpot key', options),
        // By a server that nobody vouches for: only as text.
        tell: (sentence) => out.note(sentence),
      })
      out.show(sent, () => {
        out.line(`Sent, sealed. Request ${sent.intakeId}, ${sent.submittedAt}`)
        out.line(`SHA-256 of the sealed bytes: ${sent.sha256}`)
        out.line(`How it ends is shown at ${sent.outcome}`)
      })
    })

function portalOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new CliFailure(EXIT.usage, '--portal is a number.')
}
