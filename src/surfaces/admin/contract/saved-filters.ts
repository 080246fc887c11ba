/** Searches of the audit that somebody gave a name: their own, or for all who read it. */
import { z } from 'zod'
import { auditFilterText } from './audit.ts'
import { endpoint } from './endpoint.ts'
import { displayName, reference } from './fields.ts'
import { instant, listOf, none, nothing, principalRef } from './forms.ts'

const tag = 'Audit'

const savedFilter = z.object({
  id: z.string(),
  name: z.string(),
  /** Everybody who may read sees it. */
  shared: z.boolean(),
  /** Whoever made it. */
  owner: principalRef,
  /** Whether the caller may change or remove it: the owner, and admins where it is shared. */
  mine: z.boolean(),
  /** The query of `GET /api/v1/audit`, without paging. */
  filter: auditFilterText,
  createdAt: instant,
})
export type SavedFilterView = z.output<typeof savedFilter>

const one = z.strictObject({ filter: reference })

export const savedFilterEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/saved-filters',
    act: 'read',
    tag,
    summary: "One's own saved filters and the shared ones, by name",
    params: none,
    query: none,
    body: nothing,
    answer: listOf(savedFilter),
    status: 200,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/saved-filters',
    act: 'read',
    tag,
    summary: 'Save a filter under a name',
    params: none,
    query: none,
    body: z.strictObject({
      name: displayName,
      shared: z.boolean().default(false),
      filter: auditFilterText,
    }),
    answer: savedFilter,
    status: 201,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/api/v1/saved-filters/{filter}',
    act: 'read',
    tag,
    summary: 'Rename a saved filter, share it, or change what it looks for',
    params: one,
    query: none,
    body: z.strictObject({
      name: displayName.optional(),
      shared: z.boolean().optional(),
      filter: auditFilterText.optional(),
    }),
    answer: savedFilter,
    status: 200,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/saved-filters/{filter}',
    act: 'read',
    tag,
    summary: 'Forget a saved filter',
    params: one,
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
}
