/** Routes of one-time requests. The one place where a link that was made is shown. */
import { approveIntake } from '../../../application/intake/approve-intake.ts'
import { cancelIntake } from '../../../application/intake/cancel-intake.ts'
import { createIntake } from '../../../application/intake/create-intake.ts'
import { listIntakes, showIntake } from '../../../application/intake/list-intakes.ts'
import { refuseIntake } from '../../../application/intake/refuse-intake.ts'
import { INTAKE_TEMPLATES } from '../../../domain/intake/templates.ts'
import { intakeEndpoints as endpoints } from '../contract/intakes.ts'
import { intakeView } from '../intake-views.ts'
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
    return { items: (await listIntakes(ctx)).map((one) => intakeView(one, picture)) }
  }),
  route(endpoints.get, async ({ ctx, params }) =>
    intakeView(await showIntake(ctx, params), await ctx.pictures.current()),
  ),
  route(endpoints.create, async ({ ctx, body }) => {
    const { intake, address } = await createIntake(ctx, body)
    return { intake: intakeView(intake, await ctx.pictures.current()), link: address.reveal() }
  }),
  route(endpoints.approve, async ({ ctx, params, body }) => {
    const { intake, connection } = await approveIntake(ctx, { ...params, ...body })
    const { id, name } = connection
    return { intake: intakeView(intake, await ctx.pictures.current()), connection: { id, name } }
  }),
  route(endpoints.refuse, async ({ ctx, params, body }) =>
    intakeView(await refuseIntake(ctx, { ...params, ...body }), await ctx.pictures.current()),
  ),
  route(endpoints.cancel, async ({ ctx, params }) =>
    intakeView(await cancelIntake(ctx, params), await ctx.pictures.current()),
  ),
]
