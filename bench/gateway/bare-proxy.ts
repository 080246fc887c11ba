/** The peer: undici's dispatch handler behind `node:http`, and nothing else. The leanest proxy we know. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool, type Dispatcher } from 'undici'

const upstream = process.argv[2]
if (!upstream) throw new Error('usage: bare-proxy <origin of the upstream>')
const pool = new Pool(upstream, { connections: 64, pipelining: 1 })

class Relay implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse

  constructor(response: ServerResponse) {
    this.#response = response
  }

  onRequestStart(): void {}

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#response.on('drain', () => controller.resume())
    this.#response.writeHead(status, headers as Record<string, string>)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#response.write(chunk)) controller.pause()
  }

  onResponseEnd(): void {
    this.#response.end()
  }

  onResponseError(): void {
    this.#response.destroy()
  }
}

const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  const headers = { ...request.headers, authorization: 'Bearer pat-na1-bench' }
  delete (headers as { connection?: string }).connection
  pool.dispatch(
    {
      path: request.url ?? '/',
      method: request.method as Dispatcher.HttpMethod,
      headers,
      body: request.method === 'GET' ? null : request,
    },
    new Relay(response),
  )
})
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
)
process.on('disconnect', () => process.exit(0))
