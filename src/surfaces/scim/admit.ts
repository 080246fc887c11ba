/**
 * Who asks, and whether they may: a client key or a token for this door, whose holder's groups are
 * granted `users:read` or `users:write` on the connection. Decided before anything of the request is
 * read.
 */
import { adminsOf } from '../../application/gateway/admit.ts'
import { demandCleanAddress } from '../../application/gateway/challenge.ts'
import { identify } from '../../application/gateway/identify.ts'
import { accessRefusal, type CallRefusal } from '../../application/gateway/refusal.ts'
import { recordUnidentified } from '../../application/gateway/unidentified.ts'
import type { Services } from '../../application/context.ts'
import { recordRefusal } from '../../application/scim/record-refusal.ts'
import type { ScimContext } from '../../application/scim/scim-context.ts'
import { decide, type Caller, type Refusal } from '../../domain/access/decide.ts'
import type { Scope } from '../../domain/access/scope.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'

export interface Asked {
  readonly request: Request
  readonly connectionName: string
}

/**
 * @throws HubwardError `auth.missing`, `auth.invalid`, `auth.read_only`, `auth.token_in_query`,
 *   `access.connection_not_found`, `access.scope_missing`, `connection.suspended`
 */
export async function admit(
  services: Services,
  { request, connectionName }: Asked,
  needed: Scope,
): Promise<ScimContext> {
  const { method, url, headers } = request
  const { pathname } = new URL(url)
  const clean = demandCleanAddress(url)
  const identified = clean.ok
    ? await identify(services, headers.get('authorization') ?? undefined, 'scim')
    : clean
  if (!identified.ok) {
    const why = identified.error
    await recordUnidentified(services, {
      door: 'scim',
      method,
      path: pathname,
      connectionName,
      why,
    })
    throw asError(why)
  }
  const caller = identified.value
  const picture = await services.pictures.current()
  const decided = decide(picture, caller, connectionName, [needed], services.world.now())
  const connection = decided.ok ? decided.value.connection : passable(decided.error)
  if (!connection) {
    const words = {
      means: caller.means.name,
      groups: picture.groupsOf(caller.principal.id).map(({ name }) => name),
      admins: adminsOf(picture),
    }
    const why = accessRefusal((decided as { error: Refusal }).error, connectionName, words)
    await recordRefusal(services, { caller, connectionName, method, path: pathname, needed, why })
    throw asError(why)
  }
  return contextOf(services, caller, connection)
}

/**
 * Answers come from our state, not from HubSpot: a credential that HubSpot does not take, or that
 * has not been checked, holds up the plan and not the provider. A pause holds up everything.
 */
const passable = (why: Refusal): Connection | undefined =>
  why.reason === 'connection_pending' || why.reason === 'connection_needs_reauth'
    ? why.connection
    : undefined

function contextOf(services: Services, caller: Caller, connection: Connection): ScimContext {
  const { principal, means } = caller
  return {
    ...services,
    actor: {
      kind: 'principal',
      principalId: principal.id,
      principalName: principal.name,
      role: principal.role,
      means,
    },
    door: 'scim',
    connection,
    base: `${services.signIn.site.publicUrl}/scim/v2/${connection.name}`,
  }
}

const asError = ({ code, message, facts }: CallRefusal): HubwardError =>
  new HubwardError(code, message, { facts })
