/** The world as the command line meets it, handed in so that tests can play it. */
import type { Readable, Writable } from 'node:stream'

export interface Io {
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly stdin: Readable & {
    readonly isTTY?: boolean
    /** Only a terminal has it. */
    setRawMode?(raw: boolean): unknown
  }
  readonly env: Readonly<Record<string, string | undefined>>
  /** Node's own unless given. */
  readonly fetch?: typeof globalThis.fetch
}
