import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  daysAgo,
  guardsOf,
  leaves,
  minutesAgo,
  planInput,
  planned,
  portalOf,
  portalUser,
  snapshotOf,
  strippedDaysAgo,
  wish,
} from '../../../../../tests/support/portal-people.ts'
import { accessStateOf, NO_ACCESS } from '../access-state.ts'
import { draftItem } from '../draft-item.ts'
import type { PlanItem } from '../plan.ts'
import type { PlanInput, SourceDescriptor } from '../plan-input.ts'
import type { PortalUser } from '../../portal-user.ts'
import { allowedOf } from './amounts.ts'
import { judgeAll, openBlocks } from './judge.ts'
import { GUARD_IDS, type GuardId } from './table.ts'

const ADA = portalUser('50')
const PORTAL = [...portalOf(40), ADA]

const anItem = (
  act: PlanItem['act'],
  user: PortalUser,
  more: Partial<PlanItem> = {},
): PlanItem => ({
  ...draftItem({
    act,
    desire: { source: 'rules', key: user.email, email: user.email },
    user,
    after: act === 'remove' ? null : { ...accessStateOf(user), primaryTeamId: null },
    reason: '',
  }),
  ...more,
})
const leavesTeam = (user: PortalUser): PlanItem => anItem('change', user)
const judged = (items: readonly PlanItem[], input: PlanInput): readonly GuardId[] => [
  ...new Set(judgeAll(items, input, 'plan').map(({ guard }) => guard)),
]
const source = (more: Partial<SourceDescriptor> = {}): SourceDescriptor => ({
  source: 'rules',
  id: 'people.yaml',
  state: 'live',
  covers: ['everyone', 'sales'],
  keys: [ADA.email],
  ...more,
})

/** One world in which each guard speaks, and one almost like it in which it does not. */
const CASES: Record<
  GuardId,
  { readonly speaks: () => readonly string[]; readonly silent: () => readonly string[] }
