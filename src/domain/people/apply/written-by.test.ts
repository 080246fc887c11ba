/** A timeline that credits a plan must not credit it with what somebody did by hand. */
import { describe, expect, test } from 'vitest'
import type { UserChange } from '../difference.ts'
import { NO_ACCESS } from '../plan/access-state.ts'
import type { Act, PlanItem } from '../plan/plan.ts'
import { writtenBy as writtenIn, type WrittenItem } from './written-by.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 10, minute))
const SINCE = at(10)
const BEFORE = {
  ...NO_ACCESS,
  firstName: 'Ada',
  permissionSetIds: ['1'],
  primaryTeamId: '10',
  secondaryTeamIds: ['11'],
  seats: ['core'],
}
const AFTER = {
  ...BEFORE,
  lastName: 'Byron',
  permissionSetIds: ['2'],
  primaryTeamId: null,
  secondaryTeamIds: ['11', '12'],
  seats: [],
}

const writtenBy = (made: UserChange, written: readonly WrittenItem[], since: Date) =>
  writtenIn(written, since)(made)

function wrote(
  act: Act,
  more: { item?: Partial<PlanItem>; planId?: string; userId?: string; minute?: number } = {},
): WrittenItem {
  const { item, planId = 'pln_1', userId = '7', minute = 20 } = more
  const plain: PlanItem = {
    id: `${act}:7`,
    act,
    userId,
    email: 'ada@our-firm.example',
    desire: { source: 'rules', key: 'ada@our-firm.example' },
    reason: 'As the rules say.',
    before: BEFORE,
    after: AFTER,
    seats: { taken: [], freed: [] },
    owned: null,
    move: null,
    welcome: false,
    names: 'with_names',
    superAdmin: false,
    task: null,
  }
  return { planId, item: { ...plain, ...item }, userId, at: at(minute) }
}
const change = (
  kind: UserChange['kind'],
  before: string | null,
  after: string | null,
): UserChange => ({ userId: '7', kind, before, after })

describe('what a plan wrote', () => {
  test.each([
    change('permission_set', '1', null),
    change('permission_set', null, '2'),
    change('primary_team', '10', null),
    change('secondary_team', null, '12'),
    change('seat', 'core', null),
    change('name', 'Ada', 'Ada Byron'),
  ])('is its change: %j', (made) => {
    expect(writtenBy(made, [wrote('change')], SINCE)?.planId).toBe('pln_1')
  })

  test.each([
    // Another value than it wrote, what stood there before and after, and what it never writes.
    change('permission_set', null, '3'),
    change('primary_team', '10', '12'),
    change('secondary_team', null, '11'),
    change('secondary_team', '11', null),
    change('seat', null, 'core'),
    change('super_admin', 'false', 'true'),
    change('email', 'a@our-firm.example', 'b@our-firm.example'),
    change('removed', 'ada@our-firm.example', null),
    change('added', null, 'ada@our-firm.example'),
  ])('is not: %j', (made) => {
    expect(writtenBy(made, [wrote('change')], SINCE)).toBeUndefined()
  })

  test('comes and goes of users are those of steps that create and remove', () => {
    const made = wrote('create', { item: { userId: null, before: null } })
    expect(writtenBy(change('added', null, 'a@x.example'), [made], SINCE)).toBe(made)
    const took = wrote('remove', { item: { after: null } })
    for (const kind of ['missing', 'removed'] as const)
      expect(writtenBy(change(kind, 'a@x.example', null), [took], SINCE)).toBe(took)
  })

  test('of another user, or before the last snapshot, it is nobody’s', () => {
    const made = change('seat', 'core', null)
    expect(writtenBy(made, [wrote('change', { userId: '8' })], SINCE)).toBeUndefined()
    expect(writtenBy(made, [wrote('change', { minute: 9 })], SINCE)).toBeUndefined()
  })

  test('of two that fit, the newer one did it', () => {
    const [older, newer] = [wrote('change', { minute: 12 }), wrote('strip', { planId: 'pln_2' })]
    expect(writtenBy(change('seat', 'core', null), [older, newer], SINCE)?.planId).toBe('pln_2')
  })
})
