/** What every verb is handed: the actor who asks, and the ports it may use. */
import { HubwardError } from '../domain/errors.ts'
import { ID_RANDOM_BYTES, makeId, type IdKind } from '../domain/ids.ts'
import type { Role } from '../domain/access/entities.ts'
import type { Means } from '../domain/access/means.ts'
import type { LiveFeed } from './activity/live-feed.ts'
import type { Activity, Installation, SavedFilters } from './activity/ports.ts'
import type { AccessTokens } from './authorisation/ports.ts'
import type { Exclusive, HubSpotAccounts, OAuthEndpoint } from './connection/ports.ts'
import type { Courier } from './notice/ports.ts'
import type { Doctor } from './doctor/ports.ts'
import type { HealthProbe } from './health/ports.ts'
import type { IntakeBox } from './intake/ports.ts'
import type { PortalLogins } from './people/ports.ts'
import type { EvidenceSigner } from './review/ports.ts'
import type { ScimSyntax } from './scim/ports.ts'
import type { SignInParts } from './sign-in/ports.ts'
import type { MasterKeys } from './vault/ports.ts'
import type {
  AccessPictures,
  Budget,
  CallLog,
  Credentials,
  Log,
  Store,
  Upstream,
  Vault,
  World,
} from './ports.ts'

/** Who asks for a change. The operator is whoever runs the process on its own machine. */
export type Actor =
  | { readonly kind: 'operator' }
  /** Somebody who is about to sign in: may do nothing to the organisation. */
  | { readonly kind: 'anonymous' }
  /** Nobody: work of our own, named by its queue. */
  | { readonly kind: 'job'; readonly name: string }
  | {
      readonly kind: 'principal'
      readonly principalId: string
      readonly principalName: string
      readonly role: Role
      readonly means: Means
      /** Of a browser session: until when what wants step-up goes through. */
      readonly steppedUpUntil?: Date | null
    }

/** The parts that live as long as the process. */
export interface Services {
  readonly world: World
  readonly store: Store
  readonly pictures: AccessPictures
  readonly vault: Vault
  readonly masterKeys: MasterKeys
  readonly credentials: Credentials
  readonly accounts: HubSpotAccounts
  readonly oauth: OAuthEndpoint
  readonly exclusive: Exclusive
  readonly health: HealthProbe
  readonly portalLogins: PortalLogins
  readonly budget: Budget
  readonly upstream: Upstream
  readonly callLog: CallLog
  readonly accessTokens: AccessTokens
  readonly activity: Activity
  readonly savedFilters: SavedFilters
  readonly installation: Installation
  readonly courier: Courier
  readonly doctor: Doctor
  readonly live: LiveFeed
  readonly signIn: SignInParts
  /** `maxAgeDays`: how old a credential may become before somebody is reminded; 0: no limit. */
  readonly rotation: { readonly maxAgeDays: number }
  readonly intakeBox: IntakeBox
  readonly scimSyntax: ScimSyntax
  readonly evidence: EvidenceSigner
  readonly log: Log
  /** SHA-256 of a text in lower-case hex: how client keys are known and plans are bound. */
  hashKey(text: string): string
  /** The same of bytes. */
  hashBytes(bytes: Uint8Array): string
}

export interface Context extends Services {
  readonly actor: Actor
  /** `system`: nobody asked. `intake`: the page of a one-time request, where the link decides. */
  readonly door: 'admin' | 'cli' | 'intake' | 'scim' | 'system'
}

export const newId = (world: World, kind: IdKind): string =>
  makeId(kind, world.randomBytes(ID_RANDOM_BYTES))

/**
 * What can be done to the organisation. `read` shows it; `change` alters who may do what; `secure`
 * deals in credentials, keys, sign-in and sessions; `operate` pauses and rechecks connections;
 * `approve` lets through what another proposed.
 */
export type OrganisationAct = 'read' | 'change' | 'secure' | 'operate' | 'approve'

/** Which role may do which. */
export const MAY: Record<Role, readonly OrganisationAct[]> = {
  admin: ['read', 'change', 'secure', 'operate', 'approve'],
  security_admin: ['read', 'secure', 'operate'],
  approver: ['read', 'approve'],
  auditor: ['read'],
  operator: ['read', 'operate'],
  member: [],
}

/** A job does what it was sent for. It never decides who may do what, and lets nothing through. */
const JOBS_MAY: readonly OrganisationAct[] = ['read', 'secure', 'operate']

/**
 * Deny by default: the operator may do all, others what their role allows.
 *
 * @throws HubwardError `auth.forbidden`
 */
export function authorise(ctx: Context, act: OrganisationAct, what: string): void {
  if (ctx.actor.kind === 'operator') return
  if (ctx.actor.kind === 'anonymous') throw new HubwardError('auth.missing')
  if (ctx.actor.kind === 'job') {
    if (JOBS_MAY.includes(act)) return
    throw new HubwardError('auth.forbidden', `"${what}" is not for a job to do: it wants a person.`)
  }
  if (MAY[ctx.actor.role].includes(act)) return
  throw new HubwardError(
    'auth.forbidden',
    `"${what}" needs a role that may ${act} the organisation; yours is "${ctx.actor.role}". Ask an admin.`,
  )
}
