/** Routes of identity providers. Client secrets pass through here wrapped, inwards only. */
import {
  createProvider,
  listProviders,
  removeProvider,
  testProvider,
  updateProvider,
} from '../../../application/sign-in/identity-providers.ts'
import type { Context } from '../../../application/context.ts'
import { redirectUriOf } from '../../../application/sign-in/own-provider.ts'
import { redacted } from '../../../domain/redacted.ts'
import type { IdentityProvider } from '../../../domain/sign-in/ways-in.ts'
import { identityProviderEndpoints as endpoints } from '../contract/identity-providers.ts'
import { route } from '../route.ts'
import { providerView } from '../sign-in-views.ts'

export const identityProviderRoutes = [
  route(endpoints.list, async ({ ctx }) => {
    const found = await listProviders(ctx)
    return { items: found.map((one) => providerView(one, redirectUriOf(ctx, one.issuer))) }
  }),
  route(endpoints.create, async ({ ctx, body: { clientSecret, ...body } }) =>
    view(ctx, await createProvider(ctx, { ...body, clientSecret: wrapped(clientSecret) })),
  ),
  route(endpoints.update, async ({ ctx, params, body: { clientSecret, ...body } }) => {
    const secret = clientSecret === undefined ? undefined : wrapped(clientSecret)
    return view(ctx, await updateProvider(ctx, { ...params, ...body, clientSecret: secret }))
  }),
  route(endpoints.remove, async ({ ctx, params }) => {
    await removeProvider(ctx, params)
    return undefined
  }),
  route(endpoints.test, async ({ ctx, body }) => {
    const tested = await testProvider(ctx, body)
    const redirectUri = redirectUriOf(ctx, body.issuer)
    return tested.ok
      ? { ok: true as const, redirectUri, ...tested.value, findings: [...tested.value.findings] }
      : { ok: false as const, redirectUri, message: tested.error.detail }
  }),
]

const wrapped = (secret: string | null) => (secret === null ? null : redacted(secret))

async function view(ctx: Context, { id }: IdentityProvider) {
  const found = (await listProviders(ctx)).find((one) => one.id === id)
  if (!found) throw new Error(`the provider ${id} has just been written and is not there`)
  return providerView(found, redirectUriOf(ctx, found.issuer))
}
