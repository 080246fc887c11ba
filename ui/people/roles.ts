/** What each role may do in Hubward itself, in words. It says nothing about HubSpot data: groups do. */
import type { Item } from '../api/endpoints.ts'
import type { RadioCard } from '../parts/choice.tsx'

export type Role = Item<'GET /api/v1/members'>['role']

export const ROLES: Readonly<Record<Role, { readonly title: string; readonly text: string }>> = {
  member: {
    title: 'Member',
    text: 'Uses what their groups grant, connects their own AI. Sees nothing of the organisation.',
  },
  admin: {
    title: 'Admin',
    text: 'Changes everything: connections, groups, grants, people, keys, sign-in.',
  },
  security_admin: {
    title: 'Security admin',
    text: 'Keeps credentials, keys, sign-in and sessions, reads everything. Grants nothing.',
  },
  approver: {
    title: 'Approver',
    text: 'Reads everything, and approves what others propose.',
  },
  operator: {
    title: 'Operator',
    text: 'Reads everything; pauses, resumes and rechecks connections.',
  },
  auditor: { title: 'Auditor', text: 'Reads everything, changes nothing.' },
}

export const ROLE_CARDS: readonly RadioCard<Role>[] = (Object.keys(ROLES) as Role[]).map(
  (value) => ({ value, ...ROLES[value] }),
)
