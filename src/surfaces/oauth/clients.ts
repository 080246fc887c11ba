/**
 * The clients that the library can find by id: service accounts, whose secret is any of their live
 * client keys, and clients that registered themselves. Those with a published document it fetches
 * itself. Also what a person is told of a client.
 */
import { errors, Provider, type Adapter, type Client } from 'oidc-provider'
import { identifyCaller } from '../../domain/access/decide.ts'
import type { Principal } from '../../domain/access/entities.ts'
import type { ConsentQuestion } from '../../application/authorisation/ports.ts'
import { belongsTo, redirectMatches } from '../../domain/authorisation/redirect.ts'
import type { OAuthParts, OAuthServices } from './ports.ts'

/** What stands where the library wants a secret of a service account: it is not compared with. */
const NO_SECRET = 'any live client key'

export function clientStorage(services: OAuthServices, { clients }: OAuthParts): Adapter {
  const nothing = (): Promise<undefined> => Promise.resolve(undefined)
  return {
    async upsert(id, payload) {
      const metadata: Record<string, unknown> = { ...payload }
      const secret = metadata['client_secret']
      if (typeof secret === 'string') metadata['client_secret'] = services.hashKey(secret)
      if (await clients.insert(id, metadata)) return
      throw new errors.CustomOIDCProviderError(
        'temporarily_unavailable',
        'too many clients registered lately; use a client ID metadata document, or try again in an hour',
      )
    },
    async find(id) {
      const account = await serviceAccount(services, id)
      if (account)
        return {
          client_id: account.id,
          client_name: account.name,
          client_secret: NO_SECRET,
          grant_types: ['client_credentials'],
          response_types: [],
          redirect_uris: [],
          token_endpoint_auth_method: 'client_secret_basic',
        }
      return clients.get(id)
    },
    findByUserCode: nothing,
    findByUid: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
  }
}

async function serviceAccount(
  { pictures }: OAuthServices,
  named: string,
): Promise<Principal | undefined> {
  const picture = await pictures.current()
  return picture
    .principals()
    .find(
      ({ id, name, kind, state }) =>
        kind === 'service_account' && state === 'active' && (id === named || name === named),
    )
}

/** Which client key a service account came with, per request. */
export type UsedKeys = WeakMap<object, string>

/**
 * Two of the library's rules are replaced by ours: how a secret is compared (it knows none in clear),
 * and which redirect addresses match (loopback ports may differ whatever type the client says it is).
 */
export function teachClients(provider: Provider, services: OAuthServices, used: UsedKeys): void {
  const rules = provider.Client.prototype as unknown as {
    compareClientSecret(this: Client, secret: string): Promise<boolean>
    redirectUriAllowed(this: Client, uri: string): boolean
  }
  rules.compareClientSecret = async function (secret) {
    const hash = services.hashKey(secret)
    if (this.clientSecret !== NO_SECRET) return this.clientSecret === hash
    const caller = identifyCaller(await services.pictures.current(), hash, services.world.now())
    if (!caller.ok || caller.value.principal.id !== this.clientId) return false
    const ctx = Provider.ctx
    if (ctx) used.set(ctx, caller.value.means.id)
    return true
  }
  rules.redirectUriAllowed = function (uri) {
    return redirectMatches(uri, this.redirectUris ?? [])
  }
}

/** Whoever publishes the document under the client's id vouches for it. */
export function describeClient(client: Client): ConsentQuestion['client'] {
  const host = /^https:\/\//i.test(client.clientId) ? new URL(client.clientId).host : null
  const page = client.clientUri === undefined ? null : URL.parse(client.clientUri)
  const name = plain(client.clientName ?? '')
  return {
    id: client.clientId,
    name: name === '' ? (host ?? client.clientId) : name,
    host,
    page: page && host !== null && belongsTo(page.host, host) ? page.href : null,
  }
}

/** One line that cannot pass for another: no controls, nothing that turns the text around. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
