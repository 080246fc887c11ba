/** Portal users, snapshots and plan inputs for tests, each with what the test is about put over it. */
import type { DesiredUser } from '../../src/domain/people/desired-user.ts'
import { makePlan } from '../../src/domain/people/plan/make-plan.ts'
import type { Plan, PlanItem } from '../../src/domain/people/plan/plan.ts'
import {
  DEFAULT_SETTINGS,
  type Leaving,
  type PlanInput,
} from '../../src/domain/people/plan/plan-input.ts'
import type { PortalUser } from '../../src/domain/people/portal-user.ts'
import type { Snapshot } from '../../src/domain/people/snapshot.ts'

export const NOW = new Date('2026-11-20T09:00:00Z')
export const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000)
export const daysAgo = (days: number): Date => minutesAgo(days * 24 * 60)

export const portalUser = (userId: string, more: Partial<PortalUser> = {}): PortalUser => ({
  userId,
  email: `user${userId}@harbour-tea.example`,
  firstName: 'Ada',
  lastName: `Number ${userId}`,
  ownerId: `9${userId}`,
  crmUserId: `7${userId}`,
  superAdmin: false,
  permissionSetIds: ['sales'],
  primaryTeamId: 'north',
  secondaryTeamIds: [],
  seats: [],
  deactivated: false,
  lastLoginAt: null,
  inferredInvited: false,
  ...more,
})

/** Two super admins with the ids 1 and 2, then as many others as wanted. */
export const portalOf = (others: number): readonly PortalUser[] => [
  portalUser('1', { superAdmin: true, permissionSetIds: [] }),
  portalUser('2', { superAdmin: true, permissionSetIds: [] }),
  ...Array.from({ length: others }, (_, index) => portalUser(`${index + 10}`)),
]

export const snapshotOf = (
  users: readonly PortalUser[],
  more: Partial<Snapshot> = {},
): Snapshot => ({
  readingId: 'rdg_1',
  connectionId: 'con_1',
  portalId: 1000,
  begunAt: minutesAgo(2),
  endedAt: minutesAgo(1),
  facets: {
    permission_sets: 'read',
    teams: 'read',
    seats: 'read',
    owners: 'read',
    crm_users: 'read',
    logins: 'read',
    security: 'read',
  },
  provenBy: 'crm_users',
  loginsFrom: daysAgo(90),
  hubspotScopes: ['settings.billing.write', 'settings.users.read', 'settings.users.write'],
  users,
  permissionSets: [
    { id: 'least', name: 'Least', requiresBillingWrite: false },
    { id: 'sales', name: 'Sales', requiresBillingWrite: false },
    { id: 'paid', name: 'Sales Pro', requiresBillingWrite: true },
  ],
  teams: [
    { id: 'north', name: 'North' },
    { id: 'south', name: 'South' },
  ],
  seats: [{ name: 'sales', description: null, remaining: 2 }],
  ...more,
})

export const wish = (email: string, more: Partial<DesiredUser> = {}): DesiredUser => ({
  source: 'rules',
  key: email,
  userId: null,
  email,
  present: true,
  ...more,
})

export const leaves = (user: PortalUser): DesiredUser => wish(user.email, { present: false })

export const planInput = (
  users: readonly PortalUser[],
  desired: readonly DesiredUser[],
  more: Partial<PlanInput> = {},
): PlanInput => ({
  now: NOW,
  snapshot: snapshotOf(users),
  newestReading: { at: minutesAgo(1), sealed: true },
  desired,
  setsToMake: [],
  sources: [],
  sourcesBefore: [],
  protected: { own: ['2'], ownKnown: true, breakGlass: [] },
  owned: new Map(users.map(({ userId }) => [userId, 0])),
  fates: new Map(),
  leaving: new Map(),
  welcomed: new Set(),
  lastDay: { create: 0, change: 0, strip: 0, remove: 0 },
  settings: DEFAULT_SETTINGS,
  halted: false,
  ...more,
})

export function planned(input: PlanInput): Plan {
  const plan = makePlan(input)
  if (!plan) throw new Error('no plan')
  return plan
}

export const actsOf = ({ items }: Pick<Plan, 'items'>): readonly string[] =>
  items.map(({ id }) => id)
export const guardsOf = ({ blocks }: Pick<Plan, 'blocks'>): readonly string[] => [
  ...new Set(blocks.map(({ guard }) => guard)),
]
export const itemOf = (plan: Plan, act: PlanItem['act']): PlanItem => {
  const found = plan.items.find((item) => item.act === act)
  if (!found) throw new Error(`no ${act}`)
  return found
}

/** Somebody whose access was taken so many days ago, as they are now, and what was noted of them. */
export function strippedDaysAgo(user: PortalUser, days: number, since: Partial<PortalUser> = {}) {
  const state: PortalUser = {
    ...user,
    permissionSetIds: [],
    primaryTeamId: null,
    secondaryTeamIds: [],
    seats: [],
  }
  const leaving: Leaving = {
    userId: user.userId,
    email: user.email,
    desire: { source: 'rules', key: user.email },
    prior: user,
    flaggedAt: daysAgo(days),
    stripped: { at: daysAgo(days), state },
  }
  return { user: { ...state, ...since }, leaving }
}
