/** Takes a secret from the person or program at the other end, never from the arguments. */
import { CliFailure, EXIT } from './failure.ts'
import type { Io } from './io.ts'
import { readText } from './read-file.ts'

export interface SecretOptions {
  readonly tokenStdin?: boolean
  readonly tokenFile?: string
}

/** No HubSpot credential comes near this. */
const LONGEST = 64_000

/** How one secret is given: what `--<option>-stdin` and `--<option>-file` said. */
export interface SecretWays {
  readonly option: 'token' | 'passphrase'
  readonly stdin: boolean | undefined
  readonly file: string | undefined
}

/**
 * One secret, by the way that the options name; without one, a hidden prompt.
 *
 * @throws CliFailure where there is neither an option nor a person to ask
 */
export const readSecret = (
  io: Io,
  what: string,
  { tokenStdin: stdin, tokenFile: file }: SecretOptions,
): Promise<string> => readSecretBy(io, what, { option: 'token', stdin, file })

export async function readSecretBy(
  io: Io,
  what: string,
  { option, stdin, file }: SecretWays,
): Promise<string> {
  if (stdin && file)
    throw new CliFailure(EXIT.usage, `Give --${option}-stdin or --${option}-file, not both.`)
  if (file !== undefined) return oneEnd(await readText(file))
  if (stdin) return oneEnd(await readAll(io))
  if (!io.stdin.isTTY)
    throw new CliFailure(
      EXIT.usage,
      `The ${what} is asked for hidden, and this is no terminal. Give it with --${option}-stdin or --${option}-file.`,
    )
  return promptHidden(io, `${what} (hidden): `)
}

/** Without the line break that ends every file and every `echo`: nobody pasted that. */
const oneEnd = (text: string): string => text.replace(/\r?\n$/, '')

/** Everything on stdin, as UTF-8. */
export async function readAll(io: Io, longest = LONGEST): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of io.stdin as AsyncIterable<Buffer | string>) {
    chunks.push(Buffer.from(chunk))
    length += chunk.length
    if (length > longest) throw new CliFailure(EXIT.usage, 'There is far too much on stdin.')
  }
  return Buffer.concat(chunks).toString('utf8')
}

const ENTER_AT_END = /[\r\n]+$/
const ERASE = new Set(['\u007f', '\b'])
/** Ctrl-U. */
const ERASE_ALL = '\u0015'
/** Ctrl-C and Ctrl-D. */
const GIVE_UP = new Set(['\u0003', '\u0004'])

/**
 * The terminal echoes nothing. Enter ends the answer, but a line break with more right behind it
 * was pasted, not typed, and is a part of it: a pair of key and value has two lines.
 */
export async function promptHidden(io: Io, question: string): Promise<string> {
  // Before the question: whoever answers at once would otherwise be echoed by the terminal.
  io.stdin.setRawMode?.(true)
  io.stderr.write(question)
  try {
    return await typed(io)
  } finally {
    io.stdin.setRawMode?.(false)
    io.stderr.write('\n')
  }
}

function typed(io: Io): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let text = ''
  const hear = (chunk: Buffer | string): void => {
    const piece = chunk.toString()
    for (const char of piece.replace(ENTER_AT_END, '')) {
      if (GIVE_UP.has(char)) return reject(new CliFailure(EXIT.failed, 'Nothing was done.'))
      if (char === ERASE_ALL) text = ''
      else text = ERASE.has(char) ? text.slice(0, -1) : text + (char === '\r' ? '\n' : char)
    }
    if (ENTER_AT_END.test(piece)) resolve(text)
  }
  const gone = (): void => reject(new CliFailure(EXIT.failed, 'The input ended. Nothing was done.'))
  // The answer before this one left the stream paused, and a listener alone does not wake it.
  io.stdin.on('data', hear).once('end', gone).resume()
  return promise.finally(() => {
    io.stdin.off('data', hear).off('end', gone).pause()
  })
}

/** One line that everybody may see. */
export async function askLine(io: Io, question: string): Promise<string> {
  io.stderr.write(question)
  return (await typed(io)).trim()
}

/** Asks a question of which only `y` or `yes` is a yes. */
export async function confirm(io: Io, question: string): Promise<boolean> {
  io.stderr.write(`${question} [y/N] `)
  const answer = await typed(io)
  return /^y(es)?$/i.test(answer.trim())
}
