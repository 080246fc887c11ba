// Teams as the beta of September 2026 manages them: a tree, with members who belong to a team first
// (`DEFAULT`) or besides (`EXTRA`).
import { changeMember } from '../people/changes.ts'
import { actorOfToken } from '../people/trace.ts'
import type { Team, User } from '../people/user.ts'
import { conflict, invalid, missingScopes, notFound } from '../server/errors.ts'
import { arrayField, missingFields, objectBody } from '../server/json-body.ts'
import { pageOf } from '../server/paging.ts'
import {
  created,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Requirement,
  type Route,
} from '../server/route.ts'

/** The scope for teams, or the refusal that the switch `teamsRefused` puts in its place. */
export const teamsGate =
  (access: 'read' | 'write') =>
  ({ world }: Call): Requirement => {
    const any = [`settings.users.teams.${access}`]
    if (world.switches.teamsRefused) throw missingScopes('any', any)
    return { any }
  }

const READ = teamsGate('read')
const WRITE = teamsGate('write')

export const teamRoutes: readonly Route[] = mount(
  ['/settings/teams/2026-09-beta'],
  [
    { method: 'GET', path: '', needs: READ, handle: list },
    { method: 'POST', path: '', needs: WRITE, handle: create },
    { method: 'GET', path: '/:team', needs: READ, handle: (call) => ok(needTeam(call)) },
    { method: 'PATCH', path: '/:team', needs: WRITE, handle: update },
    { method: 'DELETE', path: '/:team', needs: WRITE, handle: remove },
    { method: 'GET', path: '/:team/members', needs: READ, handle: listMembers },
    { method: 'POST', path: '/:team/members', needs: WRITE, handle: add },
    { method: 'POST', path: '/:team/members/batch', needs: WRITE, handle: add },
    { method: 'DELETE', path: '/:team/members/:user', needs: WRITE, handle: leave },
  ],
)

type Membership = { user: User; type: 'DEFAULT' | 'EXTRA' }
const SIZES = { fallback: 100, max: 100 }

function list(call: Call): Answer {
  const teams = [...call.world.portal.users.teams.values()]
  return ok(pageOf(teams, call.query, { url: call.world.url, path: call.path }, SIZES))
}

function create(call: Call): Answer {
  const body = objectBody(call.body)
  const { users } = call.world.portal
  const name = body['name']
  if (typeof name !== 'string' || name === '') throw missingFields(['name'])
  checkName(call, name)
  const team: Team = {
    id: users.nextKey(users.teams),
    name,
    parentTeamId: readParent(call, body['parentTeamId']),
  }
  const members = readMembers(call, body['members'] ?? [])
  users.teams.set(team.id, team)
  users.version += 1
  for (const member of members) join(call, team, member)
  return created(team)
}

function update(call: Call): Answer {
  const team = needTeam(call)
  const body = objectBody(call.body)
  const name = typeof body['name'] === 'string' ? body['name'] : team.name
  if (name !== team.name) checkName(call, name)
  const parentTeamId =
    body['parentTeamId'] === undefined ? team.parentTeamId : readParent(call, body['parentTeamId'])
  if (parentTeamId !== null && isWithin(call, parentTeamId, team.id))
    throw invalid('A team cannot be within itself.')
  const after = { ...team, name, parentTeamId }
  const { users } = call.world.portal
  users.teams.set(team.id, after)
  users.version += 1
  return ok(after)
}

/** Its members stay users; teams within it move up. */
function remove(call: Call): Answer {
  const team = needTeam(call)
  const { users } = call.world.portal
  for (const { user, type } of membersOf(call, team)) part(call, team, user, type)
  users.teams.delete(team.id)
  for (const child of users.teams.values()) {
    if (child.parentTeamId === team.id)
      users.teams.set(child.id, { ...child, parentTeamId: team.parentTeamId })
  }
  users.version += 1
  return NO_CONTENT
}

