/** Speaks HTTP/1.1 byte by byte, for what no client library would send or show. */
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Bytes to write, or milliseconds to wait. */
export type Step = string | Buffer | number

export interface RawAnswer {
  /** Everything that came, a character per byte. */
  readonly text: string
  /** Whether the other side closed the connection before `forMs` were over. */
  readonly closed: boolean
}

/** Writes the steps, then listens until the connection is closed or the time is over. */
export function rawHttp(url: string, steps: readonly Step[], forMs = 3_000): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let text = ''
    const end = (closed: boolean): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ text, closed })
    }
    const timer = setTimeout(() => end(false), forMs)
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => (text += chunk))
    socket.on('error', () => end(true))
    socket.on('close', () => end(true))
    socket.on('connect', () => void write(steps))
    async function write(all: readonly Step[]): Promise<void> {
      for (const step of all) {
        if (typeof step === 'number') await sleep(step)
        else if (!socket.destroyed) socket.write(step)
      }
    }
  })
}
