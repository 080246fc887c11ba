/** Routes of rotation. Credentials pass through here wrapped, inwards only. */
import { discardCredential } from '../../../application/rotation/discard-credential.ts'
import { promoteCredential } from '../../../application/rotation/promote-credential.ts'
import { returnCredential } from '../../../application/rotation/return-credential.ts'
import { revokeCredential } from '../../../application/rotation/revoke-credential.ts'
import { showSlots } from '../../../application/rotation/show-slots.ts'
import { stageCredential } from '../../../application/rotation/stage-credential.ts'
import { rotationEndpoints as endpoints } from '../contract/rotation.ts'
import { connectionView, reportView } from '../connection-views.ts'
import { comparisonView, slotsView } from '../rotation-views.ts'
import { route } from '../route.ts'
import { credentialOf } from './credential-of.ts'

export const rotationRoutes = [
  route(endpoints.show, async ({ ctx, params }) => {
    const shown = await showSlots(ctx, params)
    return slotsView(shown, await groupNames(ctx), ctx.world.now())
  }),
  route(endpoints.stage, async ({ ctx, params, body }) => {
    const staged = await stageCredential(ctx, { ...params, ...credentialOf(body) })
    return {
      report: reportView(staged.report),
      comparison: comparisonView(staged.comparison, await groupNames(ctx)),
      endsAt: staged.endsAt.toISOString(),
    }
  }),
  route(endpoints.discard, async ({ ctx, params }) =>
    connectionView(await discardCredential(ctx, params)),
  ),
  route(endpoints.promote, async ({ ctx, params, body }) => {
    const promoted = await promoteCredential(ctx, { ...params, ...body })
    return {
      connection: connectionView(promoted.connection),
      comparison: comparisonView(promoted.comparison, await groupNames(ctx)),
      wayBackUntil: promoted.wayBackUntil?.toISOString() ?? null,
      beforeRefused: promoted.beforeRefused,
      steps: [...promoted.steps],
    }
  }),
  route(endpoints.goBack, async ({ ctx, params }) =>
    connectionView(await returnCredential(ctx, params)),
  ),
  route(endpoints.revoke, async ({ ctx, params, body }) => {
    const { connection, revokedAtHubSpot, steps } = await revokeCredential(ctx, {
      ...params,
      ...body,
    })
    return { connection: connectionView(connection), revokedAtHubSpot, steps: [...steps] }
  }),
]

type Ctx = Parameters<typeof showSlots>[0]

async function groupNames(ctx: Ctx): Promise<(id: string) => string> {
  const picture = await ctx.pictures.current()
  return (id) => picture.group(id)?.name ?? id
}
