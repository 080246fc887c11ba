/** The people of portals, as rows: one file for each group of tables. */
import type { PeopleRepository } from '../../../application/people/ports.ts'
import type { Database } from '../pool.ts'
import { alertQueries } from './alerts.ts'
import { keepSnapshot } from './keep-snapshot.ts'
import { readingQueries } from './readings.ts'
import { settingsQueries } from './settings.ts'
import { userQueries } from './users.ts'

export const peopleRepository = (db: Database): PeopleRepository => ({
  ...readingQueries(db),
  ...userQueries(db),
  ...alertQueries(db),
  ...settingsQueries(db),
  keep: (kept) => keepSnapshot(db, kept),
})
