/** Client keys. The key itself is in one answer only: the one to its making. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { displayName, moment, reference } from './fields.ts'
import { instant, listOf, none, nothing, principalRef } from './forms.ts'

const keyView = z.object({
  id: z.string(),
  name: z.string(),
  principal: principalRef,
  state: z.enum(['live', 'expired', 'revoked']),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  /** Of the last call made with it; `null` where there was none. */
  lastUsedAt: instant.nullable(),
})
export type KeyView = z.output<typeof keyView>

export const keyEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/keys',
    act: 'read',
    tag: 'Client keys',
    summary: 'Keys, of all or of one principal',
    params: none,
    query: z.strictObject({ principal: reference.optional() }),
    body: nothing,
    answer: listOf(keyView),
    status: 200,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/keys',
    act: 'secure',
    stepUp: true,
    tag: 'Client keys',
    summary: 'Make a key; the answer is the only place that ever holds it',
    params: none,
    query: none,
    body: z.strictObject({
      principal: reference,
      name: displayName,
      expiresAt: moment.nullable().default(null),
    }),
    answer: z.object({
      key: keyView,
      /** `hw_…`, shown once. */
      text: z.string(),
    }),
    status: 201,
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/api/v1/keys/{key}',
    act: 'secure',
    tag: 'Client keys',
    summary: 'End a key at once',
    params: z.strictObject({ key: reference }),
    query: none,
    body: nothing,
    answer: keyView,
    status: 200,
  }),
}
