/** The message that both servers get, as each era's clients send it. */
export const KEY = 'hw_bench'

export const ERAS = {
  '2026-07-28': {
    headers: {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'get_records',
    },
    meta: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  },
  '2025-11-25': { headers: { 'mcp-protocol-version': '2025-11-25' }, meta: {} },
} as const
export type Era = keyof typeof ERAS

export const headersOf = (era: Era): Record<string, string> => ({
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: `Bearer ${KEY}`,
  ...ERAS[era].headers,
})

export const bodyOf = (era: Era): string =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name: 'get_records',
      arguments: {
        object_type: 'contacts',
        ids: ['513881705057'],
        properties: ['email', 'firstname', 'lastname'],
      },
      ...ERAS[era].meta,
    },
  })
