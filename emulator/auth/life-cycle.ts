// What happens to keys in a portal, each with the trace that it leaves in the security activity.
// Which words HubSpot writes for a static app's token is not established: those of private apps.
import type { World } from '../world.ts'
import type { Token } from './tokens.ts'

export const LIFE_EVENTS = [
  'revealed',
  'expired',
  'deactivated',
  'found-in-public',
  'deleted',
  'scopes-removed',
  'scopes-added',
  'creator-removed',
  'creator-demoted',
] as const
export type LifeEvent = (typeof LIFE_EVENTS)[number]

export type LifeChange = {
  event: LifeEvent
  /** Of `scopes-removed` and `scopes-added`. */
  scopes?: readonly string[]
  /** Who did it; a super admin of the portal unless told. */
  by?: { userId: number; email: string }
}

const ADMIN = { userId: 8_200_001, email: 'super-admin@example.com' }
/** HubSpot itself, when it finds a key in public code: what it writes for that is not established. */
const HUBSPOT = { userId: 0, email: 'system@hubspot.com' }

export function liveThrough(world: World, token: Token, change: LifeChange): void {
  const by = change.event === 'found-in-public' ? HUBSPOT : (change.by ?? ADMIN)
  const trace = (type: string | undefined, objectId: string) => {
    if (type === undefined) return
    const createdAt = world.clock.now()
    world.security.add({ createdAt, type, userId: by.userId, actingUser: by.email, objectId })
  }
  const words = WORDS[token.kind === 'service_key' ? 'service_key' : 'private_app']
  const app = String(token.appId)
  const scopes = change.scopes ?? []
  switch (change.event) {
    case 'revealed':
      return trace(words.shown, app)
    case 'expired':
      token.expiresAt = world.clock.now()
      return
    case 'deactivated':
    case 'found-in-public':
    case 'deleted':
      token.disabled = true
      return trace(words.end, app)
    case 'scopes-removed':
      token.scopes = new Set([...token.scopes].filter((scope) => !scopes.includes(scope)))
      return trace(words.scopes, app)
    case 'scopes-added':
      token.scopes = new Set([...token.scopes, ...scopes])
      return trace(words.scopes, app)
    case 'creator-removed':
    case 'creator-demoted':
      world.switches.creatorRemoved = true
      if (world.switches.creatorEndsTokens) token.disabled = true
      endCreator(world, token, change.event === 'creator-removed')
      return trace(
        change.event === 'creator-removed' ? 'REMOVE_USER' : 'REMOVE_ADMIN_PERMISSIONS',
        String(token.userId),
      )
  }
}

/** The token's user is what the event says: no member any more, or no super admin. */
function endCreator(world: World, token: Token, removed: boolean): void {
  const { users } = world.portal
  const user = users.get(token.userId)
  if (!user) return
  const now = world.clock.now()
  const ended = removed ? { state: 'removed' as const, removedAt: now } : {}
  users.put({ ...user, ...ended, superAdmin: false, updatedAt: now })
}

/** Writes that a key was made or rotated: `Tokens` does it, and knows no portal. */
export function traceKey(world: World, token: Token, what: 'create' | 'rotate'): void {
  const words = WORDS[token.kind === 'service_key' ? 'service_key' : 'private_app']
  world.security.add({
    createdAt: world.clock.now(),
    type: words[what],
    userId: ADMIN.userId,
    actingUser: ADMIN.email,
    objectId: String(token.appId),
  })
}

const WORDS = {
  service_key: {
    create: 'SERVICE_KEY_CREATE',
    shown: 'SERVICE_KEY_REVEAL',
    rotate: 'SERVICE_KEY_ROTATE',
    end: 'SERVICE_KEY_DEACTIVATE',
    scopes: 'SERVICE_KEY_PERMISSIONS_UPDATE',
  },
  private_app: {
    create: 'PRIVATE_APP_ACCESS_TOKEN_CREATE',
    shown: 'PRIVATE_APP_ACCESS_TOKEN_VIEW',
    rotate: 'PRIVATE_APP_ACCESS_TOKEN_ROTATE',
    end: 'PRIVATE_APP_ACCESS_TOKEN_DEACTIVATE',
    scopes: 'PRIVATE_APP_SCOPE_GROUPS_UPDATE',
  },
} as const
