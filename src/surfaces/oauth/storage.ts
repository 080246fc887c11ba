/**
 * The library's memory over our ports. Ids are hashed on the way in and put back on the way out, so
 * that nothing in the database can be presented. Two things are not the library's own: its *grant*
 * is our authorisation, and its *session* is forgotten with the request, since a person's only
 * session is the one of the web app.
 */
import { errors, Provider, type Adapter, type AdapterPayload } from 'oidc-provider'
import { endAuthorisation } from '../../application/authorisation/end-authorisation.ts'
import {
  audienceOf,
  authorisationState,
  REFRESH_REUSE_SECONDS,
  type Authorisation,
  type EndReason,
} from '../../domain/authorisation/authorisation.ts'
import { scopeTextFor } from '../../domain/authorisation/oauth-scope.ts'
import { clientStorage } from './clients.ts'
import type { OAuthParts, OAuthServices } from './ports.ts'

/** By the library's names. What is not here is not stored: access tokens are JWTs. */
export function storageFor(services: OAuthServices, parts: OAuthParts) {
  return (kind: string): Adapter => {
    switch (kind) {
      case 'Session':
        return FORGETFUL
      case 'Client':
        return clientStorage(services, parts)
      case 'Grant':
        return grantStorage(services)
      case 'Interaction':
        return interactionStorage(services, parts)
      default:
        return artefactStorage(services, parts, kind)
    }
  }
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined)

/** Of what the library gives no end, in seconds. */
const FOR_A_WHILE = 600

const FORGETFUL: Adapter = {
  upsert: nothing,
  find: nothing,
  findByUserCode: nothing,
  findByUid: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
}

function artefactStorage(
  services: OAuthServices,
  { artefacts }: OAuthParts,
  kind: string,
): Adapter {
  const { hashKey, world } = services
  // Only a refresh may be repeated for a moment; a code is good once.
  const refreshes = kind === 'RefreshToken'
  const grace = refreshes ? REFRESH_REUSE_SECONDS : 0
  return {
    ...FORGETFUL,
    async upsert(id, given, expiresIn) {
      const { jti: _, ...payload } = given
      const artefact = {
        payload,
        grantId: payload.grantId ?? null,
        expiresAt: new Date(world.now().getTime() + (expiresIn ?? FOR_A_WHILE) * 1000),
      }
      await artefacts.put(
        kind,
        hashKey(id),
        artefact,
        refreshes ? presentedHash(hashKey) : undefined,
      )
    },
    async find(id) {
      const found = await artefacts.find(kind, hashKey(id), grace)
      if (!found) return undefined
      const payload: AdapterPayload = { ...found.payload, jti: id }
      return found.spent ? { ...payload, consumed: true } : payload
    },
    async consume(id) {
      // Used up by the one that takes its place, in one statement. In two, a process that ended
      // between them would leave the client with a token that looks stolen when it is tried again.
      if (refreshes) return
      const first = await artefacts.consume(kind, hashKey(id))
      if (first || kind !== 'AuthorizationCode') return
      // Two requests with one code arrived at the same moment: neither may keep anything.
      const found = await artefacts.find(kind, hashKey(id), 0)
      if (found?.grantId) await endAuthorisation(services, found.grantId, 'code_replayed')
      throw new errors.InvalidGrant('authorization code already consumed')
    },
    async destroy(id) {
      await artefacts.remove(kind, hashKey(id))
    },
    async revokeByGrantId(grantId) {
      await artefacts.removeOfGrant(grantId)
    },
  }
}

/** Of the refresh token that this request is about, which the next one replaces. */
const presentedHash = (hashKey: (text: string) => string): string | undefined => {
  const presented = Provider.ctx?.oidc?.entities.RotatedRefreshToken?.jti
  return presented === undefined ? undefined : hashKey(presented)
}

/** A page under way, with the answer that the person gave through the web app. */
function interactionStorage(services: OAuthServices, parts: OAuthParts): Adapter {
  const plain = artefactStorage(services, parts, 'Interaction')
  return {
    ...plain,
    async find(uid) {
      const payload = await plain.find(uid)
      if (!payload) return undefined
      const request = await services.store.read.consents.get(services.hashKey(uid))
      const answer = request?.answer
      if (!answer) return payload
      if (answer.authorisationId === null)
        return { ...payload, result: denied('The person said no.') }
      // Between the yes and now it may have been cut off, or its owner removed.
      if (!(await liveAuthorisation(services, answer.authorisationId)))
        return { ...payload, result: denied('What the person allowed has ended already.') }
      const result = {
        login: { accountId: answer.principalId, remember: false },
        consent: { grantId: answer.authorisationId },
      }
      return { ...payload, result }
    },
  }
}

const denied = (why: string) => ({ error: 'access_denied', error_description: why })

async function liveAuthorisation(
  { store, world }: OAuthServices,
  id: string,
): Promise<Authorisation | undefined> {
  const one = await store.read.authorisations.get(id)
  return one && authorisationState(one, world.now()) === 'live' ? one : undefined
}

/** An authorisation in the library's form; it is made and ended by our verbs alone. */
function grantStorage(services: OAuthServices): Adapter {
  const { signIn } = services
  return {
    ...FORGETFUL,
    async find(id) {
      const one = await liveAuthorisation(services, id)
      if (!one) return undefined
      const audience = audienceOf(signIn.site.publicUrl, one.resource)
      return {
        kind: 'Grant',
        jti: id,
        accountId: one.principalId,
        clientId: one.client.id,
        openid: { scope: 'offline_access' },
        resources: { [audience]: scopeTextFor(one.access) },
        iat: seconds(one.createdAt),
        exp: seconds(one.expiresAt),
      }
    },
    async destroy(id) {
      await endAuthorisation(services, id, endReason())
    },
  }
}

const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1000)

/** What the library was doing when it ended a grant. */
function endReason(): EndReason {
  const oidc = Provider.ctx?.oidc
  if (oidc?.route !== 'token') return 'client_revoked'
  return oidc.params?.['grant_type'] === 'refresh_token' ? 'refresh_reused' : 'code_replayed'
}
