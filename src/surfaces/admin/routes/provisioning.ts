/** Routes of plans for the users of a portal. */
import { findConnection } from '../../../application/access/find.ts'
import type { Context } from '../../../application/context.ts'
import { startApply } from '../../../application/people/provisioning/apply-plan.ts'
import { setAutomatic, showAutomatic } from '../../../application/people/provisioning/automatic.ts'
import { checkPeopleRules } from '../../../application/people/provisioning/check-rules.ts'
import {
  haltProvisioning,
  resumeProvisioning,
} from '../../../application/people/provisioning/halt-provisioning.ts'
import { planPeople } from '../../../application/people/provisioning/plan-people.ts'
import { releaseGuard } from '../../../application/people/provisioning/release-guard.ts'
import {
  listPlans,
  listTasks,
  showPlan,
} from '../../../application/people/provisioning/show-plans.ts'
import { catalogueOf } from '../../../application/people/show-users.ts'
import { showUndo, undoPlan } from '../../../application/people/provisioning/undo-plan.ts'
import { peopleFileSchema } from '../contract/people-file.ts'
import { provisioningEndpoints as endpoints } from '../contract/provisioning.ts'
import { lines } from '../lines.ts'
import { namesOf } from '../portal-user-views.ts'
import {
  applyProgressView,
  planView,
  plansEntryView,
  taskView,
  undoView,
} from '../provisioning-views.ts'
import { route, streamingRoute } from '../route.ts'
import { readYamlFile } from '../yaml-file.ts'

export const provisioningRoutes = [
  route(endpoints.plan, async ({ ctx, params, body }) => {
    const { file } = body
    const rules =
      file === undefined
        ? undefined
        : await readYamlFile(peopleFileSchema, file, async (raw) => {
            const parsed = peopleFileSchema.safeParse(raw)
            return parsed.success ? checkPeopleRules(ctx, { ...params, rules: parsed.data }) : []
          })
    const { id } = await planPeople(ctx, { ...params, rules })
    return shown(ctx, id)
  }),
  route(endpoints.plans, async ({ ctx, params }) => ({
    items: (await listPlans(ctx, params)).map(plansEntryView),
  })),
  route(endpoints.show, ({ ctx, params }) => shown(ctx, params.plan)),
  route(endpoints.release, async ({ ctx, params, body }) => {
    await releaseGuard(ctx, { ...params, ...body })
    return shown(ctx, params.plan)
  }),
  streamingRoute(endpoints.apply, async ({ ctx, params, body }) =>
    lines((await startApply(ctx, { ...params, ...body })).progress, applyProgressView),
  ),
  route(endpoints.undo, async ({ ctx, params }) => shown(ctx, (await undoPlan(ctx, params)).id)),
  route(endpoints.undoFile, async ({ ctx, params }) => undoView(await showUndo(ctx, params))),
  route(endpoints.tasks, async ({ ctx, params, query }) => ({
    items: (await listTasks(ctx, { ...params, ...query })).map(taskView),
  })),
  route(endpoints.automatic, async ({ ctx, params }) =>
    automaticView(await showAutomatic(ctx, params)),
  ),
  route(endpoints.setAutomatic, async ({ ctx, params, body }) =>
    automaticView(await setAutomatic(ctx, { ...params, ...body })),
  ),
  route(endpoints.halt, ({ ctx, params }) => haltProvisioning(ctx, params)),
  route(endpoints.resume, ({ ctx, params }) => resumeProvisioning(ctx, params)),
]

const automaticView = (automatic: Awaited<ReturnType<typeof showAutomatic>>) => ({
  on: automatic !== null,
  by: automatic && { ...automatic.by },
  since: automatic?.at.toISOString() ?? null,
})

async function shown(ctx: Context, plan: string) {
  const found = await showPlan(ctx, { plan })
  const { connectionId } = found.plan
  const snapshot = await ctx.store.read.people.newestSealed(connectionId)
  return planView(
    found,
    await findConnection(ctx.store.read, connectionId),
    namesOf(catalogueOf(snapshot ?? null)),
  )
}
