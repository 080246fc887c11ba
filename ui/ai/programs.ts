/** ChatGPT, and HubSpot's own API for code: the official SDK with another base path. */
import { keepKey, type ClientGuide } from './guide.ts'

export const CHATGPT: ClientGuide = {
  id: 'chatgpt',
  label: 'ChatGPT',
  cloud: 'OpenAI’s network',
  ways: {
    'sign-in': ({ url }) => ({
      steps: [
        { text: 'In ChatGPT’s settings open Plugins → Add custom MCP server.' },
        {
          text: 'Name it HubSpot, paste this address, and choose OAuth.',
          code: { label: 'Address', text: `${url}/mcp` },
        },
        { text: 'Connect. Hubward opens, you sign in and say what ChatGPT may do for you.' },
      ],
      notes: ['ChatGPT asks before it changes anything; Hubward’s grants hold whatever it asks.'],
    }),
  },
  without: { key: 'ChatGPT sends no key of its own: it signs in.' },
}

export const SDKS: ClientGuide = {
  id: 'sdk',
  label: 'SDKs and scripts',
  ways: {
    key: ({ url, connection, object }) => ({
      steps: [
        keepKey,
        {
          text: 'HubSpot’s official SDK, with another base path and your key instead of HubSpot’s token:',
          code: {
            label: 'TypeScript, @hubspot/api-client',
            text: [
              "import { Client } from '@hubspot/api-client'",
              '',
              'const hubspot = new Client({',
              '  accessToken: process.env.HUBWARD_KEY,',
              `  basePath: '${url}/hubspot/${connection}',`,
              '})',
              `const page = await hubspot.crm.${object}.basicApi.getPage(10)`,
            ].join('\n'),
          },
        },
        {
          text: 'Python:',
          code: {
            label: 'Python, requests',
            text: [
              'import os, requests',
              '',
              'hubspot = requests.Session()',
              `hubspot.headers["Authorization"] = f"Bearer {os.environ['HUBWARD_KEY']}"`,
              `base = "${url}/hubspot/${connection}"`,
              `page = hubspot.get(f"{base}/crm/v3/objects/${object}", params={"limit": 10}).json()`,
            ].join('\n'),
          },
        },
        {
          text: 'Or anything that speaks HTTP:',
          code: {
            label: 'curl',
            text: `curl -H "Authorization: Bearer $HUBWARD_KEY" \\\n  '${url}/hubspot/${connection}/crm/v3/objects/${object}?limit=3'`,
          },
        },
      ],
      notes: [
        'Same paths, same answers, same errors as at HubSpot; limits are shared fairly with everybody else.',
        'A program of its own deserves a service account, not your key: an admin makes one.',
      ],
    }),
  },
  without: { 'sign-in': 'Code has no browser to sign in with: it shows a key.' },
}
