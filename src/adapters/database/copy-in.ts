/**
 * Rows into a table by binary COPY (PostgreSQL "COPY", "Binary Format"), the cheapest way in: one
 * statement, one round trip, and rows that share a page share a WAL record. It knows texts, bytes,
 * times and small numbers; what a row means is its caller's matter. Each COPY is its own transaction.
 */
import type pg from 'pg'

/**
 * Appends the rows. When it resolves they are committed; when it rejects they are not, unless the
 * server was not heard (a timeout, a lost connection). Leave `rows` alone meanwhile.
 */
export function copyIn(client: pg.Client, rows: CopyRows): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyStatement(rows.message(), (error) => (error ? reject(error) : resolve())))
  })
}

/** The statement as `pg` runs one of its own: it is told what the server answers. */
class CopyStatement implements pg.Submittable {
  readonly #message: Buffer
  /** `pg` puts its own in between where there is a `query_timeout`. */
  callback: (error?: Error) => void

  constructor(message: Buffer, callback: (error?: Error) => void) {
    this.#message = message
    this.callback = callback
  }

  submit(connection: pg.Connection): void {
    connection.stream.write(this.#message)
  }

  handleCopyInResponse(): void {}

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.callback(error)
  }

  handleReadyForQuery(): void {
    this.callback()
  }
}

/** About 80 calls; a larger batch makes it grow. */
const FIRST_BYTES = 64 * 1024
/** "PGCOPY\n\xff\r\n\0", no flags, no header extension. */
const SIGNATURE = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex')
/** PostgreSQL counts microseconds since 2000-01-01. */
const EPOCH_MS = 946_684_800_000
/** Up to here, writing character by character is cheaper than a call into Node. */
const SHORT = 64

/**
 * The messages of one COPY, written as its rows come; good for one statement after another on one
 * connection. A row is `begin`, then one value for every column in order. `table` and `columns` are
 * names of ours and are not quoted.
 */
export class CopyRows {
  readonly #head: Buffer
  readonly #columns: number
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)
  #end = 0

  constructor(table: string, columns: readonly string[]) {
    const statement = `copy ${table} (${columns.join(', ')}) from stdin (format binary)\0`
    this.#columns = columns.length
    // Query, then at once CopyData: a server that refuses the first skips the second.
    this.#head = Buffer.concat([tagged('Q', Buffer.from(statement)), tagged('d', SIGNATURE)])
    this.clear()
  }

  clear(): void {
    this.#end = this.#head.copy(this.#bytes)
  }

  begin(): void {
    this.#room(2)
    this.#end = this.#bytes.writeInt16BE(this.#columns, this.#end)
  }

  /** `timestamptz`, from milliseconds since 1970. */
  time(ms: number): void {
    this.#room(12)
    const us = (ms - EPOCH_MS) * 1_000
    this.#int32(8)
    this.#int32(Math.floor(us / 0x1_0000_0000))
    this.#int32(us % 0x1_0000_0000)
  }

  /** `smallint`. */
  smallint(value: number): void {
    this.#room(6)
    this.#int32(2)
    this.#end = this.#bytes.writeInt16BE(value, this.#end)
  }

  /** `text`, or `bytea` of its UTF-8. */
  text(value: string | null): void {
    if (value === null) {
      this.#room(4)
      this.#int32(-1)
      return
    }
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.#room(4 + value.length * 3)
    const at = this.#end + 4
    const length = this.#ascii(value, at) ? value.length : this.#bytes.write(value, at)
    this.#int32(length)
    this.#end = at + length
  }

  /** Valid until the next `clear` or `begin`. */
  message(): Buffer {
    this.#room(TAIL.length)
    const end = this.#end
    // CopyData's length counts itself and the trailer, not its tag.
    this.#end = this.#head.length - SIGNATURE.length - 4
    this.#int32(end + TRAILER_BYTES - this.#end)
    this.#end = end
    TAIL.copy(this.#bytes, end)
    return this.#bytes.subarray(0, end + TAIL.length)
  }

  /** False: not short, or not ASCII; then nothing counts as written. */
  #ascii(value: string, at: number): boolean {
    if (value.length > SHORT) return false
    const bytes = this.#bytes
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i)
      if (code > 0x7f) return false
      bytes[at + i] = code
    }
    return true
  }

  #int32(value: number): void {
    const bytes = this.#bytes
    bytes[this.#end++] = value >>> 24
    bytes[this.#end++] = value >>> 16
    bytes[this.#end++] = value >>> 8
    bytes[this.#end++] = value
  }

  #room(more: number): void {
    if (this.#end + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#end + more))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}

function tagged(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

const TRAILER_BYTES = 2
/** The file trailer, then CopyDone. */
const TAIL = Buffer.concat([Buffer.alloc(TRAILER_BYTES, 0xff), tagged('c', Buffer.alloc(0))])
