/**
 * `hubward intake submit` and `receipt`: handing a key over from a terminal, and asking what became of
 * it. They need no account here, only a link; what is sent is sealed on this machine, exactly as the
 * page does, and a server that gives another key than the link's is refused.
 */
import { Command } from 'commander'
import type { PassphraseOptions } from '../handed-file.ts'
import type { SecretOptions } from '../read-secret.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import { createOutput, type Output } from '../output.ts'

interface SubmitOptions extends SecretOptions, PassphraseOptions {
  readonly kind: string
  readonly file?: string
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
    .option(
      '--link <url...>',
      'addresses in HubSpot, in the order asked for; "" for one that you do not have',
    )
    .option('--context <text>', 'anything they should know')
    .option('--email <address>', 'where they can reach you, and you are told the outcome')
    .option('--token-stdin', 'read the key from stdin')
    .option('--token-file <path>', 'read the key from a file')
    .option('--file <path>', 'the key in an age file to their recipient, or in an AES-256 ZIP')
    .option('--passphrase-stdin', 'read the passphrase of the ZIP from stdin')
    .option('--passphrase-file <path>', 'read the passphrase of the ZIP from a file')
    .action(async (link: string | undefined, options: SubmitOptions, command: Command) => {
      demandOneWay(options, link)
      const { submitByLink } = await import('../submit-intake.ts')
      const { keyInFile, openHandedFile } = await import('../handed-file.ts')
      const { promptHidden, readSecret } = await import('../read-secret.ts')
      // A file that cannot be sent is told before anything is asked, of a person or of a server.
      const file = options.file === undefined ? undefined : await openHandedFile(options.file)
      const whole = link ?? (await promptHidden(io, 'The link that you were sent (hidden): '))
      const { kind, context, email } = options
      const out = outputOf(io, command)
      const sent = await submitByLink({
        link: whole,
        kind,
        links: (wanted) => linksOf(io, wanted, options),
        context: context ?? '',
        email: email ?? null,
        portal: options.portal === undefined ? null : portalOf(options.portal),
        askKey: async () =>
          file
            ? keyInFile(io, file, options)
            : { token: await readSecret(io, 'HubSpot key', options) },
        // By a server that nobody vouches for: only as text.
        tell: (sentence) => out.note(sentence),
      })
      out.show(sent, () => {
        out.line(`Sent, sealed. Request ${sent.intakeId}, ${sent.submittedAt}`)
        out.line(`SHA-256 of the sealed bytes: ${sent.sha256}`)
        out.line(`How it ends is shown at ${sent.outcome}`)
      })
    })

export const receiptCommand = (io: Io): Command =>
  new Command('receipt')
    .description('ask whether what you handed over arrived, and what became of it')
    .argument('[address]', 'as `submit` told it; asked for when it is left out')
    .action(async (address: string | undefined, _options: object, command: Command) => {
      const { askReceipt } = await import('../ask-receipt.ts')
      const { promptHidden } = await import('../read-secret.ts')
      const whole = address ?? (await promptHidden(io, 'The address of the outcome (hidden): '))
      const { outcome, words } = await askReceipt(whole)
      const out = outputOf(io, command)
      out.show(outcome, () => {
        out.line(`Arrived. Request ${outcome.id}, ${outcome.submittedAt}`)
        out.line(`SHA-256 of the sealed bytes: ${outcome.sha256}`)
        out.line(`${words.title}. ${words.text}`)
      })
    })

const outputOf = (io: Io, command: Command): Output =>
  createOutput(io, command.optsWithGlobals<{ json?: boolean }>().json === true)

/** Whoever gave none by options is asked for each, where they sit at a terminal. */
async function linksOf(
  io: Io,
  wanted: readonly string[],
  { link, tokenStdin, passphraseStdin }: SubmitOptions,
): Promise<readonly string[]> {
  const atTerminal = io.stdin.isTTY === true && tokenStdin !== true && passphraseStdin !== true
  if (link !== undefined || wanted.length === 0) return link ?? []
  if (!atTerminal) {
    io.stderr.write(`Addresses that they ask for, by --link in this order: ${wanted.join('; ')}\n`)
    return []
  }
  const { askLine } = await import('../read-secret.ts')
  const links: string[] = []
  for (const one of wanted)
    links.push(await askLine(io, `Address in HubSpot of “${one}” (Enter where you have none): `))
  return links
}

/** The key comes one way, and of what stands on stdin there is one. */
function demandOneWay(options: SubmitOptions, link: string | undefined): void {
  const { file, tokenStdin, tokenFile, passphraseStdin, passphraseFile } = options
  const token = tokenStdin === true || tokenFile !== undefined
  const passphrase = passphraseStdin === true || passphraseFile !== undefined
  if (file !== undefined && token)
    throw new CliFailure(EXIT.usage, 'Give the key in --file or by itself, not both.')
  if (file === undefined && passphrase)
    throw new CliFailure(EXIT.usage, 'A passphrase belongs to a ZIP: name it with --file.')
  if (link === undefined && (tokenStdin || passphraseStdin))
    throw new CliFailure(
      EXIT.usage,
      'The secret comes from stdin, so the link cannot be asked for. Give it as the argument.',
    )
}

function portalOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new CliFailure(EXIT.usage, '--portal is a number.')
}
