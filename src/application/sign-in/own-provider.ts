/** Finds a provider and opens what is needed to speak to it. */
import { HubwardError } from '../../domain/errors.ts'
import type { IdentityProvider, ProviderClient } from '../../domain/sign-in/ways-in.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'

/** The name of the sealed field. */
export const CLIENT_SECRET = 'clientSecret'

/** By id. @throws HubwardError `resource.not_found` */
export async function findProvider(from: Repositories, id: string): Promise<IdentityProvider> {
  const found = await from.signIn.providers.get(id)
  if (found) return found
  throw new HubwardError('resource.not_found', `There is no identity provider "${id}".`)
}

/** @throws HubwardError `vault.sealed_row` */
export async function clientOf(
  ctx: Context,
  { id, issuer, clientId }: IdentityProvider,
): Promise<ProviderClient> {
  const sealed = await ctx.store.read.signIn.providers.secret(id)
  const place = { rowId: id, field: CLIENT_SECRET }
  const clientSecret = sealed ? await ctx.vault.unwrap(ctx.store.read, place, sealed) : null
  return { issuer, clientId, clientSecret }
}

/**
 * One address per provider, so that an answer tells by where it arrives who gave it: a provider that
 * sends a browser on to another one gets an answer that is refused (mix-up, RFC 9700 §4.4.2.2). Made
 * of the issuer, since it must be known before the provider is: it is entered there first. 128 bits
 * of SHA-256, so that nobody finds an issuer with the address of another.
 */
export const callbackOf = (ctx: Context, issuer: string): string => ctx.hashKey(issuer).slice(0, 32)

/** The path is the web app's: it sends what came with it to the API. */
export const redirectUriOf = (ctx: Context, issuer: string): string =>
  `${ctx.signIn.site.publicUrl}/sign-in/callback/${callbackOf(ctx, issuer)}`
