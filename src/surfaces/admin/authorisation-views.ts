/** Authorisations and questions in the contract's shapes. */
import type { Consent } from '../../application/authorisation/consents.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import {
  AUTHORISATION_DAYS,
  END_REASONS,
  shownState,
  type Authorisation,
} from '../../domain/authorisation/authorisation.ts'
import { isWrite } from '../../domain/authorisation/oauth-scope.ts'
import {
  belongsTo,
  isAppScheme,
  isLoopback,
  redirectHost,
} from '../../domain/authorisation/redirect.ts'
import type { AuthorisationView, ConsentView } from './contract/authorisations.ts'
import { principalRef } from './views.ts'

export function authorisationView(
  picture: AccessPicture,
  one: Authorisation,
  now: Date,
): AuthorisationView {
  const principal = picture.principal(one.principalId)
  return {
    id: one.id,
    principal: principal
      ? principalRef(principal)
      : { id: one.principalId, kind: 'member', name: one.principalId, email: null },
    client: one.client,
    access: one.access,
    resource: one.resource,
    redirectHost: redirectHost(one.redirectUri),
    state: shownState(one, now),
    createdAt: one.createdAt.toISOString(),
    expiresAt: one.expiresAt.toISOString(),
    lastUsedAt: one.lastUsedAt?.toISOString() ?? null,
    revokedAt: one.revokedAt?.toISOString() ?? null,
    endedBecause: one.endedBecause && END_REASONS[one.endedBecause],
  }
}

export function consentView({ question, expiresAt, isNew, access }: Consent): ConsentView {
  const { client, redirectUri } = question
  const host = redirectHost(redirectUri)
  return {
    client: { id: client.id, name: client.name, host: client.host, page: client.page, isNew },
    redirect: {
      host,
      loopback: isLoopback(redirectUri),
      app: isAppScheme(redirectUri),
      sameHost: client.host !== null && belongsTo(host, client.host),
    },
    resource: question.resource,
    requested: question.access,
    person: principalRef(access.principal),
    groups: access.groups.map(({ name, title }) => ({ name, title })),
    connections: access.connections.map(({ connection, scopes }) => ({
      name: connection.name,
      title: connection.title,
      scopes: scopes.map(({ scope, description, through, covered }) => ({
        scope,
        description,
        writes: isWrite(scope),
        through: [...through],
        covered,
      })),
    })),
    expiresAt: expiresAt.toISOString(),
    lastsDays: AUTHORISATION_DAYS,
  }
}
