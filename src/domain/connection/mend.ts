/** What mends a connection, as a command or a button, for messages that people act on. */
import type { Connection } from './connection.ts'

type Named = Pick<Connection, 'name'> & { readonly kind: string }

/** Gives a connection a credential that HubSpot accepts. */
export const reconnectCommand = ({ name, kind }: Named): string =>
  kind === 'oauth'
    ? `hubward connection rotate ${name} --kind oauth --authorize --scopes <all of the app's>`
    : `hubward rotate ${name}`

/**
 * After HubSpot scopes were added there: Hubward learns of it when it asks again, and an OAuth
 * grant keeps its scopes until it is made anew.
 */
export const noticeScopesCommand = (connection: Named): string =>
  connection.kind === 'oauth'
    ? reconnectCommand(connection)
    : `hubward connection recheck ${connection.name}`

/** The same as a button of the web app. */
export const noticeScopesHere = ({ kind }: Named): string =>
  kind === 'oauth'
    ? 'Then authorise it again on its page.'
    : 'Then press “Check again” on the connection’s page, under Credential.'
