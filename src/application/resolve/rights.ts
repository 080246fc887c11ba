/** Which Hubward scope reads the thing behind a link, whether the credential covers it, and whether the asker holds it. */
import { effectiveScopes } from '../../domain/access/decide.ts'
import { scopeOf, type Scope } from '../../domain/access/scope.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { hubspotScopesFor, isCovered } from '../../domain/hubspot/hubspot-scopes.ts'
import type { HubSpotLink, LinkKind } from '../../domain/hubspot/links/link.ts'
import { resolveObjectType } from '../../domain/hubspot/object-types.ts'
import type { Context } from '../context.ts'

export interface Rights {
  readonly scope: Scope
  /** The connection’s credential can read it at HubSpot. */
  readonly credential: boolean
  /** HubSpot scopes to switch on where it cannot. */
  readonly missing: readonly string[]
  /** A group of the asker’s grants it. */
  readonly you: boolean
}

export async function rightsOn(
  ctx: Context,
  connection: Connection,
  link: HubSpotLink,
): Promise<Rights | null> {
  const scope = scopeReading(connection, link)
  if (scope === null) return null
  const credential = isCovered(scope, connection.hubspotScopes)
  const { allOf, anyOf } = hubspotScopesFor(scope)
  const { actor } = ctx
  const held =
    actor.kind === 'principal'
      ? effectiveScopes(
          await ctx.pictures.current(),
          actor.principalId,
          connection.id,
          ctx.world.now(),
        )
      : []
  return {
    scope,
    credential,
    missing: credential ? [] : [...allOf, ...anyOf.map((group) => group.join(' or '))],
    you: held.includes(scope),
  }
}

/** Kinds that one scope reads, whatever they are of. */
const BY_KIND: Partial<Record<LinkKind, Scope>> = {
  list: 'lists:read',
  form: 'forms:read',
  meeting_link: 'meetings:read',
  page: 'content:read',
  blog_post: 'content:read',
  table: 'content:read',
  email: 'marketing-email:read',
  campaign: 'objects.campaigns:read',
  user: 'users:read',
  team: 'users:read',
  file: 'files:read',
}

/** Kinds that the scope of their object type reads. */
const BY_TYPE: ReadonlySet<LinkKind> = new Set(['record', 'object', 'view', 'pipeline', 'property'])

function scopeReading(
  { customObjectTypes }: Connection,
  { kind, objectType }: HubSpotLink,
): Scope | null {
  const fixed = BY_KIND[kind]
  if (fixed !== undefined) return fixed
  const named = objectType?.objectTypeId ?? objectType?.name ?? null
  if (!BY_TYPE.has(kind) || named === null) return null
  const type = resolveObjectType(named, customObjectTypes)
  return type.ok ? (scopeOf(type.value.resource, 'read') ?? null) : null
}
