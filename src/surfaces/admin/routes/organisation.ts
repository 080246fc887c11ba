/** Routes of the organisation and its document. */
import { applyOrganisation } from '../../../application/access/apply-organisation.ts'
import { exportOrganisation } from '../../../application/access/export-organisation.ts'
import { getOrganisation } from '../../../application/access/get-organisation.ts'
import {
  checkOrganisation,
  planOrganisation,
  type BoundPlan,
} from '../../../application/access/plan-organisation.ts'
import { setOrganisation } from '../../../application/access/set-organisation.ts'
import type { Context } from '../../../application/context.ts'
import { organisationEndpoints as endpoints } from '../contract/organisation.ts'
import { readOrganisationFile, writeOrganisationFile } from '../organisation-file.ts'
import { route } from '../route.ts'

export const organisationRoutes = [
  route(endpoints.get, ({ ctx }) => getOrganisation(ctx)),
  route(endpoints.set, ({ ctx, body }) => setOrganisation(ctx, body)),
  route(endpoints.plan, async ({ ctx, body }) =>
    planView(await planOrganisation(ctx, { document: await read(ctx, body), prune: body.prune })),
  ),
  route(endpoints.apply, async ({ ctx, body: { file, prune, planHash } }) => {
    const document = await read(ctx, { file, prune })
    return planView(await applyOrganisation(ctx, { document, prune, planHash }))
  }),
  route(endpoints.export, async ({ ctx }) => ({
    file: writeOrganisationFile(await exportOrganisation(ctx)),
  })),
]

const read = (ctx: Context, { file, prune }: { file: string; prune: boolean }) =>
  readOrganisationFile(file, (raw) => checkOrganisation(ctx, raw, prune))

const planView = ({ changes, warnings, hash }: BoundPlan) => ({
  changes: changes.map(({ kind, name, act, before, after }) => ({
    kind,
    name,
    act,
    before: before && { ...before },
    after: after && { ...after },
  })),
  warnings: [...warnings],
  hash,
})
