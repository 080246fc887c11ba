/**
 * Finds what a person named: by id, or by the name they use for it. Never guesses: a near miss is
 * refused with what may have been meant.
 */
import type { Group, Principal } from '../../domain/access/entities.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import { nearest } from '../../domain/hubspot/nearest.ts'
import type { Repositories } from '../ports.ts'

/**
 * An active member by e-mail address, a service account by name, either by id.
 *
 * @throws HubwardError `resource.not_found`
 */
export async function findPrincipal(from: Repositories, named: string): Promise<Principal> {
  const found = named.includes('@')
    ? await from.principals.findMemberByEmail(named)
    : ((await from.principals.get(named)) ??
      (await from.principals.findServiceAccountByName(named)))
  if (found?.state === 'active') return found
  const known = (await from.principals.list()).filter(({ state }) => state === 'active')
  throw notFound(
    'member or service account',
    named,
    known.map(({ email, name }) => email ?? name),
  )
}

/**
 * Like {@link findPrincipal}, and where nobody active has the name, who had it last: for questions
 * about the past.
 *
 * @throws HubwardError `resource.not_found`
 */
export async function findPrincipalEver(from: Repositories, named: string): Promise<Principal> {
  const wanted = named.toLowerCase()
  const gone = (await from.principals.list())
    .filter(({ state, id, email, name }) => {
      const known = email ?? name
      return state === 'removed' && (id === named || known.toLowerCase() === wanted)
    })
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .at(-1)
  if (gone?.id === named) return gone
  return findPrincipal(from, named).catch((refused: unknown) => {
    if (gone) return gone
    throw refused
  })
}

/** @throws HubwardError `resource.not_found` also where the name is a service account's. */
export async function findMember(from: Repositories, named: string): Promise<Principal> {
  const found = await findPrincipal(from, named)
  if (found.kind === 'member') return found
  throw new HubwardError('resource.not_found', `"${named}" is a service account, not a member.`)
}

/** @throws HubwardError `resource.not_found` also where the name is a member's. */
export async function findServiceAccount(from: Repositories, named: string): Promise<Principal> {
  const found = await findPrincipal(from, named)
  if (found.kind === 'service_account') return found
  throw new HubwardError('resource.not_found', `"${named}" is a member, not a service account.`)
}

/** @throws HubwardError `resource.not_found` */
export async function findGroup(from: Repositories, named: string): Promise<Group> {
  const found = (await from.groups.findByName(named)) ?? (await from.groups.get(named))
  if (found) return found
  throw notFound(
    'group',
    named,
    (await from.groups.list()).map(({ name }) => name),
  )
}

/** Like {@link findConnection}, and where none has the name, the one that had it last. */
export async function findConnectionEver(from: Repositories, named: string): Promise<Connection> {
  const ended = (await from.connections.list())
    .filter(({ state, id, name }) => state === 'disconnected' && (id === named || name === named))
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .at(-1)
  return findConnection(from, named).catch((refused: unknown) => {
    if (ended) return ended
    throw refused
  })
}

/** Disconnected ones are not found. @throws HubwardError `connection.not_found` */
export async function findConnection(from: Repositories, named: string): Promise<Connection> {
  const found = (await from.connections.findByName(named)) ?? (await from.connections.get(named))
  if (found && found.state !== 'disconnected') return found
  const known = (await from.connections.list()).filter(({ state }) => state !== 'disconnected')
  throw notFound(
    'connection',
    named,
    known.map(({ name }) => name),
    'connection.not_found',
  )
}

export function notFound(
  what: string,
  named: string,
  known: readonly string[],
  code: 'resource.not_found' | 'connection.not_found' = 'resource.not_found',
): HubwardError {
  return new HubwardError(code, `There is no ${what} "${named}".${meant(named, known)}`)
}

/** ` Did you mean a or b?`, or nothing. */
export function meant(named: string, known: readonly string[]): string {
  const near = nearest(named, known)
  return near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
}
