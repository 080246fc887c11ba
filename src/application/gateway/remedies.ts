/**
 * What to do about each broken link of an explanation: a command to paste wherever there is one.
 * A remedy never takes away what somebody has.
 */
import type { Grant, Principal } from '../../domain/access/entities.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { compareScopes, type Scope } from '../../domain/access/scope.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import {
  noticeScopesCommand,
  noticeScopesHere,
  reconnectCommand,
} from '../../domain/connection/mend.ts'
import { coverage, hubspotScopesFor } from '../../domain/hubspot/hubspot-scopes.ts'
import { shellWord } from '../../domain/shell-word.ts'
import type { CallRefusal } from './refusal.ts'

/** As commands name them. */
const nameOf = ({ email, name }: Principal): string => shellWord(email ?? name)

/** What is refused by name says its own way out, and no other path leads there. */
export const nameIt = ({ code }: CallRefusal): string | null =>
  code === 'access.operation_refused'
    ? null
    : 'Write the path as HubSpot documents it, without scheme and host.'

export const addAgain = (gone: Principal): string =>
  gone.kind === 'member'
    ? `Add the person again: hubward member add ${nameOf(gone)} --name ${shellWord(gone.name)}`
    : `Add the program again: hubward service-account add ${nameOf(gone)}`

export const makeKey = (principal: Principal): string =>
  `Make one: hubward key create ${nameOf(principal)} --name ${principal.kind === 'member' ? 'laptop' : 'production'}`

export const joinGroup = (principal: Principal): string =>
  `Add to one: hubward group add-member <group> ${nameOf(principal)}`

/**
 * A group's standing grant is set whole, so the command repeats what the group has. The group is
 * one of the principal's own, and of those one that has a standing grant there already.
 */
export function grantIt(
  picture: AccessPicture,
  principal: Principal,
  connection: Connection,
  missing: readonly Scope[],
): string {
  const standing = picture
    .grantsOn(principal.id, connection.id)
    .find(({ expiresAt }) => expiresAt === null)
  const scopes = missing.length > 0 ? withHeld(missing, standing).join(' ') : '<scopes>'
  const groups = picture.groupsOf(principal.id)
  const group = groups.find(({ id }) => id === standing?.groupId) ?? groups[0]
  return `Grant it: hubward grant set ${group?.name ?? '<group>'} ${connection.name} ${scopes}`
}

const withHeld = (missing: readonly Scope[], standing: Grant | undefined): Scope[] =>
  [...new Set([...(standing?.scopes ?? []), ...missing])].sort(compareScopes)

/** First at HubSpot, then here: what was added there has to be noticed. */
export const switchOn = (connection: Connection, gap: Scope): string =>
  `${atHubSpot(connection, gap)} Then: ${noticeScopesCommand(connection)}`

/** The same for whoever has the web app before them. */
export const switchOnHere = (connection: Connection, gap: Scope): string =>
  `${atHubSpot(connection, gap)} ${noticeScopesHere(connection)}`

function atHubSpot(connection: Connection, gap: Scope): string {
  const { allOf, anyOf } = hubspotScopesFor(gap)
  const wanted = [...allOf, ...anyOf.map((group) => group.join(' or '))].join(', ')
  const row = coverage(connection.hubspotScopes, connection.kind).find(({ scope }) => scope === gap)
  const words = row?.remedy ?? `add ${wanted} to the credential in HubSpot.`
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

export const heal = (connection: Connection): string =>
  connection.state === 'suspended'
    ? `Resume it: hubward connection resume ${connection.name}`
    : `Reconnect it: ${reconnectCommand(connection)}`
