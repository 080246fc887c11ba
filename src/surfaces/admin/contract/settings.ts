/** About this installation. No setting of it holds a secret. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { instant, none, nothing } from './forms.ts'

const tag = 'Settings'

export const settingsEndpoints = {
  about: endpoint({
    method: 'GET',
    path: '/api/v1/about',
    act: 'read',
    tag,
    summary: 'Version, database, how long it has been running',
    params: none,
    query: none,
    body: nothing,
    answer: z.object({
      version: z.string(),
      node: z.string(),
      /** `linux-x64` */
      platform: z.string(),
      publicUrl: z.string(),
      startedAt: instant,
      uptimeSeconds: z.number(),
      database: z.object({
        /** `embedded`: a child of this process. `external`: by `DATABASE_URL`. */
        kind: z.enum(['embedded', 'external']),
        version: z.string(),
        sizeBytes: z.number(),
        /** Names of the migrations applied, in order. */
        migrations: z.array(z.string()),
      }),
      /** Events in the audit, as far as they are counted. */
      events: z.number(),
    }),
    status: 200,
  }),
}
