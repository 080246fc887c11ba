/**
 * A lean HTTP/1.1 load generator: keep-alive sockets, one request under way on each, no parsing
 * beyond the head's end and the content length. It costs a fraction of what it measures, which
 * matters where both share two cores. Bounded in time; talks to this machine only.
 */
import { connect, type Socket } from 'node:net'

export interface Load {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly connections: number
  readonly seconds: number
  /** Not counted. */
  readonly warmupSeconds?: number
}

export interface LoadResult {
  readonly requests: number
  readonly perSecond: number
  /** Answers that were not 2xx. */
  readonly refused: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

export async function load(options: Load): Promise<LoadResult> {
  const url = new URL(options.url)
  if (url.hostname !== '127.0.0.1') throw new Error('the load generator talks to 127.0.0.1 only')
  const request = requestBytes(url, options)
  const warmup = (options.warmupSeconds ?? 1) * 1000
  const begin = performance.now() + warmup
  const end = begin + options.seconds * 1000
  const times: number[] = []
  let refused = 0
  const count = (started: number, status: number): void => {
    const now = performance.now()
    if (started < begin || now > end) return
    times.push(now - started)
    if (status < 200 || status > 299) refused++
  }
  await Promise.all(
    Array.from({ length: options.connections }, () => drive(url, request, end, count)),
  )
  times.sort((a, b) => a - b)
  return {
    requests: times.length,
    perSecond: times.length / options.seconds,
    refused,
    p50: at(times, 0.5),
    p99: at(times, 0.99),
  }
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

function requestBytes(url: URL, { method = 'GET', headers = {}, body }: Load): Buffer {
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `host: ${url.host}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
}

type Count = (startedAt: number, status: number) => void

function drive(url: URL, request: Buffer, end: number, count: Count): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(url.port), url.hostname)
    socket.setNoDelay(true)
    let started = 0
    let answer = new Answer()
    const send = (): void => {
      if (performance.now() >= end) {
        socket.destroy()
        resolve()
        return
      }
      started = performance.now()
      socket.write(request)
    }
    socket.once('connect', send)
    socket.on('error', reject)
    socket.on('close', () =>
      performance.now() >= end ? resolve() : reject(new Error('closed early')),
    )
    socket.on('data', (chunk) => {
      if (!answer.add(chunk)) return
      count(started, answer.status)
      answer = new Answer()
      send()
    })
  })
}

/** Knows when one answer is whole, by content length or by the last chunk. */
class Answer {
  status = 0
  #bytes: Buffer = Buffer.alloc(0)
  #whole = -1

  add(chunk: Buffer): boolean {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
    if (this.#whole === -1) this.#readHead()
    if (this.#whole === 0) return this.#bytes.subarray(-5).toString('latin1') === '0\r\n\r\n'
    return this.#whole > 0 && this.#bytes.length >= this.#whole
  }

  #readHead(): void {
    const end = this.#bytes.indexOf('\r\n\r\n')
    if (end === -1) return
    const head = this.#bytes.toString('latin1', 0, end)
    this.status = Number(head.slice(9, 12))
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    this.#whole = length === undefined ? 0 : end + 4 + Number(length)
  }
}
