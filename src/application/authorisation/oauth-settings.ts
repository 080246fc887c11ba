import { inChange, recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { OAuthSettings } from './ports.ts'

export async function getOAuthSettings(ctx: Context): Promise<OAuthSettings> {
  authorise(ctx, 'read', 'oauth_settings.get')
  return ctx.store.read.oauthSettings.get()
}

/** Clients that were registered before it is switched off stay as they are. */
export async function setOAuthSettings(ctx: Context, input: OAuthSettings): Promise<OAuthSettings> {
  authorise(ctx, 'secure', 'oauth_settings.set')
  return inChange(ctx, async (tx) => {
    const before = await tx.oauthSettings.get()
    if (before.dynamicRegistration === input.dynamicRegistration) return before
    await tx.oauthSettings.set(input)
    await recordChange(tx, ctx, {
      action: 'oauth_settings.set',
      targetKind: 'oauth_settings',
      targetId: 'oauth_settings',
      targetName: 'How AI clients may come in',
      before,
      after: input,
    })
    return input
  })
}
