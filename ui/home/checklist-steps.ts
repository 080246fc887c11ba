/**
 * The way from an empty Hubward to the first call, as steps that real data tick off. A later step
 * that is done counts even where an earlier one was undone since.
 */
import type { ConnectionHealth, Group } from './types.ts'

export type StepName = 'connection' | 'group' | 'grant' | 'people' | 'call'

export interface ChecklistStep {
  readonly name: StepName
  readonly done: boolean
  /** What was made, where it was. */
  readonly made: string | undefined
  /** The page where it is done, and its tab. */
  readonly page: string
  readonly tab?: 'members'
}

export interface Known {
  readonly connections: readonly Pick<ConnectionHealth, 'title' | 'lastCallAt'>[]
  readonly groups: readonly Pick<Group, 'name' | 'title' | 'members' | 'grants'>[]
}

export function checklist({ connections, groups }: Known): readonly ChecklistStep[] {
  const granted = groups.filter(({ grants }) => grants.some(({ state }) => state === 'live'))
  const peopled = granted.filter(({ members }) => members.length > 0)
  // The next act belongs to the group that came furthest.
  const group = granted[0] ?? groups[0]
  const page = group ? `/groups/${group.name}` : '/groups'
  const called = firstCall(connections)
  return [
    step('connection', connections.length > 0, connections[0]?.title, '/connections/new'),
    step('group', groups.length > 0, groups[0]?.title, '/groups'),
    step('grant', granted.length > 0, granted[0] && grantWords(granted[0]), page),
    {
      ...step('people', peopled.length > 0, peopled[0] && memberWords(peopled[0]), page),
      ...(group && { tab: 'members' }),
    },
    step('call', called, undefined, '/connect-your-ai'),
  ]
}

/** Whether any call was ever let through: then nobody needs a checklist. */
export const firstCall = (connections: Known['connections']): boolean =>
  connections.some(({ lastCallAt }) => lastCallAt !== null)

const step = (
  name: StepName,
  done: boolean,
  made: string | undefined,
  page: string,
): ChecklistStep => ({ name, done, made, page })

const grantWords = ({ title, grants }: Known['groups'][number]): string => {
  const scopes = new Set(
    grants.filter(({ state }) => state === 'live').flatMap((grant) => grant.scopes),
  )
  return `${title}: ${scopes.size} ${scopes.size === 1 ? 'scope' : 'scopes'}`
}

const memberWords = ({ title, members }: Known['groups'][number]): string =>
  `${title}: ${members.length} ${members.length === 1 ? 'member' : 'members'}`
