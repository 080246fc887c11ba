// The levers on users: the same as `emulator.people`.
import { z } from 'zod'
import { peopleLevers, PERSON_EVENTS } from '../people/levers.ts'
import type { World } from '../world.ts'
import { ControlError, lever, parse, type Lever } from './lever.ts'

const by = z.strictObject({
  userId: z.int().optional(),
  email: z.string().optional(),
  ipAddress: z.string().optional(),
})

const change = z.strictObject({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  roleIds: z.array(z.string()).optional(),
  primaryTeamId: z.string().nullable().optional(),
  secondaryTeamIds: z.array(z.string()).optional(),
  seatNames: z.array(z.string()).optional(),
})

const invitation = change.extend({
  email: z.string().includes('@'),
  sendWelcomeEmail: z.boolean().optional(),
  by: by.optional(),
})

const happening = z.strictObject({
  event: z.enum(PERSON_EVENTS),
  by: by.optional(),
  ipAddress: z.string().optional(),
  change: change.optional(),
})

const permissionSet = z.strictObject({
  name: z.string().min(1),
  requiresBillingWrite: z.boolean().default(false),
  seatName: z.string().optional(),
})

const team = z.strictObject({ name: z.string().min(1), parentTeamId: z.string().optional() })
const seats = z.strictObject({ bought: z.int().min(0) })

export const PEOPLE_LEVERS: readonly Lever[] = [
  lever('GET', '/users', 'everybody who is or was a user, with the state', (world) =>
    world.portal.users.all(),
  ),
  lever('POST', '/users', 'somebody invites a person', (world, raw) => {
    const { by: who, ...given } = parse(invitation, raw)
    return peopleLevers(world).invite(given, who)
  }),
  lever('GET', '/users/:id', 'one user, by id or address', needUser),
  lever(
    'POST',
    '/users/:id/life',
    'something happens to a user: accepted, deactivated, made-super-admin, …',
    (world, raw, id) =>
      peopleLevers(world).happens(needUser(world, raw, id).id, parse(happening, raw)),
  ),
  lever('POST', '/permission-sets', 'an admin makes a permission set', (world, raw) =>
    peopleLevers(world).createPermissionSet(parse(permissionSet, raw)),
  ),
  lever('POST', '/teams', 'an admin makes a team', (world, raw) =>
    peopleLevers(world).createTeam(parse(team, raw)),
  ),
  lever('GET', '/seats', 'what was bought of each kind', (world) => [
    ...world.portal.users.seats.values(),
  ]),
  lever('PATCH', '/seats/:id', 'the account has so many of this kind', (world, raw, id) => {
    if (!world.portal.users.seats.has(id)) throw new ControlError(404, `No seat is called "${id}".`)
    peopleLevers(world).haveSeats(id, parse(seats, raw).bought)
  }),
  lever('GET', '/welcome-mails', 'the invitations that were sent', (world) => [
    ...world.portal.users.welcomeMails,
  ]),
]

function needUser(world: World, _raw: unknown, id: string) {
  const user = peopleLevers(world).find(id)
  if (!user)
    throw new ControlError(404, `Nobody is meant by "${id}". GET /_emulator/users lists all.`)
  return user
}
