/**
 * Waits on this machine for the browser to come back from HubSpot (RFC 8252 §7.3, a loopback
 * redirect). It takes one answer, at one path, and hands code and state on as they came.
 */
import { createServer, type ServerResponse } from 'node:http'
import { CliFailure, EXIT } from './failure.ts'

export interface Redirected {
  readonly state: string
  readonly code?: string
  readonly error?: string
}

export interface RedirectListener {
  /** Waits for the answer with this `state`; any other is somebody else's (RFC 6749 §10.12). */
  answerTo(state: string): Promise<Redirected>
  close(): void
}

/** @param redirectUri `http://localhost:<port>/<path>`, letter for letter as in the app at HubSpot */
export async function listenForRedirect(
  redirectUri: string,
  patienceMs: number,
): Promise<RedirectListener> {
  const uri = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined
  if (uri?.protocol !== 'http:' || !/^(localhost|127\.0\.0\.1)$/.test(uri.hostname) || !uri.port)
    throw new CliFailure(
      EXIT.usage,
      `"${redirectUri}" is no address on this machine. Register one like http://localhost:4111/oauth/callback with the app at HubSpot, and give it as --redirect.`,
    )
  const { promise, resolve, reject } = Promise.withResolvers<Redirected>()
  let expected: string | undefined
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', uri)
    const state = asked.searchParams.get('state')
    if (request.method !== 'GET' || asked.pathname !== uri.pathname || !state || state !== expected)
      return say(response, 404, 'There is nothing here.')
    const [code, error] = [asked.searchParams.get('code'), asked.searchParams.get('error')]
    say(response, 200, 'Thank you. Go back to the terminal; this page may be closed.')
    resolve({ state, ...(code !== null && { code }), ...(error !== null && { error }) })
  })
  const timer = setTimeout(
    () =>
      reject(new CliFailure(EXIT.failed, 'Nobody came back from HubSpot in time. Begin again.')),
    patienceMs,
  )
  await new Promise<void>((listening, failed) => {
    server.once('error', (cause) => failed(taken(uri, cause)))
    server.listen(Number(uri.port), '127.0.0.1', listening)
  })
  const close = (): void => {
    clearTimeout(timer)
    server.close()
    server.closeAllConnections()
  }
  return {
    close,
    answerTo(state) {
      expected = state
      return promise
    },
  }
}

const taken = (uri: URL, cause: Error): CliFailure =>
  new CliFailure(EXIT.failed, `Port ${uri.port} on this machine cannot be listened on.`, { cause })

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  })
  response.end(`${text}\n`)
}
