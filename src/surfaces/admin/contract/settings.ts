/** About this installation, and the keys of its vault. No setting of it holds a secret. */
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
  vault: endpoint({
    method: 'GET',
    path: '/api/v1/vault',
    act: 'read',
    tag,
    summary: 'The master keys in use and how much each has sealed; never a key',
    params: none,
    query: none,
    body: nothing,
    answer: z.object({
      keys: z.array(
        z.object({
          kekId: z.string(),
          kekVersion: z.number(),
          /** Of the key, to compare with a copy in a safe; it tells nothing about the key. */
          fingerprint: z.string(),
          /** The one that new secrets are sealed with. */
          current: z.boolean(),
          since: instant,
          /** Secrets of connections, by their current versions. */
          secrets: z.number(),
          /** All versions that are kept. */
          versions: z.number(),
        }),
      ),
      /** Where this process found the key, in words: `the file data/master.key`. */
      source: z.string(),
    }),
    status: 200,
  }),
}
