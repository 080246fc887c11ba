/** Things as the audit and plans show them before and after: plain JSON, no ids to look up, no secret. */
import type {
  ClientKey,
  Grant,
  Group,
  Organisation,
  Principal,
} from '../../domain/access/entities.ts'

export const organisationRecord = ({ name }: Organisation) => ({ name })

export const principalRecord = ({ name, email, role, state }: Principal) =>
  email === null ? { name, state } : { name, email, role, state }

export const groupRecord = ({ name, title, description, context, memberIds }: Group) => ({
  name,
  title,
  description,
  context,
  memberIds: [...memberIds].sort(),
})

export const grantRecord = ({ groupId, connectionId, scopes, expiresAt }: Grant) => ({
  groupId,
  connectionId,
  scopes: [...scopes],
  expiresAt: expiresAt?.toISOString() ?? null,
})

export const keyRecord = ({ principalId, name, expiresAt, revokedAt }: ClientKey) => ({
  principalId,
  name,
  expiresAt: expiresAt?.toISOString() ?? null,
  revokedAt: revokedAt?.toISOString() ?? null,
})
