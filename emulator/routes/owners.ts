// The portal's owners.
import { isoInstant } from '../clock.ts'
import type { Owner } from '../people/owners.ts'
import { notFound } from '../server/errors.ts'
import { pageOf, readFlag } from '../server/paging.ts'
import { dated, mount, ok, type Answer, type Call, type Route } from '../server/route.ts'

const SCOPES = {
  any: ['crm.objects.owners.read', 'automation'],
  listed: ['crm.objects.owners.read'],
}

export const ownerRoutes: readonly Route[] = mount(dated('/crm/owners', '', '/crm/v3/owners'), [
  { method: 'GET', path: '', needs: SCOPES, handle: list },
  { method: 'GET', path: '/:ownerId', needs: SCOPES, handle: read },
])

function list({ world, query, path }: Call): Answer {
  const email = query.get('email')?.toLowerCase()
  const owners = world.portal.owners
    .filter((owner) => owner.archived === readFlag(query, 'archived'))
    .filter((owner) => email === undefined || owner.email === email)
  const page = pageOf(owners, query, { url: world.url, path }, { fallback: 100, max: 500 })
  return ok({ ...page, results: page.results.map(viewOwner) })
}

function read({ world, params, query }: Call): Answer {
  const byUser = query.get('idProperty') === 'userId'
  const archived = readFlag(query, 'archived')
  const owner = world.portal.owners.find(
    (one) =>
      one.archived === archived &&
      (byUser ? String(one.userId) === params['ownerId'] : one.id === params['ownerId']),
  )
  if (!owner) throw notFound()
  return ok(viewOwner(owner))
}

const viewOwner = (owner: Owner) => ({
  id: owner.id,
  email: owner.email,
  type: owner.type,
  firstName: owner.firstName,
  lastName: owner.lastName,
  userId: owner.archived ? null : owner.userId,
  userIdIncludingInactive: owner.userId,
  createdAt: isoInstant(owner.createdAt),
  updatedAt: isoInstant(owner.updatedAt),
  archived: owner.archived,
  teams: owner.teams,
})
