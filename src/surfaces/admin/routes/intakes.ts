/** Routes of one-time requests. The one place where a link that was made is shown. */
import { approveIntake } from '../../../application/intake/approve-intake.ts'
import { cancelIntake } from '../../../application/intake/cancel-intake.ts'
import { createIntake } from '../../../application/intake/create-intake.ts'
import { listIntakes, showIntake } from '../../../application/intake/list-intakes.ts'
import { refuseIntake } from '../../../application/intake/refuse-intake.ts'
import type { Context } from '../../../application/context.ts'
import type { Intake } from '../../../domain/intake/intake.ts'
import { INTAKE_TEMPLATES } from '../../../domain/intake/templates.ts'
import { intakeEndpoints as endpoints, type IntakeView } from '../contract/intakes.ts'
import { intakeView } from '../intake-views.ts'
import { comparisonView } from '../rotation-views.ts'
import { route } from '../route.ts'

export const intakeRoutes = [
  route(endpoints.templates, () =>
    Promise.resolve({
      items: INTAKE_TEMPLATES.map((one) => ({
        ...one,
        scopes: [...one.scopes],
        wantedLinks: [...one.wantedLinks],
      })),
    }),
  ),
  route(endpoints.list, async ({ ctx }) => {
    const picture = await ctx.pictures.current()
    return {
      items: (await listIntakes(ctx)).map((one) => intakeView(one, picture, ctx.world.now())),
    }
  }),
  route(endpoints.get, async ({ ctx, params }) => viewOf(ctx, await showIntake(ctx, params))),
  route(endpoints.create, async ({ ctx, body }) => {
    const { intake, address } = await createIntake(ctx, body)
    return { intake: await viewOf(ctx, intake), link: address.reveal() }
  }),
  route(endpoints.approve, async ({ ctx, params, body }) => {
    const { intake, connection, staged } = await approveIntake(ctx, { ...params, ...body })
    const { id, name } = connection
    const picture = await ctx.pictures.current()
    return {
      intake: intakeView(intake, picture, ctx.world.now()),
      connection: { id, name },
      staged: staged && {
        comparison: comparisonView(
          staged.comparison,
          (group) => picture.group(group)?.name ?? group,
        ),
        endsAt: staged.endsAt.toISOString(),
      },
    }
  }),
  route(endpoints.refuse, async ({ ctx, params, body }) =>
    viewOf(ctx, await refuseIntake(ctx, { ...params, ...body })),
  ),
  route(endpoints.cancel, async ({ ctx, params }) => viewOf(ctx, await cancelIntake(ctx, params))),
]

const viewOf = async (ctx: Context, intake: Intake): Promise<IntakeView> =>
  intakeView(intake, await ctx.pictures.current(), ctx.world.now())
