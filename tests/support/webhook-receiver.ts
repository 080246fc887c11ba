/** A real receiver of webhooks on this machine, which answers as it is told. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'

export interface ReceivedPost {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface WebhookReceiver {
  /** `http://127.0.0.1:…` */
  readonly url: string
  readonly posts: readonly ReceivedPost[]
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Never ends the answer. */
  readonly hangs?: true
}

/** @param answer to the nth post, from 0 */
export async function webhookReceiver(
  answer: (nth: number, path: string) => Answer = () => ({ status: 204 }),
): Promise<WebhookReceiver> {
  const posts: ReceivedPost[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      const { status, headers, body, hangs } = answer(posts.length, path)
      posts.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      if (hangs) return
      response.writeHead(status, headers).end(body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    posts,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
