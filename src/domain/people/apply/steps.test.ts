/** The machines step by step: what is asked, in which order, after which answer. */
import { describe, expect, test } from 'vitest'
import { portalUser } from '../../../../tests/support/portal-people.ts'
import { accessStateOf, NO_ACCESS, type AccessState } from '../plan/access-state.ts'
import { draftItem } from '../plan/draft-item.ts'
import type { PlanItem } from '../plan/plan.ts'
import { NO_HISTORY, type History } from './outcome.ts'
import type { PortalAnswer } from './portal-call.ts'
import { stepsOf } from './steps-of.ts'

const ADA = portalUser('50')
const BEFORE = accessStateOf(ADA)
const AFTER: AccessState = { ...BEFORE, primaryTeamId: 'south' }

const item = (act: PlanItem['act'], after: AccessState | null, more: Partial<PlanItem> = {}) => ({
  ...draftItem({
    act,
    desire: { source: 'rules', key: ADA.email, email: ADA.email },
    user: act === 'create' ? null : ADA,
    after,
    reason: '',
  }),
  ...more,
})
const there = (state: AccessState, more = {}): PortalAnswer => ({
  heard: 'user',
  user: { userId: '50', email: ADA.email, superAdmin: false, state, ...more },
})
const ABSENT: PortalAnswer = { heard: 'absent' }
const DONE: PortalAnswer = { heard: 'done' }
const LOST: PortalAnswer = { heard: 'nothing' }

/** What was asked with these answers, and how it ended. Waits are passed over. */
function played(
  planned: PlanItem,
  answers: readonly PortalAnswer[],
  history: History = NO_HISTORY,
) {
  const steps = stepsOf(planned, history)
  if (!steps) throw new Error('nothing to ask')
  const asked: string[] = []
  const left = [...answers]
  let next = steps.next()
  while (!next.done) {
    const move = next.value
    if (move.do === 'wait') {
      next = steps.next(DONE)
      continue
    }
    const { call } = move
    asked.push(call.ask === 'create' ? `create${call.welcome ? ' with mail' : ''}` : call.ask)
    const answer = left.shift()
    if (!answer) throw new Error(`no answer for ${asked.join(', ')}`)
    next = steps.next(answer)
  }
  return { asked, ended: 'ending' in next.value ? next.value.ending : next.value.stopped }
}

describe('a write', () => {
  test('is seen before it counts as done', () => {
    expect(played(item('change', AFTER), [there(BEFORE), DONE, there(AFTER)])).toEqual({
      asked: ['read', 'put', 'read'],
      ended: 'done',
    })
  })

  test('whose answer is lost is looked for, and sent again only where nothing came of it', () => {
    const before = there(BEFORE)
    const lost = [before, LOST, before, before, before, before]
    expect(played(item('change', AFTER), [...lost, DONE, there(AFTER)])).toEqual({
      asked: ['read', 'put', 'read', 'read', 'read', 'read', 'put', 'read'],
      ended: 'done',
    })
  })

  test('is not sent a second time to somebody who became a super admin in between', () => {
    const admin = there(BEFORE, { superAdmin: true })
    const before = there(BEFORE)
    const named = { ...AFTER, firstName: 'Ida' }
    const refused = { heard: 'refused', status: 400, names: true } as const
    expect(played(item('change', named), [before, refused, admin])).toEqual({
      asked: ['read', 'put', 'read'],
      ended: 'super_admin',
    })
    expect(played(item('change', AFTER), [before, LOST, admin]).ended).toBe('super_admin')
  })

  test.each([
    ['of somebody who drifted', there({ ...BEFORE, seats: ['sales'] }), 'drifted'],
    ['of somebody who is a super admin by now', there(BEFORE, { superAdmin: true }), 'super_admin'],
    ['of somebody who is gone', ABSENT, 'gone'],
    ['that somebody else has made', there(AFTER), 'already'],
    ['without an allowance', { heard: 'stop', why: 'limited' }, 'limited'],
  ] as const)('%s is never sent', (_, answer, ending) => {
    expect(played(item('change', AFTER), [answer])).toEqual({ asked: ['read'], ended: ending })
  })

  test('of which HubSpot makes something else is not repeated', () => {
    const other = there({ ...AFTER, seats: ['sales'] })
    expect(played(item('change', AFTER), [there(BEFORE), DONE, other]).ended).toBe('not_as_planned')
  })

  test('goes without the names where only they are refused', () => {
    const named = { ...AFTER, firstName: 'Ida' }
    const refused = { heard: 'refused', status: 400, names: true } as const
    expect(
      played(item('change', named), [there(BEFORE), refused, there(BEFORE), DONE, there(AFTER)]),
    ).toMatchObject({ asked: ['read', 'put', 'read', 'put', 'read'], ended: 'done' })
  })

  test('that was cut off by a kill is begun again by looking', () => {
    const history = { ...NO_HISTORY, writes: 1 }
    expect(played(item('change', AFTER), [there(AFTER)], history).ended).toBe('done')
    expect(played(item('change', AFTER), [there({ ...AFTER, seats: ['x'] })], history).ended).toBe(
      'unclear',
    )
  })
})

