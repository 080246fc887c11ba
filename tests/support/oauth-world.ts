/** The product with a host of client documents beside it, and people who sit before browsers. */
import { HttpBrowser, signInto } from './http-browser.ts'
import { clientDocuments, type ClientDocuments } from './oauth-client.ts'
import { product, type Product } from './product.ts'

export interface OAuthWorld extends Product {
  readonly documents: ClientDocuments
  /** The first replica's address, as clients know it. */
  readonly issuer: string
  /** A member with these scopes, signed in. */
  person(name: string, scopes: readonly string[]): Promise<HttpBrowser>
  /** Changes as the audit has them, oldest first. */
  changes(): Promise<{ action: string; targetId: string; after: unknown; door: string }[]>
}

export async function oauthWorld(options: Parameters<typeof product>[0] = {}): Promise<OAuthWorld> {
  const documents = await clientDocuments()
  const made = await product({ clientDocuments: documents.fetch, ...options })
  const issuer = made.replicas[0]?.services.signIn.site.publicUrl ?? ''
  return {
    ...made,
    documents,
    issuer,
    async person(name, scopes) {
      await made.member(name, scopes)
      const browser = new HttpBrowser(made.urls[0] ?? '')
      await signInto(browser, made.admin, `${name}@example.com`)
      return browser
    },
    async changes() {
      const events = await made.admin.store.read.audit.list({ type: 'change' }, { limit: 500 })
      return events.toReversed().flatMap(({ event }) => (event.type === 'change' ? [event] : []))
    },
    async close() {
      await made.close()
      await documents.close()
    },
  }
}

/** One MCP message by hand. */
export const postMcp = (
  url: string,
  token: string | null,
  message: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
  })

export const listTools = (url: string, token: string | null): Promise<Response> =>
  postMcp(url, token, { method: 'tools/list', params: {} })

export const callTool = (
  url: string,
  token: string,
  name: string,
  args: object,
): Promise<Response> =>
  postMcp(url, token, { method: 'tools/call', params: { name, arguments: args } })
