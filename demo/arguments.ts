/** Reads the demo's command line. Every problem is told at once. */
import { parseArgs } from 'node:util'

export interface Arguments {
  /** Stop after the job. */
  readonly once: boolean
  /** One JSON object in place of text. */
  readonly json: boolean
  readonly help: boolean
  /** 0 takes any free one. */
  readonly port: number
  readonly emulatorPort: number
}

export const HELP = `The whole job before your eyes: an emulated HubSpot portal and Hubward, connected.

Usage: npm run demo -- [options]

  --once                 stop after the job; the exit status is 0 only if every step did it
  --port <n>             port of Hubward (4110; 0 takes a free one)
  --emulator-port <n>    port of the emulated portal (4010; 0 takes a free one)
  --json                 one JSON object in place of text
  --help                 this text

It keeps nothing: the data folder is a temporary one and goes when the demo ends.
`

/** What was typed cannot be meant. Exit status 2. */
export class UsageError extends Error {}

export function readArguments(argv: readonly string[]): Arguments {
  const values = parse(argv)
  const problems: string[] = []
  const port = (name: 'port' | 'emulator-port', standard: number): number => {
    const text = values[name]
    if (text === undefined) return standard
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
    problems.push(`--${name} must be a number from 0 to 65535, not "${text}".`)
    return standard
  }
  const read = {
    once: values.once ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
    port: port('port', 4110),
    emulatorPort: port('emulator-port', 4010),
  }
  if (read.port === read.emulatorPort && read.port !== 0)
    problems.push(`--port and --emulator-port are both ${read.port}; they must differ.`)
  if (problems.length > 0) throw new UsageError(problems.join('\n'))
  return read
}

function parse(argv: readonly string[]) {
  const flag = { type: 'boolean' } as const
  const text = { type: 'string' } as const
  const options = {
    once: flag,
    json: flag,
    help: flag,
    port: text,
    'emulator-port': text,
  }
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values
  } catch (cause) {
    throw new UsageError((cause as Error).message)
  }
}
