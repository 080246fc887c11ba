/** Editors: Cursor and VS Code, by their own files or by an address that opens them. */
import { filledIn, json, keepKey, type ClientGuide } from './guide.ts'

export const CURSOR: ClientGuide = {
  id: 'cursor',
  label: 'Cursor',
  ways: {
    'sign-in': ({ url }) => ({
      steps: [
        {
          text: 'Let Cursor add it, or put this into ~/.cursor/mcp.json (everywhere) or .cursor/mcp.json (one project).',
          code: {
            label: 'mcp.json',
            text: json({ mcpServers: { hubspot: { url: `${url}/mcp` } } }),
          },
          open: {
            label: 'Add to Cursor',
            href: `cursor://anysphere.cursor-deeplink/mcp/install?name=hubspot&config=${encodeURIComponent(btoa(JSON.stringify({ url: `${url}/mcp` })))}`,
          },
        },
        {
          text: 'In Cursor’s settings under MCP, hubspot says that it needs a login: choose it, and say in the browser what Cursor may do.',
        },
      ],
    }),
    key: ({ url }) => ({
      steps: [
        keepKey,
        {
          text: 'Put this into ~/.cursor/mcp.json or .cursor/mcp.json, then start Cursor from a shell that has the variable.',
          code: {
            label: 'mcp.json',
            text: json({
              mcpServers: {
                hubspot: {
                  url: `${url}/mcp`,
                  headers: { Authorization: `Bearer ${filledIn('env:HUBWARD_KEY')}` },
                },
              },
            }),
          },
        },
      ],
    }),
  },
}

export const VS_CODE: ClientGuide = {
  id: 'vscode',
  label: 'VS Code',
  ways: {
    'sign-in': ({ url }) => {
      const server = { type: 'http', url: `${url}/mcp` }
      return {
        steps: [
          {
            text: 'Let VS Code add it, or put this into .vscode/mcp.json.',
            code: { label: '.vscode/mcp.json', text: json({ servers: { hubspot: server } }) },
            open: {
              label: 'Add to VS Code',
              href: `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: 'hubspot', ...server }))}`,
            },
          },
          {
            text: 'Choose Start above the server in that file. VS Code asks to sign in; allow it and say in the browser what it may do.',
          },
        ],
        notes: ['The tools are there in the chat’s agent mode.'],
      }
    },
    key: ({ url }) => ({
      steps: [
        {
          text: 'Put this into .vscode/mcp.json. VS Code asks once for the key and keeps it in its own safe.',
          code: {
            label: '.vscode/mcp.json',
            text: json({
              inputs: [
                { id: 'key', type: 'promptString', password: true, description: 'Hubward key' },
              ],
              servers: {
                hubspot: {
                  type: 'http',
                  url: `${url}/mcp`,
                  headers: { Authorization: `Bearer ${filledIn('input:key')}` },
                },
              },
            }),
          },
        },
        { text: 'Choose Start above the server in that file and paste the key.' },
      ],
    }),
  },
}
