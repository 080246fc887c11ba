/** Our things in the contract's shapes: ids joined with names, moments as text. */
import type { AccessOf } from '../../domain/access/access-of.ts'
import type { ClientKey, Grant, Group, Principal } from '../../domain/access/entities.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { GrantView, GroupView } from './contract/groups.ts'
import type { KeyView } from './contract/keys.ts'
import type { RemovalPreview } from '../../application/access/preview-removal.ts'
import type {
  AccessView,
  MemberView,
  RemovalPreviewView,
  ServiceAccountView,
} from './contract/principals.ts'

export const principalRef = ({ id, kind, name, email }: Principal) => ({ id, kind, name, email })

export const named = ({ id, name }: { id: string; name: string }) => ({ id, name })

export const groupRef = ({ id, name, title }: Pick<Group, 'id' | 'name' | 'title'>) => ({
  id,
  name,
  title,
})

/** Someone of whom only the id is left; the picture keeps all, so this is a matter of types. */
const someone = (id: string) => ({ id, kind: 'member' as const, name: id, email: null })

/** When each was last used, by id. */
export type LastUses = ReadonlyMap<string, Date>

const lastUse = (uses: LastUses, id: string): string | null => uses.get(id)?.toISOString() ?? null

export const serviceAccountView = (
  picture: AccessPicture,
  principal: Principal,
  uses: LastUses,
): ServiceAccountView => ({
  id: principal.id,
  name: principal.name,
  groups: picture.groupsOf(principal.id).map(groupRef),
  createdAt: principal.createdAt.toISOString(),
  lastUsedAt: lastUse(uses, principal.id),
})

export const memberView = (
  picture: AccessPicture,
  principal: Principal,
  uses: LastUses,
): MemberView => ({
  ...serviceAccountView(picture, principal, uses),
  email: principal.email ?? '',
  role: principal.role,
})

/** Of a group that has just gone only the id is left. */
const groupOf = (picture: AccessPicture, id: string) =>
  groupRef(picture.group(id) ?? { id, name: id, title: id })

export const grantView = (picture: AccessPicture, grant: Grant, now: Date): GrantView => ({
  id: grant.id,
  group: groupOf(picture, grant.groupId),
  connection: {
    id: grant.connectionId,
    name: picture.connection(grant.connectionId)?.name ?? grant.connectionId,
  },
  scopes: [...grant.scopes],
  expiresAt: grant.expiresAt?.toISOString() ?? null,
  state: grant.expiresAt && grant.expiresAt <= now ? 'ended' : 'live',
})

export const groupView = (
  picture: AccessPicture,
  group: Group,
  grants: readonly Grant[],
  now: Date,
): GroupView => ({
  id: group.id,
  name: group.name,
  title: group.title,
  description: group.description,
  context: group.context,
  members: group.memberIds
    .map((id) => picture.principal(id))
    .filter((one) => one !== undefined)
    .map(principalRef),
  grants: grants
    .filter(({ groupId }) => groupId === group.id)
    .map((grant) => grantView(picture, grant, now)),
  revision: group.revision,
})

export function keyView(
  picture: AccessPicture,
  key: ClientKey,
  now: Date,
  uses: LastUses,
): KeyView {
  const principal = picture.principal(key.principalId)
  return {
    id: key.id,
    name: key.name,
    principal: principal ? principalRef(principal) : someone(key.principalId),
    state: key.revokedAt ? 'revoked' : key.expiresAt && key.expiresAt <= now ? 'expired' : 'live',
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUse(uses, key.id),
  }
}

export const removalView = (preview: RemovalPreview): RemovalPreviewView => ({
  principal: principalRef(preview.principal),
  refused: preview.refused,
  groups: preview.groups.map(groupRef),
  connections: preview.connections.map(({ connection, scopes }) => ({
    ...named(connection),
    title: connection.title,
    scopes: [...scopes],
  })),
  keys: preview.keys.map((key) => ({
    ...named(key),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  })),
  sessions: preview.sessions,
  passkeys: preview.passkeys,
  authorisations: preview.authorisations,
  identities: preview.identities,
  invitations: preview.invitations,
  requests: preview.requests,
})

export const accessView = ({ principal, groups, connections }: AccessOf): AccessView => ({
  principal: { ...principalRef(principal), role: principal.role },
  groups: groups.map(groupRef),
  connections: connections.flatMap(({ connection: { id, name, title, state }, scopes }) =>
    state === 'disconnected'
      ? []
      : [
          {
            id,
            name,
            title,
            state,
            scopes: scopes.map((held) => ({
              ...held,
              through: [...held.through],
              expiresAt: held.expiresAt?.toISOString() ?? null,
            })),
          },
        ],
  ),
})
