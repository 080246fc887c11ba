/** What an action is given: its output, and the admin contract to speak. */
import type { Command } from 'commander'
import { CliFailure, EXIT } from './failure.ts'
import type { Client } from './client.ts'
import type { Io } from './io.ts'
import { createOutput, type Output } from './output.ts'

export interface Session extends Client {
  readonly io: Io
  readonly out: Output
}

/** Options that every command has. */
interface GlobalOptions {
  readonly url?: string
  readonly json?: boolean
}

/**
 * Wraps an action so that it gets a session before its own arguments and options. The client is
 * loaded only now: `--help` must not wait for it.
 */
export function withSession(
  io: Io,
  action: (session: Session, ...args: never[]) => Promise<void>,
): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    // commander hands the options and the command itself over as the last two.
    const command = args.at(-1) as Command
    const { url, json = false } = command.optsWithGlobals<GlobalOptions>()
    const [{ createClient }, { findAddress }] = await Promise.all([
      import('./client.ts'),
      import('./address.ts'),
    ])
    const client = createClient(await findAddress(io, url), io.fetch)
    await action({ ...client, io, out: createOutput(io, json) }, ...(args as never[]))
  }
}

/** `90d`, `12h`, `4w`, or a date or moment as the contract reads it. */
export function readExpiry(text: string | undefined): string | null {
  if (text === undefined) return null
  const [, count, unit] = /^(\d{1,5})([hdw])$/.exec(text) ?? []
  const hours = HOURS[unit ?? '']
  if (count && hours) return new Date(Date.now() + Number(count) * hours * 3_600_000).toISOString()
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return text
  throw new CliFailure(EXIT.usage, `"${text}" is no end. Write 90d, 12h, 4w or 2027-01-31.`)
}

const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 }
