/** What the reader may paste next, while the two programs stay up. */
import type { Stage } from './set-up.ts'

export function whatNext({ hubwardUrl, emulatorUrl, keys }: Stage): string {
  const mcp = `${hubwardUrl}/mcp`
  const rest = `${hubwardUrl}/hubspot/main`
  const project = {
    mcpServers: {
      hubspot: { type: 'http', url: mcp, headers: { Authorization: `Bearer ${keys.seller}` } },
    },
  }
  return `
Both stay up until Ctrl-C. Paste one of these; the keys are the seller’s and crm-sync's, and go
with the demo.

Claude Code, at once

  claude mcp add --transport http hubspot ${mcp} --header "Authorization: Bearer ${keys.seller}"

Claude Code for a project: .mcp.json (Cursor takes the same in .cursor/mcp.json)

${indented(JSON.stringify(project, null, 2))}

curl

  curl -H 'Authorization: Bearer ${keys.seller}' '${rest}/crm/v3/objects/contacts?limit=3'

TypeScript, with HubSpot's own SDK

  import { Client } from '@hubspot/api-client'
  const hubspot = new Client({
    accessToken: '${keys.sync}',
    basePath: '${rest}',
  })
  console.log((await hubspot.crm.contacts.basicApi.getPage(3)).results)

Python

  import requests
  hubspot = requests.Session()
  hubspot.headers["Authorization"] = "Bearer ${keys.sync}"
  print(hubspot.get("${rest}/crm/v3/objects/contacts", params={"limit": 3}).json())

The admin API is described at ${hubwardUrl}/api/v1/openapi.json
The emulated portal, as HubSpot, is at ${emulatorUrl}
`
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ')
