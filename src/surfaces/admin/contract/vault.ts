/** The master keys of the vault: by their fingerprints, never a key. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { line } from './fields.ts'
import { instant, none, nothing } from './forms.ts'

const tag = 'Vault'

const fingerprint = line.regex(/^[0-9a-f]{16}$/, 'a fingerprint has 16 hexadecimal digits')

const holder = z.object({ processId: z.string(), host: z.string() })

const key = z.object({
  kekVersion: z.number(),
  /** Of the key, to compare with a copy in a safe; it tells nothing about the key. */
  fingerprint: z.string(),
  /** `added`: known, seals nothing yet. `active`: seals. `replaced`: opens what is not rewrapped yet. */
  state: z.enum(['added', 'active', 'replaced']),
  since: instant,
  /** Values sealed under it, of every kind. */
  sealed: z.number(),
  /** Where this process found it, in words; `null` where it does not hold it. */
  source: z.string().nullable(),
  /** It lies there no more: a restart would not find it. */
  gone: z.boolean(),
  /** Running processes that do not hold it. */
  missingAt: z.array(holder),
})

const vault = z.object({
  /** Oldest first. */
  keys: z.array(key),
  /** Left behind: they open backups made before, and nothing here. */
  retired: z.array(
    z.object({
      kekVersion: z.number(),
      fingerprint: z.string(),
      addedAt: instant,
      retiredAt: instant,
    }),
  ),
  /** Where this process looks for keys, and new to the database: what a rotation would go over to. */
  waiting: z.array(z.object({ fingerprint: z.string(), source: z.string() })),
  /** How many processes run. */
  processes: z.number(),
  sealed: z.number(),
  /** Of those, under another key than the active one. */
  left: z.number(),
})
export type VaultView = z.output<typeof vault>

export const vaultEndpoints = {
  show: endpoint({
    method: 'GET',
    path: '/api/v1/vault',
    act: 'read',
    tag,
    summary: 'The master keys, who holds them and how much each has sealed; never a key',
    params: none,
    query: none,
    body: nothing,
    answer: vault,
    status: 200,
  }),
  rotate: endpoint({
    method: 'POST',
    path: '/api/v1/vault/rotate',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Go over to the new master key that this process holds, and begin to rewrap',
    params: none,
    query: none,
    /** Left out: the only new one. */
    body: z.strictObject({ fingerprint: fingerprint.optional() }),
    answer: vault,
    status: 200,
  }),
  rewrap: endpoint({
    method: 'POST',
    path: '/api/v1/vault/rewrap',
    act: 'secure',
    tag,
    summary: 'Go on rewrapping now; it also goes on by itself',
    params: none,
    query: none,
    body: nothing,
    answer: vault,
    status: 200,
  }),
  retire: endpoint({
    method: 'POST',
    path: '/api/v1/vault/retire',
    act: 'secure',
    stepUp: true,
    tag,
    summary: 'Leave a master key behind under which nothing is sealed any more',
    params: none,
    query: none,
    body: z.strictObject({ fingerprint: fingerprint.optional() }),
    answer: vault,
    status: 200,
  }),
}
