// The users of the account, their teams and roles: reading only. The three spellings of the path that
// HubSpot's documents and SDK use all lead here.
import type { Owner } from '../seed/owners.ts'
import { notFound } from '../server/errors.ts'
import { pageOf } from '../server/paging.ts'
import { mount, ok, type Answer, type Call, type Route } from '../server/route.ts'

const USERS = { any: ['settings.users.read', 'crm.objects.users.read'] }
const TEAMS = { any: ['settings.users.teams.read'] }

export const userRoutes: readonly Route[] = mount(
  [
    '/settings/v3/users',
    '/settings/users/v3',
    '/settings/users/2026-03',
    '/settings/users/2026-09-beta',
  ],
  [
    { method: 'GET', path: '', needs: USERS, handle: list },
    { method: 'GET', path: '/roles', needs: { any: ['settings.users.read'] }, handle: roles },
    { method: 'GET', path: '/teams', needs: TEAMS, handle: teams },
    { method: 'GET', path: '/:user', needs: USERS, handle: read },
  ],
)

const people = (call: Call): Owner[] =>
  call.world.portal.owners.filter((owner) => owner.type === 'PERSON' && !owner.archived)

function list(call: Call): Answer {
  const where = { url: call.world.url, path: call.path }
  return ok(pageOf(people(call).map(view), call.query, where, { fallback: 100, max: 100 }))
}

function read(call: Call): Answer {
  const byEmail = call.query.get('idProperty') === 'EMAIL'
  const wanted = call.params['user']!
  const found = people(call).find((one) =>
    byEmail ? one.email === wanted.toLowerCase() : String(one.userId) === wanted,
  )
  if (!found) throw notFound()
  return ok(view(found, people(call).indexOf(found)))
}

/** The first person is the super admin; every third one's role can be seen. */
const view = (owner: Owner, at: number) => ({
  id: String(owner.userId),
  email: owner.email,
  firstName: owner.firstName,
  lastName: owner.lastName,
  roleIds: at % 3 === 1 ? [ROLES[0]!.id] : [],
  ...(at % 3 === 1 ? { roleId: ROLES[0]!.id } : {}),
  superAdmin: at === 0,
  primaryTeamId: owner.teams[0]?.id,
  secondaryTeamIds: [],
})

const ROLES = [
  { id: '51001', name: 'Sales', requiresBillingWrite: true },
  { id: '51002', name: 'View only', requiresBillingWrite: false },
]

function roles(): Answer {
  return ok({ results: ROLES })
}

function teams(call: Call): Answer {
  const byId = new Map<
    string,
    { id: string; name: string; userIds: string[]; secondaryUserIds: string[] }
  >()
  for (const owner of people(call)) {
    for (const { id, name } of owner.teams) {
      const team = byId.get(id) ?? { id, name, userIds: [], secondaryUserIds: [] }
      team.userIds.push(String(owner.userId))
      byId.set(id, team)
    }
  }
  return ok({ results: [...byId.values()] })
}
