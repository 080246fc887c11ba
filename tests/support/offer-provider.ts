/** Sets the tests' identity provider up in Hubward, as an admin would under Settings. */
import type { Context } from '../../src/application/context.ts'
import { createProvider } from '../../src/application/sign-in/identity-providers.ts'
import { redacted } from '../../src/domain/redacted.ts'
import type { IdentityProvider } from './identity-provider.ts'

export const offerProvider = (
  operator: Context,
  { issuer, clientId, clientSecret }: IdentityProvider,
) =>
  createProvider(operator, {
    name: 'Harbour ID',
    issuer,
    clientId,
    clientSecret: redacted(clientSecret),
    enabled: true,
  })
