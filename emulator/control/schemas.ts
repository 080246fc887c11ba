// What the control surface accepts, parsed at its door.
import { z } from 'zod'
import { LIFE_EVENTS } from '../auth/life-cycle.ts'
import { PAGE_DEFECTS } from '../faults/pages.ts'
import type { Switches } from '../switches.ts'

const positive = z.number().min(0)
const allowance = z.enum(['allowed', 'refused'])

const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('latency'),
    ms: positive,
    toMs: positive.optional(),
    when: z.enum(['before', 'after']).optional(),
  }),
  z.strictObject({
    kind: z.literal('rate-limit'),
    policy: z.enum(['TEN_SECONDLY_ROLLING', 'SECONDLY', 'DAILY']).optional(),
    retryAfter: positive.optional(),
  }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    body: z.enum(['json', 'html', 'empty']).optional(),
    message: z.string().optional(),
    category: z.string().optional(),
    retryAfter: positive.optional(),
    when: z.enum(['before', 'after']).optional(),
  }),
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['before', 'after']) }),
  z.strictObject({ kind: z.literal('torn-body'), share: z.number().min(0).max(1).optional() }),
  z.strictObject({ kind: z.literal('search-lag'), ms: positive }),
  z.strictObject({ kind: z.literal('mis-sort'), chance: z.number().min(0).max(1).optional() }),
  z.strictObject({ kind: z.literal('page'), defect: z.enum(PAGE_DEFECTS) }),
  z.strictObject({ kind: z.literal('people-change'), seed: z.int() }),
])

export const faultSchema = z.strictObject({
  id: z.string().min(1).optional(),
  match: z
    .strictObject({
      method: z.string().optional(),
      path: z.string().refine(isPattern, 'is not a regular expression').optional(),
      token: z.string().optional(),
    })
    .optional(),
  effect,
  probability: z.number().min(0).max(1).optional(),
  count: z.int().min(1).optional(),
  after: z.int().min(0).optional(),
  seed: z.int().optional(),
})

export const chaosSchema = z.strictObject({
  seed: z.int().min(0),
  reads: z.boolean().optional(),
  writes: z.boolean().optional(),
  changes: z.boolean().optional(),
  depth: z.int().min(1).optional(),
})

export const clockSchema = z.union([
  z.strictObject({ set: z.union([z.string(), z.number()]).refine(isInstant, 'is not an instant') }),
  z.strictObject({ advance: z.number() }),
  z.strictObject({ frozen: z.boolean() }),
])

export const tokenSchema = z.strictObject({
  token: z.string().min(8).optional(),
  name: z.string().min(1).optional(),
  kind: z
    .enum([
      'private_app',
      'service_key',
      'static_app',
      'oauth',
      'developer_key',
      'personal_access_key',
    ])
    .optional(),
  scopes: z.array(z.string()),
  appId: z.int().optional(),
  userId: z.int().optional(),
  disabled: z.boolean().optional(),
  expiresAt: z.number().optional(),
  hublet: z.string().optional(),
})

export const tokenChangeSchema = z.strictObject({
  disabled: z.boolean().optional(),
  expiresAt: z.number().nullable().optional(),
  scopes: z.array(z.string()).optional(),
  /** `later`: the old one works for 7 days more. */
  rotate: z.union([z.literal(true), z.enum(['now', 'later'])]).optional(),
})

export const lifeSchema = z.strictObject({
  event: z.enum(LIFE_EVENTS),
  scopes: z.array(z.string()).optional(),
  by: z.strictObject({ userId: z.int(), email: z.string() }).optional(),
})

export const limitsSchema = z.strictObject({
  enforced: z.boolean().optional(),
  reset: z.literal(true).optional(),
  /** Uses up so much of the day. */
  spendDaily: z.int().min(0).optional(),
})

export const switchesSchema = z
  .strictObject({
    rateLimitShape: z.enum(['A', 'B']),
    rateLimitRetryAfter: positive.nullable(),
    emptyNotFound: z.boolean(),
    rotateRefreshTokens: z.boolean(),
    denyAuthorize: z.boolean(),
    portalGone: z.boolean(),
    migrating: z.boolean(),
    migrationRetryAfter: positive,
    correctHublet: z.string().nullable(),
    locked: z.boolean(),
    requiredProperties: z.record(z.string(), z.array(z.string())),
    conditionalRequired: z.array(
      z.strictObject({
        objectType: z.string(),
        when: z.strictObject({ property: z.string(), equals: z.string() }),
        require: z.array(z.string()),
      }),
    ),
    creatorRemoved: z.boolean(),
    creatorEndsTokens: z.boolean(),
    deactivatedSaysSo: z.boolean(),
    securityActivityOrder: z.enum(['newest', 'oldest']),
    securityActivityObjects: z.boolean(),
    negationMatchesEmpty: z.boolean(),
    shortPages: z.int().min(1).nullable(),
    numericAssociationIds: z.boolean(),
    enterpriseGates: z.boolean(),
    userPut: z.enum(['merges', 'replaces']),
    loginOrder: z.enum(['newest', 'oldest']),
    rolesAvailable: z.boolean(),
    putDropsExtraRoles: z.boolean(),
    createTakesNames: z.boolean(),
    namesNeedActivation: z.boolean(),
    duplicateUser: z.enum(['conflict', 'invalid']),
    deleteActiveUser: allowance,
    deleteLastSuperAdmin: allowance,
    deleteSelf: allowance,
    deleteAgain: z.enum(['no-content', 'not-found']),
    removedUserListedMs: positive,
    removedUserSeatMs: positive,
    deactivatedUsersListed: z.boolean(),
    userPaging: z.enum(['position', 'id']),
    seatsEndpoint: z.boolean(),
    teamsRefused: z.boolean(),
    crmUserNeedsActivation: z.boolean(),
    apiWritesTraced: z.boolean(),
    teamEventsName: z.enum(['user', 'team']),
    superAdminEvents: z.enum(['permissions', 'user']),
  } satisfies Record<keyof Switches, z.ZodType>)
  .partial()

function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}

function isInstant(value: string | number): boolean {
  return !Number.isNaN(new Date(value).getTime())
}
