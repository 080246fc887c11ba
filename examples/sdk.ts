/** HubSpot's official SDK through Hubward: another base path, your own key, nothing else. */
import { Client } from '@hubspot/api-client'

const url = process.env['HUBWARD_URL'] ?? 'http://127.0.0.1:4110'
const hubspot = new Client({
  accessToken: process.env['HUBWARD_KEY'] ?? '',
  basePath: `${url}/hubspot/main`,
})

const page = await hubspot.crm.contacts.basicApi.getPage(3, undefined, ['email', 'jobtitle'])
for (const { id, properties } of page.results) console.log(id, properties['email'])

try {
  const deals = await hubspot.crm.deals.basicApi.getPage(1)
  console.log(`deals: ${deals.results.length} read`)
} catch (error) {
  // Errors of Hubward have HubSpot's shape, so the SDK shows them; `hubward` tells the rest.
  const { code, body } = error as { code: number; body: { message: string } }
  console.log(`deals: ${code} ${body.message}`)
}
