/** Members, service accounts, and what each may do. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { displayName, email, reference, role, serviceAccountName } from './fields.ts'
import { groupRef, instant, listOf, named, none, nothing, principalRef } from './forms.ts'

const memberView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  groups: z.array(groupRef),
  createdAt: instant,
  /** Of the last call through a door, whatever came of it; `null` where there was none. */
  lastUsedAt: instant.nullable(),
})
export type MemberView = z.output<typeof memberView>

const serviceAccountView = memberView.omit({ email: true, role: true })
export type ServiceAccountView = z.output<typeof serviceAccountView>

const accessView = z.object({
  principal: principalRef.extend({ role }),
  groups: z.array(groupRef),
  connections: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      title: z.string(),
      state: z.enum(['pending', 'active', 'suspended', 'needs_reauth']),
      scopes: z.array(
        z.object({
          scope: z.string(),
          description: z.string(),
          /** Names of the groups that grant it. */
          through: z.array(z.string()),
          expiresAt: instant.nullable(),
          /** Whether the connection's credential holds at HubSpot what it needs. */
          covered: z.boolean(),
        }),
      ),
    }),
  ),
})
export type AccessView = z.output<typeof accessView>

const removalPreview = z.object({
  principal: principalRef,
  /** Why it would be refused now (the last admin, or the last who can act); `null` where it would not. */
  refused: z.string().nullable(),
  groups: z.array(groupRef),
  /** What is lost on each connection. */
  connections: z.array(named.extend({ title: z.string(), scopes: z.array(z.string()) })),
  /** Live ones; each ends. */
  keys: z.array(named.extend({ lastUsedAt: instant.nullable() })),
  /** How many of each end. */
  sessions: z.number(),
  passkeys: z.number(),
  authorisations: z.number(),
  identities: z.number(),
  invitations: z.number(),
  /** For access inside a portal: what waits is withdrawn, what was given is given back. */
  requests: z.object({ withdrawn: z.number(), givenBack: z.number() }),
})
export type RemovalPreviewView = z.output<typeof removalPreview>

const oneMember = z.strictObject({ member: reference })
const oneAccount = z.strictObject({ serviceAccount: reference })
const onePrincipal = z.strictObject({ principal: reference })

export const memberEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/members',
    act: 'read',
    tag: 'Members',
    summary: 'All members',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(memberView),
    status: 200,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/members',
    act: 'change',
    tag: 'Members',
    summary: 'Add a member',
    params: none,
    query: none,
    body: z.strictObject({ name: displayName, email, role: role.default('member') }),
    answer: memberView,
    status: 201,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/api/v1/members/{member}',
    act: 'change',
    tag: 'Members',
    summary: "Change a member's name or role",
    params: oneMember,
    query: none,
    body: z.strictObject({ name: displayName.optional(), role: role.optional() }),
    answer: memberView,
    status: 200,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/members/{member}',
    act: 'change',
    tag: 'Members',
    summary: 'End all access of a member at once',
    params: oneMember,
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
}

export const removalEndpoints = {
  member: endpoint({
    method: 'POST',
    path: '/api/v1/members/{member}/removal-preview',
    act: 'read',
    tag: 'Members',
    summary: 'What ends with a member; changes nothing',
    params: oneMember,
    query: none,
    body: nothing,
    answer: removalPreview,
    status: 200,
  }),
  serviceAccount: endpoint({
    method: 'POST',
    path: '/api/v1/service-accounts/{serviceAccount}/removal-preview',
    act: 'read',
    tag: 'Service accounts',
    summary: 'What ends with a service account; changes nothing',
    params: oneAccount,
    query: none,
    body: nothing,
    answer: removalPreview,
    status: 200,
  }),
}

export const serviceAccountEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/service-accounts',
    act: 'read',
    tag: 'Service accounts',
    summary: 'All service accounts',
    params: none,
    query: none,
    body: nothing,
    answer: listOf(serviceAccountView),
    status: 200,
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/service-accounts',
    act: 'change',
    tag: 'Service accounts',
    summary: 'Add a service account',
    params: none,
    query: none,
    body: z.strictObject({ name: serviceAccountName }),
    answer: serviceAccountView,
    status: 201,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/service-accounts/{serviceAccount}',
    act: 'change',
    tag: 'Service accounts',
    summary: 'End all access of a service account at once',
    params: oneAccount,
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
}

export const accessEndpoints = {
  of: endpoint({
    method: 'GET',
    path: '/api/v1/principals/{principal}/access',
    act: 'read',
    tag: 'Access',
    summary: 'What someone may do, and through which groups',
    params: onePrincipal,
    query: none,
    body: nothing,
    answer: accessView,
    status: 200,
  }),
  me: endpoint({
    method: 'GET',
    path: '/api/v1/me',
    act: 'self',
    tag: 'Access',
    summary: 'What the holder of this key may do',
    params: none,
    query: none,
    body: nothing,
    answer: accessView,
    status: 200,
  }),
}
