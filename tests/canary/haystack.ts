/**
 * All that a running Hubward wrote, answered or sent, by where it was found, and the search through
 * it for secrets that must not be there. It says what it holds, so that a test can see that it looked
 * at something.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Pool } from 'pg'
import { formsOf } from './forms.ts'

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
    return Object.entries(secrets).flatMap(([name, secret]) => {
      if (secret.length < 16)
        throw new Error(`the canary "${name}" is too short to be told from chance`)
      return formsOf(secret).flatMap(({ form, bytes }) =>
        this.#straws
          .filter((straw) => straw.bytes.includes(bytes))
          .map(({ place }) => `${name}, ${form}, in ${place}`),
      )
    })
  }
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
