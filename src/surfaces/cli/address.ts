/** Where Hubward is and with which key to speak to it: from options, environment or data folder. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CLIENT_KEY_MISTAKES, parseClientKey } from '../../domain/access/client-key.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { CliFailure, EXIT } from './failure.ts'
import type { Io } from './io.ts'

export const DEFAULT_URL = 'http://127.0.0.1:4110'

/** Written by `hubward init` beside the data, readable for its owner alone. */
export const KEY_FILE = 'admin.key'

export interface Address {
  readonly url: URL
  readonly key: Redacted<string>
}

export async function findAddress(io: Pick<Io, 'env'>, url: string | undefined): Promise<Address> {
  return { url: readUrl(url ?? io.env['HUBWARD_URL'] ?? DEFAULT_URL), key: await readKey(io) }
}

/**
 * A key goes over the network in clear only where there is no network: on this machine.
 *
 * @throws CliFailure
 */
function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CliFailure(EXIT.usage, `"${text}" is no address. Write it like ${DEFAULT_URL}.`)
  if (url.username || url.password || url.search || url.hash)
    throw new CliFailure(EXIT.usage, 'The address takes no user, query or fragment.')
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw new CliFailure(
      EXIT.usage,
      `${url.origin} would carry your key in clear over the network. Use its https address, or a tunnel to ${DEFAULT_URL}.`,
    )
  return url
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

async function readKey({ env }: Pick<Io, 'env'>): Promise<Redacted<string>> {
  const given = env['HUBWARD_KEY']
  if (given) return parsed(given, 'HUBWARD_KEY')
  const file = join(env['HUBWARD_DATA'] || './data', KEY_FILE)
  try {
    return parsed(await readFile(file, 'utf8'), file)
  } catch (cause) {
    if (cause instanceof CliFailure) throw cause
    throw new CliFailure(
      EXIT.usage,
      `There is no client key to speak with: HUBWARD_KEY is not set, and ${file} cannot be read. ` +
        'Run this where `hubward init` was run, or set HUBWARD_KEY to the key of an admin.',
      { cause },
    )
  }
}

function parsed(text: string, where: string): Redacted<string> {
  const key = parseClientKey(text)
  if (key.ok) return key.value.text
  throw new CliFailure(EXIT.usage, `${where}: ${CLIENT_KEY_MISTAKES[key.error]}`)
}