> = {
  kill_switch: {
    speaks: () => guardsOf(planned(planInput(PORTAL, [], { halted: true }))),
    silent: () => guardsOf(planned(planInput(PORTAL, []))),
  },
  unsealed: {
    speaks: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [leaves(ADA)], { newestReading: { at: minutesAgo(0), sealed: false } }),
        ),
      ),
    silent: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [leaves(ADA)], { newestReading: { at: minutesAgo(5), sealed: false } }),
        ),
      ),
  },
  stale_snapshot: {
    speaks: () =>
      judgeAll([], planInput(PORTAL, [], { snapshot: aged(11) }), 'apply').map(
        ({ guard }) => guard,
      ),
    silent: () =>
      judgeAll([], planInput(PORTAL, [], { snapshot: aged(9) }), 'apply').map(({ guard }) => guard),
  },
  last_super_admins: {
    speaks: () => guardsOf(planned(planInput(PORTAL, [leaves(PORTAL[0]!)]))),
    silent: () =>
      guardsOf(
        planned(
          planInput([...PORTAL, portalUser('3', { superAdmin: true })], [leaves(PORTAL[0]!)]),
        ),
      ),
  },
  emptied_team: {
    // Twenty-one of forty, and then twenty.
    speaks: () => judged(PORTAL.slice(2, 23).map(leavesTeam), planInput(PORTAL.slice(2, 42), [])),
    silent: () => judged(PORTAL.slice(2, 22).map(leavesTeam), planInput(PORTAL.slice(2, 42), [])),
  },
  super_admin: {
    speaks: () => judged([anItem('change', PORTAL[0]!)], planInput(PORTAL, [])),
    silent: () => judged([anItem('change', ADA)], planInput(PORTAL, [])),
  },
  own_user: {
    speaks: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [leaves(ADA)], {
            protected: { own: ['50'], ownKnown: true, breakGlass: [] },
          }),
        ),
      ),
    silent: () => guardsOf(planned(planInput(PORTAL, [leaves(ADA)]))),
  },
  elevated: {
    speaks: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [wish(ADA.email, { permissionSetId: 'least' })], {
            elevated: new Map([[ADA.userId, 'For a while.']]),
          }),
        ),
      ),
    // Who leaves, leaves.
    silent: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [leaves(ADA)], { elevated: new Map([[ADA.userId, 'For a while.']]) }),
        ),
      ),
  },
  removal_by_itself: {
    speaks: () => judged([anItem('remove', ADA)], planInput(PORTAL, [], { byItself: true })),
    silent: () => judged([anItem('remove', ADA)], planInput(PORTAL, [])),
  },
  break_glass: {
    speaks: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [leaves(ADA)], {
            protected: { own: [], ownKnown: true, breakGlass: [ADA.email] },
          }),
        ),
      ),
    silent: () => guardsOf(planned(planInput(PORTAL, [leaves(ADA)]))),
  },
  run_threshold: {
    speaks: () => guardsOf(planned(planInput(portalOf(18), leavers(4)))),
    silent: () => guardsOf(planned(planInput(portalOf(18), leavers(3)))),
  },
  day_threshold: {
    speaks: () =>
      guardsOf(planned(planInput(portalOf(18), leavers(1), { lastDay: { ...NONE, strip: 3 } }))),
    silent: () =>
      guardsOf(planned(planInput(portalOf(18), leavers(1), { lastDay: { ...NONE, strip: 2 } }))),
  },
  half_of_portal: {
    speaks: () => guardsOf(planned(planInput(portalOf(4), leavers(4)))),
    silent: () => guardsOf(planned(planInput(portalOf(4), leavers(3)))),
  },
  shrunken_source: {
    speaks: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [leaves(ADA)], {
            sources: [source({ covers: ['everyone'] })],
            sourcesBefore: [source()],
          }),
        ),
      ),
    silent: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [leaves(ADA)], { sources: [source()], sourcesBefore: [source()] }),
        ),
      ),
  },
  ambiguous_match: {
    speaks: () => guardsOf(planned(planInput(PORTAL, [wish(ADA.email), leaves(ADA)]))),
    silent: () => guardsOf(planned(planInput(PORTAL, [wish(ADA.email)]))),
  },
  changed_by_hand: {
    speaks: () => byHand({ seats: ['sales'] }),
    silent: () => byHand({}),
  },
  facet_unread: {
    speaks: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [wish(ADA.email, { permissionSetId: 'least' })], {
            snapshot: rolesRefused(),
          }),
        ),
      ),
    silent: () =>
      guardsOf(
        planned(
          planInput(PORTAL, [wish(ADA.email, { primaryTeamId: 'south' })], {
            snapshot: rolesRefused(),
          }),
        ),
      ),
  },
  unknown_target: {
    speaks: () =>
      guardsOf(planned(planInput(PORTAL, [wish(ADA.email, { primaryTeamId: 'west' })]))),
    silent: () =>
      guardsOf(planned(planInput(PORTAL, [wish(ADA.email, { primaryTeamId: 'south' })]))),
  },
  several_permission_sets: {
    speaks: () => several({ primaryTeamId: 'south' }),
    silent: () => several({ permissionSetId: 'sales' }),
  },
  seats_not_bought: {
    speaks: () => guardsOf(planned(planInput(PORTAL, seated(3)))),
    silent: () => guardsOf(planned(planInput(PORTAL, seated(2)))),
  },
  records_owned: {
    speaks: () => removal({ owned: new Map() }),
    silent: () => removal({ owned: new Map([['50', 0]]) }),
  },
  not_cooled_off: {
    speaks: () => judged([anItem('remove', ADA)], planInput(PORTAL, [])),
    silent: () => removal({}),
  },
  welcome_once: {
    speaks: () =>
      judged(
        [anItem('create', ADA, { welcome: true, after: NO_ACCESS })],
        planInput(PORTAL, [], { welcomed: new Set([ADA.email]) }),
      ),
    silent: () =>
      judged([anItem('create', ADA, { welcome: true, after: NO_ACCESS })], planInput(PORTAL, [])),
  },
}

const NONE = { create: 0, change: 0, strip: 0, remove: 0 }
const aged = (minutes: number) => snapshotOf(PORTAL, { endedAt: minutesAgo(minutes) })
const leavers = (count: number) =>
  Array.from({ length: count }, (_, index) => leaves(portalUser(`${index + 10}`)))
const seated = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    wish(portalUser(`${index + 10}`).email, { seats: ['sales'] }),
  )
const rolesRefused = () => {
  const { facets } = snapshotOf(PORTAL)
  return snapshotOf(PORTAL, {
    facets: { ...facets, permission_sets: 'unavailable' },
    permissionSets: [],
  })
}
const byHand = (more: Partial<PortalUser>) => {
  const { user, leaving } = strippedDaysAgo(ADA, 1)
  const users = [...portalOf(40), { ...user, ...more }]
  return guardsOf(planned(planInput(users, [leaves(ADA)], { leaving: new Map([['50', leaving]]) })))
}
const several = (wanted: Parameters<typeof wish>[1]) => {
  const both = { ...ADA, permissionSetIds: ['least', 'sales'] }
  return guardsOf(planned(planInput([...portalOf(40), both], [wish(ADA.email, wanted)])))
}
const removal = (more: Partial<PlanInput>) => {
  const { user, leaving } = strippedDaysAgo(ADA, 8)
  const input = planInput([...portalOf(40), user], [leaves(ADA)], {
    leaving: new Map([['50', leaving]]),
    ...more,
  })
  expect(planned(input).items.map(({ act }) => act)).toContain('remove')
  return guardsOf(planned(input))
}

describe.each(GUARD_IDS)('%s', (guard) => {
  test('speaks where it should', () => {
    expect(CASES[guard].speaks()).toContain(guard)
  })
  test('is silent where all is well', () => {
    expect(CASES[guard].silent()).not.toContain(guard)
  })
})

