/** The body of an HTTP request, whole up to a limit or as a stream. */
import type { IncomingMessage } from 'node:http'
import type { RequestBody } from '../../application/gateway/call.ts'
import { HubwardError } from '../../domain/errors.ts'

export class IncomingBody implements RequestBody {
  readonly length: number | null
  readonly #request: IncomingMessage

  constructor(request: IncomingMessage) {
    this.#request = request
    const announced = request.headers['content-length']
    if (announced !== undefined) this.length = Number(announced)
    else this.length = request.headers['transfer-encoding'] === undefined ? 0 : null
  }

  async whole(limit: number): Promise<Uint8Array> {
    if (this.length !== null && this.length > limit) throw tooLarge(limit)
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of this.#chunks()) {
      length += chunk.length
      if (length > limit) throw tooLarge(limit)
      chunks.push(chunk)
    }
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)
  }

  /** Who stops early leaves a rest that nobody wants, but that stands before the next request. */
  async *stream(): AsyncIterable<Uint8Array> {
    try {
      yield* this.#chunks()
    } finally {
      this.#request.resume()
    }
  }

  #chunks(): AsyncIterable<Buffer> {
    return this.#request.iterator({ destroyOnReturn: false })
  }
}

const tooLarge = (limit: number): HubwardError =>
  new HubwardError(
    'request.too_large',
    `A body that is checked against grants may have ${limit} bytes at most; send fewer records at once.`,
  )
