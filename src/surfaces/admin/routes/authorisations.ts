/** Routes of AI clients: what was let in, and the question whether to. */
import { answerConsent, showConsent } from '../../../application/authorisation/consents.ts'
import { listAuthorisations } from '../../../application/authorisation/list-authorisations.ts'
import {
  getOAuthSettings,
  setOAuthSettings,
} from '../../../application/authorisation/oauth-settings.ts'
import { revokeAuthorisation } from '../../../application/authorisation/revoke-authorisation.ts'
import { BROWSER_COOKIE } from '../../../domain/authorisation/browser.ts'
import { authorisationView, consentView } from '../authorisation-views.ts'
import { authorisationEndpoints as endpoints } from '../contract/authorisations.ts'
import { route } from '../route.ts'

export const authorisationRoutes = [
  route(endpoints.list, async ({ ctx, query }) => {
    const all = await listAuthorisations(ctx, query)
    const picture = await ctx.pictures.current()
    return { items: all.map((one) => authorisationView(picture, one, ctx.world.now())) }
  }),
  route(endpoints.revoke, async ({ ctx, params }) => {
    const ended = await revokeAuthorisation(ctx, params)
    return authorisationView(await ctx.pictures.current(), ended, ctx.world.now())
  }),
  route(endpoints.consent, async ({ ctx, params, cookie }) => {
    const consent = await showConsent(ctx, { uid: params.uid, browser: cookie(BROWSER_COOKIE) })
    return consentView(consent)
  }),
  route(endpoints.answer, async ({ ctx, params, body, cookie }) => {
    await answerConsent(ctx, {
      uid: params.uid,
      browser: cookie(BROWSER_COOKIE),
      access: body.decision === 'allow' ? body.access : null,
    })
    // There the authorization server finds the answer; only this browser has the cookie for it.
    return { resume: `/oauth/authorize/${encodeURIComponent(params.uid)}` }
  }),
  route(endpoints.settings, ({ ctx }) => getOAuthSettings(ctx)),
  route(endpoints.setSettings, ({ ctx, body }) => setOAuthSettings(ctx, body)),
]
