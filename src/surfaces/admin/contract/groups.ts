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
import { groupRef, instant, listOf, named, none, nothing, principalRef } from './forms.ts'

const grantView = z.object({
  id: z.string(),
  group: groupRef,
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
  /** Rises with every change of texts, members or grants; hand it back with an edit. */
  revision: z.number(),
})
export type GroupView = z.output<typeof groupView>

const scopeView = z.object({
  scope: z.string(),
  /** `contacts`, `objects.car` */
  resource: z.string(),
  /** For a heading: `Contacts`. */
  resourceTitle: z.string(),
  /** `read`, `write`, `merge`, `gdpr-delete` */
  verb: z.string(),
  /** `danger`: what it allows cannot be undone. */
  effect: z.enum(['read', 'write', 'danger']),
  /** What it lets people do, in plain words. */
  description: z.string(),
  /** What HubSpot wants for it: all of these. */
  hubspotScopes: z.array(z.string()),
  /** And one of each of these. */
  hubspotScopesOneOf: z.array(z.array(z.string())),
})

/** One cell row of the matrix: a group may have a standing grant and temporary ones beside it. */
const matrixRow = z.strictObject({
  connection: reference,
  scopes: z.array(scopeText).min(1).max(200),
  /** In the future; another end is another grant beside it. */
  expiresAt: moment.nullable().default(null),
})
const matrix = z.array(matrixRow).max(1_000)

const revision = z.number().int().min(1)

const scopeInWords = z.object({ scope: z.string(), description: z.string() })

const connectionDiff = z.object({
  connection: named,
  added: z.array(scopeInWords),
  removed: z.array(scopeInWords),
  /** Kept, but with another end; `null` is no end. */
  rescheduled: z.array(
    scopeInWords.extend({ before: instant.nullable(), after: instant.nullable() }),
  ),
})

const gain = z.object({ connection: named, scope: z.string(), description: z.string() })

const preview = z.object({
  /** Only connections on which something changes. */
  connections: z.array(connectionDiff),
  /** Members for whom something changes, other groups of theirs considered. */
  people: z.array(
    z.object({ principal: principalRef, gains: z.array(gain), loses: z.array(gain) }),
  ),
  /** Sentences: what would be granted but cannot be served by a connection's credential. */
  warnings: z.array(z.string()),
  /** A scope that changes data is added: a browser session will be asked for a passkey. */
  addsWrite: z.boolean(),
  /** Of the group it was computed against. */
  revision: z.number(),
})
export type GrantPreviewView = z.output<typeof preview>

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
      /** The one that was edited: another meanwhile answers 409 `access.edit_conflict`. */
      revision: revision.optional(),
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
      /** Of the group as it was looked at: another meanwhile answers 409 `access.edit_conflict`. */
      revision: z.number().int().optional(),
    }),
    answer: z.object({ grant: grantView, warnings: z.array(z.string()) }),
    status: 200,
  }),
  setAll: endpoint({
    method: 'PUT',
    path: '/api/v1/groups/{group}/grants',
    act: 'change',
    tag: 'Grants',
    summary:
      'Make these the live grants of a group, all or nothing; 409 `access.edit_conflict` with the group as it stands in `details.group` where another was quicker',
    params: oneGroup,
    query: none,
    body: z.strictObject({ revision, grants: matrix }),
    answer: z.object({ group: groupView, warnings: z.array(z.string()) }),
    status: 200,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/groups/{group}/grants/preview',
    act: 'read',
    tag: 'Grants',
    summary: 'What setting these grants would change, and for whom; changes nothing',
    params: oneGroup,
    query: none,
    body: z.strictObject({ grants: matrix }),
    answer: preview,
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
    query: z.strictObject({
      /** Also those of its other standard objects and of its custom objects. */
      connection: reference.optional(),
      /** Also those of HubSpot's other standard objects, for a portal that is yet to be connected. */
      objects: z.enum(['true', 'false']).optional(),
    }),
    body: nothing,
    answer: listOf(scopeView),
    status: 200,
  }),
}
