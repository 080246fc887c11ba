/**
 * What to do with a body that its sender is still sending when the answer is there: read it away,
 * for a moment. Closing at once would reset the connection, and the answer in it could be lost
 * before it is read (RFC 9112 §9.6); not reading would leave the next request behind the body.
 */
import type { IncomingMessage } from 'node:http'

/** Who has not ended by then is cut. */
const LINGER_MS = 2_000

export function discardRest(request: IncomingMessage): void {
  if (request.complete) return
  const { socket } = request
  request.resume()
  setTimeout(() => {
    if (!request.complete) socket.destroy()
  }, LINGER_MS).unref()
}
