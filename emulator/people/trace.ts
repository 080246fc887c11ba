// Who did it, and the line that it leaves in the security activity. HubSpot tells the acting user,
// the address and the time; that it tells them for API writes too is one reading (fidelity.md).
import type { Token } from '../auth/tokens.ts'
import type { World } from '../world.ts'
import type { User } from './user.ts'

export type Actor = {
  userId: number
  email: string
  ipAddress: string
  /** Through the API: traced only if the switch says so. */
  byApi?: boolean
}

const OFFICE = '203.0.113.7'
const INTEGRATION = '198.51.100.20'

/** The user to whom a token belongs. */
export function actorOfToken(world: World, token: Token): Actor {
  const email = world.portal.users.get(token.userId)?.email ?? 'unknown-user@our-firm.example'
  return { userId: token.userId, email, ipAddress: INTEGRATION, byApi: true }
}

/** Somebody at the interface: the one who is named, or the first super admin. */
export function actorAtScreen(
  world: World,
  by: { userId?: number; email?: string; ipAddress?: string } = {},
): Actor {
  const { users } = world.portal
  const known =
    (by.userId === undefined ? undefined : users.get(by.userId)) ??
    (by.email === undefined ? undefined : users.byEmail(by.email)) ??
    users.superAdmins()[0]
  return {
    userId: by.userId ?? known?.id ?? 0,
    email: by.email ?? known?.email ?? 'unknown-user@our-firm.example',
    ipAddress: by.ipAddress ?? OFFICE,
  }
}

export function trace(world: World, by: Actor, type: string, objectId: string): void {
  if (by.byApi && !world.switches.apiWritesTraced) return
  world.security.add({
    createdAt: world.clock.now(),
    type,
    userId: by.userId,
    actingUser: by.email,
    objectId,
    ipAddress: by.ipAddress,
  })
}

/** A user came into a team or left one. What the event's object is, is not established. */
export function traceTeam(
  world: World,
  by: Actor,
  what: 'TEAM_USER_ADDED' | 'TEAM_USER_DELETED',
  user: User,
  teamId: string,
): void {
  const object = world.switches.teamEventsName === 'team' ? teamId : String(user.id)
  trace(world, by, what, object)
}
