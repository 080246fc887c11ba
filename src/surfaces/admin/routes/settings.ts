/** Routes about the installation. */
import { showAbout } from '../../../application/settings/show-installation.ts'
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
]
