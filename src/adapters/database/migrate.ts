import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { HubwardError } from '../../domain/errors.ts'

export const MIGRATIONS = join(import.meta.dirname, 'migrations')

/**
 * Brings the database to this release. Numbered SQL files (`0001_name.sql`), forward only, each in a
 * transaction of its own under an advisory lock, so any number of processes may do this at once.
 *
 * @returns the names of the files applied by this call
 * @throws HubwardError `database.version_mismatch` when a newer release was here, or when a file that
 *   was applied has changed since; `database.migration_failed` with the file and the reason
 */
export async function migrate<S>(db: Kysely<S>, folder = MIGRATIONS): Promise<readonly string[]> {
  const files = readMigrations(folder)
  await demandKnown(db, files)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(files.map(migration))) },
    nameComparator: (a, b) => (a < b ? -1 : 1),
  })
  const applied: string[] = []
  for (;;) {
    const { error, results } = await migrator.migrateUp()
    if (error !== undefined) {
      // Perhaps a newer release came by between our look and the lock: then say that.
      await demandKnown(db, files)
      throw failed(error, results?.find(({ status }) => status === 'Error')?.migrationName)
    }
    if (results === undefined || results.length === 0) return applied
    applied.push(...results.map(({ migrationName }) => migrationName))
  }
}

/** How the database differs from this release: what `migrate` would do, or why it would refuse. */
export async function unknownMigrations<S>(
  db: Kysely<S>,
  folder = MIGRATIONS,
): Promise<{
  readonly missing: readonly string[]
  readonly newer: readonly string[]
  readonly changed: readonly string[]
}> {
  const files = readMigrations(folder)
  const { rows: tables } = await sql<{ found: boolean }>`
    select to_regclass('migration_checksum') is not null as found`.execute(db)
  const { rows } = tables[0]?.found
    ? await sql<{ name: string; sha256: string }>`
        select name, sha256 from migration_checksum order by name`.execute(db)
    : { rows: [] }
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  const known = new Set(files.map(({ name }) => name))
  return {
    missing: files.filter(({ name }) => !applied.has(name)).map(({ name }) => name),
    newer: [...applied.keys()].filter((name) => !known.has(name)),
    changed: files
      .filter(({ name, checksum }) => (applied.get(name) ?? checksum) !== checksum)
      .map(({ name }) => name),
  }
}

interface MigrationFile {
  readonly name: string
  readonly text: string
  /** SHA-256 of the file, hex. */
  readonly checksum: string
}

const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/
/** The transaction is ours: a file that ends it could be left half applied. */
const TRANSACTION = /^\s*(begin|commit|rollback|start\s+transaction)\s*;/im

/** In order. A misnamed file, a number used twice or a transaction inside is the author's mistake. */
function readMigrations(folder: string): readonly MigrationFile[] {
  const files = readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
  const numbers = new Set<string>()
  return files.map((file) => {
    const number = FILE_NAME.exec(file)?.[1]
    if (number === undefined) throw new Error(`A migration is named 0001_name.sql, not ${file}`)
    if (numbers.has(number)) throw new Error(`Two migrations have the number ${number}`)
    numbers.add(number)
    const text = readFileSync(join(folder, file), 'utf8')
    if (TRANSACTION.test(text)) throw new Error(`${file} must not begin or end a transaction`)
    const checksum = createHash('sha256').update(text).digest('hex')
    return { name: file.slice(0, -'.sql'.length), text, checksum }
  })
}

/** The checksum is written in the migration's own transaction: both are there, or neither. */
function migration({ name, text, checksum }: MigrationFile): [string, Migration] {
  const up = async (tx: Kysely<unknown>): Promise<void> => {
    await sql`create table if not exists migration_checksum (
      name text primary key,
      sha256 text not null
    )`.execute(tx)
    await sql.raw(text).execute(tx)
    await sql`insert into migration_checksum (name, sha256) values (${name}, ${checksum})`.execute(
      tx,
    )
  }
  return [name, { up }]
}

async function demandKnown<S>(db: Kysely<S>, files: readonly MigrationFile[]): Promise<void> {
  const { rows: tables } = await sql<{ found: boolean }>`
    select to_regclass('migration_checksum') is not null as found`.execute(db)
  if (!tables[0]?.found) return
  const { rows } = await sql<{ name: string; sha256: string }>`
    select name, sha256 from migration_checksum order by name`.execute(db)
  for (const { name, sha256 } of rows) {
    const file = files.find((known) => known.name === name)
    if (file === undefined) {
      throw new HubwardError(
        'database.version_mismatch',
        `A newer release of Hubward has changed this database (migration ${name}, which this one ` +
          'does not know). Nothing was touched. Start that release or a later one.',
        { facts: { migration: name } },
      )
    }
    if (file.checksum !== sha256) {
      throw new HubwardError(
        'database.version_mismatch',
        `The migration ${name} is not the one that made this database: its file has changed since. ` +
          'Nothing was touched. Install an unmodified release; a change of the schema is a new file.',
        { facts: { migration: name } },
      )
    }
  }
}

function failed(error: unknown, name: string | undefined): unknown {
  if (error instanceof HubwardError || name === undefined) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new HubwardError(
    'database.migration_failed',
    `The migration ${name} could not be applied and left nothing behind: ${reason}.`,
    { cause: error, facts: { migration: name } },
  )
}