function listMembers(call: Call): Answer {
  const members = membersOf(call, needTeam(call)).map(viewMember)
  return ok(pageOf(members, call.query, { url: call.world.url, path: call.path }, SIZES))
}

function add(call: Call): Answer {
  const team = needTeam(call)
  const body = objectBody(call.body)
  const members = readMembers(call, arrayField(body, 'members' in body ? 'members' : 'inputs'))
  for (const member of members) join(call, team, member)
  return ok({ results: members.map(viewMember) })
}

function leave(call: Call): Answer {
  const team = needTeam(call)
  const user = call.world.portal.users.get(Number(call.params['user']))
  if (!user || user.state === 'removed') throw notFound()
  part(call, team, user, readType(call.query.get('type') ?? 'DEFAULT'))
  return NO_CONTENT
}

function needTeam(call: Call): Team {
  const team = call.world.portal.users.teams.get(call.params['team']!)
  if (!team) throw notFound()
  return team
}

function checkName(call: Call, name: string): void {
  for (const team of call.world.portal.users.teams.values()) {
    if (team.name.toLowerCase() === name.toLowerCase())
      throw conflict(`A team named ${name} already exists`)
  }
}

function readParent(call: Call, raw: unknown): string | null {
  if (raw === undefined || raw === null || raw === '') return null
  const id = String(raw)
  if (!call.world.portal.users.teams.has(id)) throw invalid(`Team ${id} does not exist`)
  return id
}

/** Whether a team is another one, or lies within it. */
function isWithin(call: Call, id: string, other: string): boolean {
  for (let at: string | null = id; at !== null;) {
    if (at === other) return true
    at = call.world.portal.users.teams.get(at)?.parentTeamId ?? null
  }
  return false
}

function readMembers(call: Call, raw: unknown): Membership[] {
  if (!Array.isArray(raw)) throw invalid('members must be a list')
  return raw.map((one) => {
    const { userId, type } = objectBody(one)
    const user = call.world.portal.users.get(Number(userId))
    if (!user || user.state === 'removed') throw invalid(`User ${String(userId)} does not exist`)
    return { user, type: readType(type ?? 'DEFAULT') }
  })
}

function readType(raw: unknown): 'DEFAULT' | 'EXTRA' {
  if (raw === 'DEFAULT' || raw === 'EXTRA') return raw
  throw invalid(`Invalid type: ${String(raw)}. It must be one of DEFAULT, EXTRA.`)
}

function membersOf({ world }: Call, team: Team): Membership[] {
  return world.portal.users.members().flatMap((user): Membership[] => {
    if (user.primaryTeamId === team.id) return [{ user, type: 'DEFAULT' }]
    return user.secondaryTeamIds.includes(team.id) ? [{ user, type: 'EXTRA' }] : []
  })
}

const viewMember = ({ user, type }: Membership) => ({ userId: user.id, type })

function join(call: Call, team: Team, { user, type }: Membership): void {
  const change =
    type === 'DEFAULT'
      ? { primaryTeamId: team.id }
      : {
          primaryTeamId: user.primaryTeamId === team.id ? null : user.primaryTeamId,
          secondaryTeamIds: [...user.secondaryTeamIds, team.id],
        }
  changeMember(call.world, actorOfToken(call.world, call.token), current(call, user), change)
}

function part(call: Call, team: Team, user: User, type: 'DEFAULT' | 'EXTRA'): void {
  const now = current(call, user)
  const change =
    type === 'DEFAULT'
      ? now.primaryTeamId === team.id && { primaryTeamId: null }
      : { secondaryTeamIds: now.secondaryTeamIds.filter((id) => id !== team.id) }
  if (change) changeMember(call.world, actorOfToken(call.world, call.token), now, change)
}

/** The user as a change just before has left them. */
const current = (call: Call, user: User): User => call.world.portal.users.get(user.id) ?? user
