import { describe, expect, test } from 'vitest'
import {
  actsOf,
  guardsOf,
  itemOf,
  leaves,
  planInput,
  planned,
  portalOf,
  portalUser,
  strippedDaysAgo,
  wish,
} from '../../../../tests/support/portal-people.ts'
import { makePlan } from './make-plan.ts'
import { planText } from './plan-text.ts'

const ADA = portalUser('50', { seats: ['sales'], secondaryTeamIds: ['south'] })
const PORTAL = [...portalOf(40), ADA]

describe('who comes or changes', () => {
  test('is created where nobody has the address, and invited once', () => {
    const plan = planned(
      planInput(PORTAL, [wish('new@harbour-tea.example', { permissionSetId: 'sales' })]),
    )
    expect(actsOf(plan)).toEqual(['create:new@harbour-tea.example'])
    expect(itemOf(plan, 'create')).toMatchObject({
      before: null,
      after: { permissionSetIds: ['sales'], primaryTeamId: null },
      welcome: true,
    })
    const again = planInput(PORTAL, [wish('New@harbour-tea.example')], {
      welcomed: new Set(['new@harbour-tea.example']),
    })
    expect(itemOf(planned(again), 'create').welcome).toBe(false)
  })

  test('keeps whatever the source says nothing of: a PUT carries the whole state', () => {
    const plan = planned(
      planInput(PORTAL, [wish(ADA.email.toUpperCase(), { primaryTeamId: 'south' })]),
    )
    expect(itemOf(plan, 'change')).toMatchObject({
      userId: '50',
      before: { primaryTeamId: 'north' },
      after: {
        permissionSetIds: ['sales'],
        primaryTeamId: 'south',
        secondaryTeamIds: ['south'],
        seats: ['sales'],
      },
    })
    expect(plan.blocks).toEqual([])
  })

  test('is left alone where all is as wanted', () => {
    expect(
      planned(planInput(PORTAL, [wish(ADA.email, { permissionSetId: 'sales' })])).items,
    ).toEqual([])
  })

  test('as a super admin is a task for a person, never a call', () => {
    const plan = planned(
      planInput(PORTAL, [wish('user1@harbour-tea.example', { permissionSetId: 'sales' })]),
    )
    expect(actsOf(plan)).toEqual(['task:set_access:1'])
  })

  test('by another address is a task; the API cannot change one', () => {
    const plan = planned(planInput(PORTAL, [wish('ada@elsewhere.example', { userId: '50' })]))
    expect(itemOf(plan, 'task').task).toEqual({
      kind: 'change_email',
      wanted: 'ada@elsewhere.example',
    })
  })

  test('and is not asked to be named before the invitation is accepted', () => {
    const invited = portalUser('60', { inferredInvited: true, firstName: null })
    const plan = planned(
      planInput([...PORTAL, invited], [wish(invited.email, { firstName: 'Ida' })]),
    )
    expect(plan.items).toEqual([])
  })
})

describe('who leaves', () => {
  test('climbs to the reassigning in one plan, and no further', () => {
    const plan = planned(
      planInput(PORTAL, [leaves(ADA)], {
        owned: new Map([['50', 12]]),
        fates: new Map([['50', { toOwnerId: '910' }]]),
      }),
    )
    expect(actsOf(plan)).toEqual(['flag:50', 'strip:50', 'reassign:50', 'task:deactivate:50'])
    expect(itemOf(plan, 'strip')).toMatchObject({
      before: { permissionSetIds: ['sales'], seats: ['sales'] },
      after: { permissionSetIds: [], primaryTeamId: null, secondaryTeamIds: [], seats: [] },
      seats: { taken: [], freed: ['sales'] },
    })
    expect(itemOf(plan, 'reassign').move).toMatchObject({
      fromOwnerId: '950',
      toOwnerId: '910',
      count: 12,
    })
  })

  test('is removed after the cooling off, and not a day before', () => {
    for (const [days, removed] of [
      [6, false],
      [7, true],
    ] as const) {
      const { user, leaving } = strippedDaysAgo(ADA, days)
      const input = planInput([...portalOf(40), user], [leaves(user)], {
        leaving: new Map([['50', leaving]]),
        owned: new Map([['50', 0]]),
      })
      expect(actsOf(planned(input)).includes('remove:50')).toBe(removed)
    }
  })

  test('and comes back gets exactly what was taken', () => {
    const { user, leaving } = strippedDaysAgo(ADA, 3)
    const input = planInput([...portalOf(40), user], [wish(user.email)], {
      leaving: new Map([['50', leaving]]),
    })
    expect(itemOf(planned(input), 'restore').after).toMatchObject({
      permissionSetIds: ['sales'],
      primaryTeamId: 'north',
      secondaryTeamIds: ['south'],
      seats: ['sales'],
    })
  })

  test('and was given access by hand again is asked about, not removed', () => {
    const { user, leaving } = strippedDaysAgo(ADA, 30, { permissionSetIds: ['sales'] })
    const input = planInput([...portalOf(40), user], [leaves(user)], {
      leaving: new Map([['50', leaving]]),
    })
    const plan = planned(input)
    expect(plan.items).toEqual([])
    expect(guardsOf(plan)).toEqual(['changed_by_hand'])
  })

  test('as a super admin keeps everything until a person has taken those rights', () => {
    const third = portalUser('3', { superAdmin: true })
    const fourth = portalUser('4', { superAdmin: true })
    const plan = planned(planInput([...PORTAL, third, fourth], [leaves(third)]))
    expect(actsOf(plan)).toEqual(['task:end_super_admin:3'])
    expect(plan.blocks).toEqual([])
  })

  test('and is gone already asks for nothing', () => {
    expect(planned(planInput(PORTAL, [leaves(portalUser('99'))])).items).toEqual([])
  })
})

