/** `hubward evidence verify`: needs the package and nothing else, no Hubward, no key, no network. */
import { Command } from 'commander'
import type { Verdict } from '../../../domain/evidence/verify-package.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import { createOutput, type Output } from '../output.ts'
import { unreadable } from '../read-file.ts'

interface VerifyOptions {
  readonly fingerprint?: string
}

export function evidenceCommands(io: Io): Command[] {
  const command = new Command('evidence').description(
    'packages of evidence, which anybody can verify without Hubward',
  )
  command
    .command('verify <file>')
    .description('say whether a package is as it was signed; status 1 where it is not')
    .option('--fingerprint <text>', 'of the key, as Hubward prints it: hubward review key')
    .action(async (file: string, options: VerifyOptions, self: Command) => {
      const { json = false } = self.optsWithGlobals<{ json?: boolean }>()
      const out = createOutput(io, json)
      const verdict = await verify(file, options.fingerprint)
      out.show(shown(verdict), () => print(out, verdict))
      if (!verdict.genuine)
        throw new CliFailure(EXIT.failed, json ? '' : 'Do not rely on this package.')
    })
  return [command]
}

async function verify(file: string, fingerprint: string | undefined): Promise<Verdict> {
  const [{ verifyPackage }, { readFingerprint }, { ZIP_LIMITS }, { evidenceMaths }, fs] =
    await Promise.all([
      import('../../../domain/evidence/verify-package.ts'),
      import('../../../domain/evidence/public-key.ts'),
      import('../../../domain/evidence/stored-zip.ts'),
      import('../evidence-maths.ts'),
      import('node:fs/promises'),
    ])
  const expected = fingerprint === undefined ? null : readFingerprint(fingerprint)
  if (expected === undefined)
    throw new CliFailure(EXIT.usage, 'A fingerprint is 64 hex digits, as Hubward prints it.')
  let bytes: Uint8Array
  try {
    // One byte more than is ever taken is enough to say that it is too much.
    const { size } = await fs.stat(file)
    bytes = size > ZIP_LIMITS.bytes ? new Uint8Array(ZIP_LIMITS.bytes + 1) : await fs.readFile(file)
  } catch (cause) {
    throw unreadable(file, cause)
  }
  return verifyPackage(bytes, evidenceMaths, expected)
}

/** `genuine: null`: whole and signed, by a key that nobody compared. */
const shown = ({ genuine, faults, manifest, fingerprint, compared }: Verdict) => ({
  genuine: genuine && !compared ? null : genuine,
  faults,
  fingerprint,
  fingerprintCompared: compared,
  manifest,
})

function print(out: Output, { genuine, faults, manifest, fingerprint, compared }: Verdict): void {
  for (const { file, text } of faults) out.line(`${file ? `${file}: ` : ''}${text}`)
  if (!genuine || !manifest || fingerprint === null) return
  const { review, readings, files, rows } = manifest
  const verdict = compared ? 'Genuine' : 'Whole and signed, by a key that was not compared'
  out.line(`${verdict}: "${review.name}" (${review.id}) of ${manifest.organisation}`)
  out.line(`Closed ${review.closedAt} by ${review.closedBy}: ${rows} rows, ${files.length} files`)
  for (const { connection, users, digest } of readings)
    out.line(`${connection}: ${users} users, population ${digest}`)
  out.line(`Signed by the key ${fingerprint}`)
  if (!compared)
    out.note(
      'The key is in the package itself. Compare its fingerprint with the one that Hubward prints (hubward review key), and verify again with --fingerprint.',
    )
}
