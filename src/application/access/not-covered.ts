import type { Scope } from '../../domain/access/scope.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { noticeScopesCommand } from '../../domain/connection/mend.ts'
import { ANY_CUSTOM_OBJECT, coverage, isCovered } from '../../domain/hubspot/hubspot-scopes.ts'

/**
 * Sentences about scopes that may be granted but that the connection's credential cannot serve, so
 * that the admin hears it now, and not the member later.
 */
export function notCovered(
  connection: Connection,
  scopes: readonly Scope[],
  then: (connection: Connection) => string = byCommand,
): string[] {
  const rows = coverage(connection.hubspotScopes, connection.kind)
  return scopes
    .filter((scope) => !isCovered(scope, connection.hubspotScopes))
    .map((scope) => {
      const custom = scope.replace(/^objects\..*:/, `objects.${ANY_CUSTOM_OBJECT}:`)
      const row =
        rows.find((one) => one.scope === scope) ?? rows.find((one) => one.scope === custom)
      const lacks = row ? ` lacks ${row.missing.join(', ')}` : ' lacks what it needs'
      const remedy = row?.remedy ? ` To mend it: ${row.remedy}` : ''
      return `${scope} is granted, but the credential of “${connection.title}”${lacks} at HubSpot.${remedy} ${then(connection)}`
    })
}

const byCommand = (connection: Connection): string => `Then: ${noticeScopesCommand(connection)}`
