/**
 * All that a running Hubward wrote, answered or sent, by where it was found, and the search through
 * it for secrets that must not be there. It says what it holds, so that a test can see that it looked
 * at something.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Pool } from 'pg'
import { formsOf } from './forms.ts'

const SHORTEST = 16

interface Straw {
  readonly place: string
  readonly bytes: Buffer
}

export class Haystack {
  readonly #straws: Straw[] = []

  /** `place`: for whoever has to mend it. */
  add(place: string, content: string | Uint8Array): void {
    const bytes = Buffer.from(content)
    this.#straws.push({ place, bytes })
    const unfolded = unfold(bytes)
    if (unfolded) this.#straws.push({ place: `${place}, lines of e-mail joined`, bytes: unfolded })
  }

  /** Bytes per kind of place, the word before the first colon. */
  sizes(): Readonly<Record<string, number>> {
    const sizes: Record<string, number> = {}
    for (const { place, bytes } of this.#straws) {
      const [kind = ''] = place.split(':', 1)
      sizes[kind] = (sizes[kind] ?? 0) + bytes.length
    }
    return sizes
  }

  /** One line per secret, form and place; none is what a test hopes for. */
  search(secrets: Readonly<Record<string, string>>): string[] {
    const needles = needlesOf(secrets)
    return this.#straws.flatMap(({ place, bytes }) =>
      [...new Set(hitsIn(bytes, needles))].map((needle) => `${needle}, in ${place}`),
    )
  }
}

/** By their first four bytes; all of them are longer. */
interface Needles {
  /** 1 at each pair of bytes with which one begins. */
  readonly begins: Uint8Array
  readonly byStart: ReadonlyMap<
    number,
    readonly { readonly name: string; readonly bytes: Buffer }[]
  >
}

function needlesOf(secrets: Readonly<Record<string, string>>): Needles {
  const begins = new Uint8Array(0x1_0000)
  const byStart = new Map<number, { name: string; bytes: Buffer }[]>()
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret.length < SHORTEST)
      throw new Error(`the canary "${name}" is too short to be told from chance`)
    for (const { form, bytes } of formsOf(secret)) {
      begins[bytes.readUInt16BE(0)] = 1
      const start = bytes.readUInt32BE(0)
      byStart.set(start, [...(byStart.get(start) ?? []), { name: `${name}, ${form}`, bytes }])
    }
  }
  return { begins, byStart }
}

/**
 * In one pass, however many needles there are: hundreds of them in a hundred megabytes are found, or
 * not, in a second. One pass for each took half a minute.
 */
function hitsIn(bytes: Buffer, { begins, byStart }: Needles): string[] {
  const hits: string[] = []
  for (let at = 0; at <= bytes.length - 4; at++) {
    if (begins[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] === 0) continue
    for (const needle of byStart.get(bytes.readUInt32BE(at)) ?? [])
      if (bytes.subarray(at, at + needle.bytes.length).equals(needle.bytes)) hits.push(needle.name)
  }
  return hits
}

/** Quoted-printable breaks long lines anywhere (RFC 2045 §6.7), a secret among them. */
function unfold(bytes: Buffer): Buffer | undefined {
  if (!bytes.includes('=\r\n')) return undefined
  return Buffer.from(bytes.toString('latin1').replaceAll('=\r\n', ''), 'latin1')
}

/** Every row of every table that is not PostgreSQL's own; bytes as they are as well as in hex. */
export async function addDatabase(hay: Haystack, pool: Pool): Promise<void> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${name} t`)
    for (const { text } of rows) {
      hay.add(`database: ${name}`, text)
      for (const [, hex = ''] of text.matchAll(/\\\\?x([0-9a-f]{2,})/g))
        hay.add(`database: ${name}, its bytes`, Buffer.from(hex, 'hex'))
    }
  }
}

/** Every file below a folder, whole: tables as they lie on disk, the write-ahead log, whatever else. */
export function addFolder(hay: Haystack, kind: string, folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    // A file may go while one looks: PostgreSQL recycles its log.
    if (!statSync(path, { throwIfNoEntry: false })) continue
    hay.add(`${kind}: ${relative(folder, path)}`, readFileSync(path))
  }
}
