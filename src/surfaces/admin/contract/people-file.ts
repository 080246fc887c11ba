/** The form of `people.yaml`. What refers to the portal is checked against the newest sealed reading. */
import { z } from 'zod'
import type { PeopleRules } from '../../../domain/people/rules.ts'
import { email, line, slug } from './fields.ts'

/** Of a permission set, a team or a seat, exactly as in HubSpot; or its id. */
const portalName = line.min(1).max(200)

const rule = z
  .strictObject({
    group: slug.optional(),
    emails: z.array(email).min(1).max(10_000).optional(),
    permissionSet: portalName.nullable().optional(),
    team: portalName.nullable().optional(),
    teams: z.array(portalName).max(100).optional(),
    seats: z.array(portalName).max(20).optional(),
  })
  .refine(({ group, emails }) => group !== undefined || emails !== undefined, {
    message: 'A rule is for somebody: name a group or e-mail addresses.',
  })

/** Wide enough for a large portal, and never the whole of one. */
const threshold = z.strictObject({
  few: z.number().int().min(0).max(50),
  percent: z.number().min(0).max(50),
  most: z.number().int().min(0).max(5_000),
})

export const peopleFileSchema = z.strictObject({
  version: z.literal(1),
  rules: z.array(rule).max(1_000).optional(),
  leavers: z
    .array(
      z.strictObject({
        email,
        recordsTo: z.union([z.literal('keep'), email]).optional(),
      }),
    )
    .max(10_000)
    .optional(),
  protected: z.array(email).max(100).optional(),
  settings: z
    .strictObject({
      coolOffDays: z.number().int().min(1).max(90).optional(),
      superAdminFloor: z.number().int().min(1).max(20).optional(),
      leastPermissionSet: portalName.optional(),
      welcome: z.boolean().optional(),
      limits: z
        .strictObject({
          create: threshold.optional(),
          change: threshold.optional(),
          strip: threshold.optional(),
          remove: threshold.optional(),
        })
        .optional(),
    })
    .optional(),
}) satisfies z.ZodType<PeopleRules>
