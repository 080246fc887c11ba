/** What the authorization server is handed by `main`. */
import type { IncomingMessage } from 'node:http'
import type { Artefacts, RegisteredClients } from '../../application/authorisation/ports.ts'
import type { Services } from '../../application/context.ts'
import type { Redacted } from '../../domain/redacted.ts'

export type OAuthServices = Pick<
  Services,
  'world' | 'store' | 'pictures' | 'hashKey' | 'log' | 'signIn'
>

/** What lives outside the verbs: the protocol's own memory, its key, its way to the outside. */
export interface OAuthParts {
  readonly artefacts: Artefacts
  readonly clients: RegisteredClients
  /** What signs now: the private key, and by what name it is known. */
  signingKey(): Promise<{ readonly kid: string; readonly jwk: Redacted<object> }>
  /** Whose address a request comes from, for limits. */
  readonly addressOf: (request: IncomingMessage) => string
  /** Fetches documents and keys of clients, behind a guard. */
  readonly fetch: (url: string | URL, init?: object) => Promise<Response>
}
