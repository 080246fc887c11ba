/** Routes about the installation and its vault. */
import { showAbout, showVault } from '../../../application/settings/show-installation.ts'
import { settingsEndpoints as endpoints } from '../contract/settings.ts'
import { route } from '../route.ts'

export const settingsRoutes = [
  route(endpoints.about, async ({ ctx }) => {
    const { database, startedAt, ...about } = await showAbout(ctx)
    return {
      ...about,
      startedAt: startedAt.toISOString(),
      database: { ...database, migrations: [...database.migrations] },
    }
  }),
  route(endpoints.vault, async ({ ctx }) => {
    const { source, keys } = await showVault(ctx)
    return { source, keys: keys.map((key) => ({ ...key, since: key.since.toISOString() })) }
  }),
]