describe('who could be two people', () => {
  test('two sources that differ: the directory is heard, and the plan says so', () => {
    const input = planInput(PORTAL, [
      wish(ADA.email, { permissionSetId: 'sales' }),
      { ...wish(ADA.email, { permissionSetId: 'least' }), source: 'scim', key: 'scm_1' },
    ])
    expect(planned(input)).toMatchObject({
      items: [
        { act: 'change', desire: { source: 'scim' }, after: { permissionSetIds: ['least'] } },
      ],
      notes: [{ email: ADA.email, heard: 'scim', passedOver: 'rules' }],
    })
  })

  test('a leaver of the file whom the directory wants is one question, and nothing is done', () => {
    const input = planInput(PORTAL, [
      wish(ADA.email, { present: false }),
      { ...wish(ADA.email, { permissionSetId: 'sales' }), source: 'scim', key: 'scm_1' },
    ])
    expect(planned(input)).toMatchObject({
      items: [],
      blocks: [{ guard: 'ambiguous_match', email: ADA.email }],
    })
  })

  test('a wish that is not clear holds up the person, whatever rules want of them', () => {
    const input = {
      ...planInput(PORTAL, [wish(ADA.email, { permissionSetId: 'least' })]),
      unclear: [{ id: 'scu_1', email: ADA.email.toUpperCase(), reason: 'No such set.' }],
    }
    expect(planned(input)).toMatchObject({
      items: [],
      blocks: [{ guard: 'unknown_target', on: 'person' }],
    })
  })

  test('two sources that agree are one wish', () => {
    const input = planInput(PORTAL, [
      wish(ADA.email, { permissionSetId: 'least' }),
      { ...wish(ADA.email, { primaryTeamId: 'south' }), source: 'scim', key: 'scm_1' },
    ])
    expect(itemOf(planned(input), 'change').after).toMatchObject({
      permissionSetIds: ['least'],
      primaryTeamId: 'south',
    })
  })

  test('two identities of one source in one account are never merged', () => {
    const input = planInput(PORTAL, [
      { ...wish(ADA.email), source: 'scim', key: 'scm_1' },
      { ...wish(ADA.email), source: 'scim', key: 'scm_2' },
    ])
    expect(guardsOf(planned(input))).toEqual(['ambiguous_match'])
  })

  test('a link to somebody who is gone is not moved to whoever has the address now', () => {
    expect(guardsOf(planned(planInput(PORTAL, [wish(ADA.email, { userId: '777' })])))).toEqual([
      'ambiguous_match',
    ])
  })
})

test('without a sealed reading there is no plan', () => {
  expect(makePlan(planInput(PORTAL, [], { snapshot: null }))).toBeUndefined()
})

test('the hash is over every state before and after', () => {
  const texts = [
    planInput(PORTAL, [wish(ADA.email, { primaryTeamId: 'south' })]),
    planInput(PORTAL, [wish(ADA.email, { primaryTeamId: null })]),
    planInput(
      [...portalOf(40), { ...ADA, seats: [] }],
      [wish(ADA.email, { primaryTeamId: 'south' })],
    ),
  ].map((input) => planText(planned(input)))
  expect(new Set(texts).size).toBe(3)
})
