import { expect, test } from 'vitest'
import {
  minutesAgo,
  NOW,
  portalOf,
  portalUser,
  snapshotOf,
} from '../../../../tests/support/portal-people.ts'
import type { PortalUser } from '../portal-user.ts'
import { accessStateOf } from './access-state.ts'
import { showsDone, TASK_KINDS, type Task, type TaskKind } from './task.ts'

const ADA = portalUser('50', { superAdmin: true, deactivated: true, permissionSetIds: [] })

/** Somebody of whom the task is done. */
const DONE: Record<TaskKind, PortalUser> = {
  deactivate: ADA,
  reactivate: { ...ADA, deactivated: false },
  end_super_admin: { ...ADA, superAdmin: false },
  change_email: { ...ADA, email: 'ADA@new.example' },
  set_access: { ...ADA, permissionSetIds: ['sales'] },
  make_permission_set: ADA,
}
const UNDONE: Partial<Record<TaskKind, PortalUser>> = {
  deactivate: { ...ADA, deactivated: null },
  reactivate: { ...ADA, deactivated: null },
}

const task = (kind: TaskKind, more: Partial<Task> = {}): Task => ({
  kind,
  userId: '50',
  email: ADA.email,
  wanted: kind === 'change_email' ? 'ada@new.example' : 'Sales',
  after: accessStateOf(DONE.set_access),
  openedAt: minutesAgo(5),
  ...more,
})
const shown = (user: PortalUser, more = {}) => snapshotOf([...portalOf(2), user], more)

test.each(Object.keys(TASK_KINDS) as TaskKind[])(
  '%s is closed by a reading that shows it, and by none that does not tell',
  (kind) => {
    expect(showsDone(task(kind), shown(DONE[kind]))).toBe(true)
    const { facets } = shown(ADA)
    const before = shown(UNDONE[kind] ?? ADA, {
      facets: { ...facets, permission_sets: 'not_permitted' },
    })
    expect(showsDone(task(kind), before)).toBe(false)
  },
)

test('a reading from before the task was opened closes nothing', () => {
  expect(showsDone(task('deactivate', { openedAt: NOW }), shown(ADA))).toBe(false)
})
