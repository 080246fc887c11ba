/** Answers what is asked about the installation: this process and its database. */
import type pg from 'pg'
import { aboutDatabase } from '../adapters/database/activity/installation.ts'
import type { Database } from '../adapters/database/pool.ts'
import type { Installation } from '../application/activity/ports.ts'
import { VERSION } from './version.ts'

export interface InstallationParts {
  readonly db: Database
  readonly config: pg.PoolConfig
  /** Known only once we listen, so it is asked each time. */
  readonly site: { readonly publicUrl: string }
  readonly startedAt: Date
}

export function createInstallation(parts: InstallationParts): Installation {
  return {
    about: async () => ({
      version: VERSION,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      publicUrl: parts.site.publicUrl,
      startedAt: parts.startedAt,
      database: {
        // Only a database of the operator's own is named by an address.
        kind: parts.config.connectionString === undefined ? 'embedded' : 'external',
        ...(await aboutDatabase(parts.db)),
      },
    }),
  }
}
