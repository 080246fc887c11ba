/** What every SCIM verb is handed: who asks, on which connection, and where its resources lie. */
import type { Connection } from '../../domain/connection/connection.ts'
import type { Context } from '../context.ts'

/**
 * Made by the door after the grants were asked (`users:read` or `users:write` on the connection), so
 * that no verb can be called without.
 */
export interface ScimContext extends Context {
  readonly door: 'scim'
  readonly connection: Connection
  /** `https://hub.example.com/scim/v2/main`: locations begin with it. */
  readonly base: string
}
