/** Groups, their members, their grants, and the scopes that can be granted. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import {
  description,
  displayName,
  groupContext,
  moment,
  reference,
  scopeText,
  slug,
} from './fields.ts'
import { instant, listOf, named, none, nothing, principalRef } from './forms.ts'

const grantView = z.object({
  id: z.string(),
  group: named,
  connection: named,
  scopes: z.array(z.string()),
  expiresAt: instant.nullable(),
  state: z.enum(['live', 'ended']),
})
export type GrantView = z.output<typeof grantView>

const groupView = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  description: z.string(),
  context: z.string(),
  members: z.array(principalRef),
  grants: z.array(grantView),
})
export type GroupView = z.output<typeof groupView>

const scopeView = z.object({
  scope: z.string(),
  description: z.string(),
  /** What HubSpot wants for it: all of these. */
  hubspotScopes: z.array(z.string()),
  /** And one of each of these. */
  hubspotScopesOneOf: z.array(z.array(z.string())),
})

const oneGroup = z.strictObject({ group: reference })
const membership = z.strictObject({ group: reference, principal: reference })

export const groupEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/groups',
    act: 'read',
    tag: 'Groups',
    summary: 'All groups',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(groupView),
    status: 200,
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/v1/groups/{group}',
    act: 'read',
    tag: 'Groups',
    summary: 'One group',
    params: oneGroup,
    query: none,
    body: nothing,
    answer: groupView,
    status: 200,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/groups',
    act: 'change',
    tag: 'Groups',
    summary: 'Make an empty group',
    params: none,
    query: none,
    body: z.strictObject({
      name: slug,
      /** The name unless told. */
      title: displayName.optional(),
      description: description.default(''),
      context: groupContext.default(''),
    }),
    answer: groupView,
    status: 201,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/api/v1/groups/{group}',
    act: 'change',
    tag: 'Groups',
    summary: "Change a group's texts",
    params: oneGroup,
    query: none,
    body: z.strictObject({
      title: displayName.optional(),
      description: description.optional(),
      context: groupContext.optional(),
    }),
    answer: groupView,
    status: 200,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/groups/{group}',
    act: 'change',
    tag: 'Groups',
    summary: 'End a group and all its grants',
    params: oneGroup,
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
  addMember: endpoint({
    method: 'PUT',
    path: '/api/v1/groups/{group}/members/{principal}',
    act: 'change',
    tag: 'Groups',
    summary: 'Take someone into a group',
    params: membership,
    query: none,
    body: nothing,
    answer: groupView,
    status: 200,
  }),
  removeMember: endpoint({
    method: 'DELETE',
    path: '/api/v1/groups/{group}/members/{principal}',
    act: 'change',
    tag: 'Groups',
    summary: 'Take someone out of a group',
    params: membership,
    query: none,
    body: nothing,
    answer: groupView,
    status: 200,
  }),
}

export const grantEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/grants',
    act: 'read',
    tag: 'Grants',
    summary: 'Grants, of all or of one group or connection',
    params: none,
    query: z.strictObject({ group: reference.optional(), connection: reference.optional() }),
    body: nothing,
    answer: listOf(grantView),
    status: 200,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/grants',
    act: 'change',
    tag: 'Grants',
    summary: 'Let a group do exactly these scopes on a connection',
    params: none,
    query: none,
    body: z.strictObject({
      group: reference,
      connection: reference,
      scopes: z.array(scopeText).min(1).max(200),
      /** Another end is another grant beside it. */
      expiresAt: moment.nullable().default(null),
    }),
    answer: z.object({ grant: grantView, warnings: z.array(z.string()) }),
    status: 200,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/grants/{grant}',
    act: 'change',
    tag: 'Grants',
    summary: 'End a grant',
    params: z.strictObject({ grant: reference }),
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
}

export const scopeEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/scopes',
    act: 'self',
    tag: 'Grants',
    summary: 'Every scope, what it allows, and what HubSpot wants for it',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(scopeView),
    status: 200,
  }),
}
