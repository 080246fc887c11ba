/**
 * What HubSpot's API cannot do, so that a person has to. A task is closed by nobody's word: a later
 * sealed snapshot that shows it done closes it.
 */
import { emailKey, type PortalUser } from '../portal-user.ts'
import type { Snapshot } from '../snapshot.ts'
import { differingFields, accessStateOf, type AccessState } from './access-state.ts'

export const TASK_KINDS = {
  deactivate: 'Deactivate the user in HubSpot: Settings → Users & Teams → the user → Deactivate.',
  reactivate: 'Reactivate the user in HubSpot: Settings → Users & Teams → the user → Reactivate.',
  end_super_admin:
    'Take the super admin rights away in HubSpot: the API can neither give nor take them.',
  change_email: 'Change the address in HubSpot: the API cannot.',
  set_access: 'Set permission set, teams and seats in HubSpot by hand.',
  make_permission_set:
    'Make the permission set in HubSpot: Settings → Users & Teams → Permission sets.',
} as const
export type TaskKind = keyof typeof TASK_KINDS

export interface Task {
  readonly kind: TaskKind
  /** `null` where it is about no user. */
  readonly userId: string | null
  readonly email: string
  /** The address, or the permission set's name, that is wanted. */
  readonly wanted: string | null
  /** Of `set_access`. */
  readonly after: AccessState | null
  readonly openedAt: Date
}

/** Whether the snapshot shows it done. What the snapshot does not tell is not done. */
export function showsDone(task: Task, snapshot: Snapshot): boolean {
  // What was read before the task was opened cannot be an answer to it.
  if (snapshot.begunAt < task.openedAt) return false
  const user = snapshot.users.find(({ userId }) => userId === task.userId)
  return DONE[task.kind](task, user, snapshot)
}

type IsDone = (task: Task, user: PortalUser | undefined, snapshot: Snapshot) => boolean

const DONE: Record<TaskKind, IsDone> = {
  deactivate: (_, user) => user === undefined || user.deactivated === true,
  reactivate: (_, user) => user?.deactivated === false,
  end_super_admin: (_, user) => user === undefined || !user.superAdmin,
  change_email: ({ wanted }, user) =>
    user !== undefined && wanted !== null && emailKey(user.email) === emailKey(wanted),
  set_access: ({ after }, user) =>
    user !== undefined &&
    after !== null &&
    differingFields(accessStateOf(user), after, 'without_names').length === 0,
  make_permission_set: ({ wanted }, _, { facets, permissionSets }) =>
    facets.permission_sets === 'read' && permissionSets.some(({ name }) => name === wanted),
}
