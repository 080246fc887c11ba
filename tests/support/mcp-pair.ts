/** A Hubward with two assistants of different groups: Sales on the new era, Marketing on the old. */
import { testDatabase } from './database.ts'
import { legacyClient, modernClient, type AnyClient } from './mcp-clients.ts'
import { mcpWorld, type McpWorld } from './mcp-world.ts'

export interface McpPair {
  readonly world: McpWorld
  /** Reads and writes contacts, companies and deals; reads engagements and cars. */
  readonly sales: AnyClient
  /** Reads contacts, content and analytics. */
  readonly marketing: AnyClient
  close(): Promise<void>
}

/** What Sales holds on the three objects. */
export const CRM = ['contacts', 'companies', 'deals'].flatMap((type) => [
  `${type}:read`,
  `${type}:write`,
])

export async function mcpPair(): Promise<McpPair> {
  const database = await testDatabase()
  const world = await mcpWorld({ database: database.config, portal: { contacts: 300 } })
  const sales = await modernClient(
    world.url,
    await world.caller('sales', [...CRM, 'engagements:read', 'objects.car:read']),
  )
  const marketing = await legacyClient(
    world.url,
    await world.caller('marketing', ['contacts:read', 'content:read', 'analytics:read']),
  )
  await sales.listTools()
  await marketing.listTools()
  return {
    world,
    sales,
    marketing,
    async close() {
      await sales.close()
      await marketing.close()
      await world.close()
      await database.drop()
    },
  }
}
