/** The tables as Kysely sees them: what a row holds, column by column, kept equal to migrations/. */
export interface Schema {
  /** Which file made what: written by the migrator, see migrate.ts. */
  migration_checksum: { name: string; sha256: string }
}