describe('a create', () => {
  const create = item('create', { ...NO_ACCESS, primaryTeamId: 'north' }, { welcome: true })
  const made = there(NO_ACCESS)
  const given = there({ ...NO_ACCESS, primaryTeamId: 'north' })

  test('looks for the address first, and gives what HubSpot left out', () => {
    expect(played(create, [ABSENT, made, made, DONE, given])).toEqual({
      asked: ['find', 'create with mail', 'read', 'put', 'read'],
      ended: 'done',
    })
  })

  test('whose answer is lost sends no second invitation', () => {
    expect(played(create, [ABSENT, LOST, ABSENT, ABSENT, given, given])).toEqual({
      asked: ['find', 'create with mail', 'find', 'find', 'create', 'read'],
      ended: 'done',
    })
  })

  test('of somebody who came otherwise meanwhile touches nobody', () => {
    expect(played(create, [there(BEFORE)])).toEqual({ asked: ['find'], ended: 'exists' })
    const foreign = [ABSENT, LOST, there(BEFORE)]
    expect(played(create, foreign)).toMatchObject({ ended: 'unclear' })
  })

  test('that was begun before a kill is the first one no more', () => {
    const history = { ...NO_HISTORY, creates: 1 }
    expect(played(create, [ABSENT, ABSENT, given, given], history).asked).toContain('create')
    const twice = { ...NO_HISTORY, creates: 2 }
    expect(played(create, [ABSENT, ABSENT], twice)).toEqual({
      asked: ['find', 'find'],
      ended: 'not_shown',
    })
  })
})

describe('a removal', () => {
  const remove = item('remove', null)

  test('is done when nobody is there any more, whoever did it', () => {
    expect(played(remove, [there(BEFORE), DONE, ABSENT]).ended).toBe('done')
    expect(played(remove, [there(BEFORE), ABSENT, ABSENT]).ended).toBe('done')
    expect(played(remove, [ABSENT]).ended).toBe('already')
  })

  test.each([
    ['has access again', there({ ...BEFORE, seats: ['sales'] }), 'drifted'],
    ['is a super admin by now', there(BEFORE, { superAdmin: true }), 'super_admin'],
  ] as const)('of somebody who %s is never sent, also not the second time', (_, answer, ending) => {
    expect(played(remove, [answer])).toEqual({ asked: ['read'], ended: ending })
    const lost = [there(BEFORE), LOST, there(BEFORE), there(BEFORE), there(BEFORE), answer]
    expect(played(remove, lost)).toEqual({
      asked: ['read', 'remove', 'read', 'read', 'read', 'read'],
      ended: ending,
    })
  })
})

test('what cannot be read is not gone: the run stops', () => {
  for (const act of ['change', 'remove', 'flag'] as const)
    expect(played(item(act, AFTER), [LOST, LOST, LOST]).ended).toBe('unreachable')
  expect(played(item('change', AFTER), [DONE, DONE, DONE]).ended).toBe('unreadable')
})

describe('records', () => {
  const move = { fromOwnerId: '1', toOwnerId: '2', count: 3, only: null }
  const records = (...ids: string[]): PortalAnswer => ({
    heard: 'records',
    records: ids.length > 0 ? { objectType: 'deals', property: 'hubspot_owner_id', ids } : null,
  })

  test('are moved until none is left, and those that search still shows are waited for', () => {
    const answers = [records('a', 'b'), DONE, records('a', 'b'), records('c'), DONE, records()]
    expect(played(item('reassign', BEFORE, { move }), answers)).toEqual({
      asked: ['owned', 'move', 'owned', 'owned', 'move', 'owned'],
      ended: 'done',
    })
  })
})