describe('the last super admins', () => {
  test('are counted by those who are surely active: an unread state counts for nobody', () => {
    const unsure = [
      portalUser('3', { superAdmin: true, deactivated: null }),
      portalUser('4', { superAdmin: true, deactivated: true }),
    ]
    const plan = planned(planInput([...PORTAL, ...unsure], [leaves(PORTAL[0]!)]))
    expect(guardsOf(plan)).toEqual(['last_super_admins'])
  })

  test('are never fewer than the floor, whoever leaves together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.boolean()),
        (admins, leaving) => {
          const users = Array.from({ length: admins }, (_, index) =>
            portalUser(`${index + 100}`, { superAdmin: true }),
          )
          const going = users.filter(() => leaving.next().value)
          const plan = planned(
            planInput(
              [...users, ...portalOf(0).map((user) => ({ ...user, superAdmin: false }))],
              going.map(leaves),
            ),
          )
          const blocked = new Set(plan.blocks.map(({ itemId }) => itemId))
          const goes = plan.items.filter(({ id }) => !blocked.has(id))
          expect(goes.length === 0 || admins - goes.length >= 2).toBe(true)
        },
      ),
    )
  })
})

describe('what a source no longer names', () => {
  const before = [source({ keys: [ADA.email, 'stranger@elsewhere.example'] })]

  test('is told of, and loses nothing', () => {
    const plan = planned(
      planInput(PORTAL, [], { sources: [source({ keys: [] })], sourcesBefore: before }),
    )
    expect(plan).toMatchObject({
      items: [],
      blocks: [{ guard: 'shrunken_source', email: ADA.email }],
    })
  })

  test.each(['disabled', 'expired', 'unreadable'] as const)(
    'while it is %s, nobody leaves by its word',
    (state) => {
      const plan = planned(
        planInput(PORTAL, [leaves(ADA)], { sources: [source({ state })], sourcesBefore: before }),
      )
      expect(guardsOf(plan)).toEqual(['shrunken_source'])
    },
  )

  test('and a source that is gone altogether takes nothing along', () => {
    const plan = planned(planInput(PORTAL, [leaves(ADA)], { sources: [], sourcesBefore: before }))
    expect(guardsOf(plan)).toContain('shrunken_source')
  })
})

describe('a release', () => {
  const blocks = [
    { guard: 'run_threshold', on: 'plan', itemId: null, email: null, sentence: '' },
    { guard: 'half_of_portal', on: 'plan', itemId: null, email: null, sentence: '' },
    { guard: 'break_glass', on: 'item', itemId: 'x', email: null, sentence: '' },
  ] as const
  const open = (by: readonly string[], appliedBy: string) =>
    openBlocks(
      blocks,
      by.flatMap((one) => GUARD_IDS.map((guard) => ({ guard, by: one }))),
      appliedBy,
    ).map(({ guard }) => guard)

  test('takes another person than the one who applies', () => {
    expect(open(['mem_a'], 'mem_a')).toEqual(['run_threshold', 'half_of_portal', 'break_glass'])
    expect(open(['mem_b'], 'mem_a')).toEqual(['break_glass'])
  })

  test('of more than half of a portal takes two who are known by name', () => {
    expect(open(['operator'], 'mem_a')).toEqual(['half_of_portal', 'break_glass'])
    expect(open(['mem_a'], 'operator')).toEqual(['half_of_portal', 'break_glass'])
  })
})

test('a limit leaves a small portal room, grows with a large one, and ends', () => {
  const tight = { few: 3, percent: 10, most: 100 }
  expect([5, 29, 30, 45, 400, 5_000].map((users) => allowedOf(tight, users))).toEqual([
    3, 3, 3, 4, 40, 100,
  ])
})

test('a reading of an hour ago is good enough to plan from, and not to apply against', () => {
  const input = planInput(PORTAL, [], { snapshot: snapshotOf(PORTAL, { endedAt: minutesAgo(60) }) })
  expect(judgeAll([], input, 'plan')).toEqual([])
  expect(judgeAll([], input, 'apply').map(({ guard }) => guard)).toEqual(['stale_snapshot'])
})

test('a run is judged as one, however often it stops', () => {
  const input = planInput(portalOf(18), leavers(2))
  const rest = planned(input).items
  const guards = (strip: number) =>
    judgeAll(rest, input, 'apply', { ...NONE, strip }).map(({ guard }) => guard)
  expect(guards(1)).toEqual([])
  // The rest alone would be few enough; and it is one flood, not this run and a day beside it.
  expect(guards(5)).toEqual(['run_threshold'])
})

test('drops of a day are one flood: what was done yesterday evening counts this morning', () => {
  const input = planInput(portalOf(98), leavers(6), { lastDay: { ...NONE, strip: 6 } })
  expect(guardsOf(planned(input))).toEqual(['day_threshold'])
  expect(daysAgo(1) < minutesAgo(1)).toBe(true)
})
