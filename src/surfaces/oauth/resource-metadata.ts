/**
 * Protected-resource metadata (RFC 9728): which authorization server is responsible for a door, and
 * where a client that was refused finds that out.
 */
import { audienceOf, RESOURCES, type Resource } from '../../domain/authorisation/authorisation.ts'
import { OAUTH_SCOPES } from '../../domain/authorisation/oauth-scope.ts'
import { PROTECTED_RESOURCE } from '../../domain/authorisation/challenge.ts'

/** `undefined` where there is no such door. The root form speaks for the MCP door. */
export function resourceMetadata(publicUrl: string, path: string): object | undefined {
  const name = path.slice(PROTECTED_RESOURCE.length)
  const resource = name === '' ? 'mcp' : RESOURCES.find((one) => name === `/${one}`)
  return resource && document(publicUrl, resource)
}

const document = (publicUrl: string, resource: Resource): object => ({
  resource: audienceOf(publicUrl, resource),
  authorization_servers: [publicUrl],
  // Not `offline_access`: that is between client and authorization server (MCP, "Scope selection").
  scopes_supported: OAUTH_SCOPES,
  bearer_methods_supported: ['header'],
  resource_name: NAMES[resource],
})

const NAMES: Record<Resource, string> = {
  mcp: 'Hubward: HubSpot tools for AI clients',
  hubspot: "Hubward: HubSpot's API, within your grants",
  scim: 'Hubward: users and teams of HubSpot portals, by SCIM 2.0',
}
