/**
 * What about a portal user deserves a look, by rules that say what they saw. Each is a fact or says
 * that it is inferred, and of what window.
 */
import type { Match } from './match.ts'
import { emailKey, type PortalUser } from './portal-user.ts'
import type { Snapshot } from './snapshot.ts'

export const ALERT_KINDS = [
  'new_super_admin',
  'dormant',
  'never_logged_in',
  'orphan',
  'ambiguous',
  'outside_domain',
  'service_identity',
  'drift',
] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** Those that are over by themselves once they are no longer so. */
export const STANDING_ALERTS: readonly AlertKind[] = ALERT_KINDS.filter(
  (kind) => kind !== 'new_super_admin',
)

export interface AlertRules {
  /** Days without a login, within the window that was read. */
  readonly dormantAfterDays: number
  /** Domains of the organisation, in lower case; none: every domain is taken to be its own. */
  readonly domains: readonly string[]
  /** Addresses of programs, by {@link emailKey}. */
  readonly serviceAddresses: readonly string[]
}

export const ALERT_RULES: AlertRules = {
  dormantAfterDays: 60,
  domains: [],
  serviceAddresses: [],
}

export interface Alert {
  readonly userId: string
  readonly kind: AlertKind
  /** What was seen, in words of ours and dates. */
  readonly saw: string
}

const DAY_MS = 24 * 60 * 60_000

/** Of those that follow from how things are; a new super admin follows from a change. */
export function standingAlerts(
  snapshot: Snapshot,
  matches: ReadonlyMap<string, Match>,
  rules: AlertRules,
): readonly Alert[] {
  return snapshot.users.flatMap((user) => {
    const alerts: Alert[] = []
    const add = (kind: AlertKind, saw: string): void => {
      alerts.push({ userId: user.userId, kind, saw })
    }
    const match = matches.get(user.userId)
    const isService = rules.serviceAddresses.includes(emailKey(user.email))
    if (isService) add('service_identity', 'Named as the address of a program.')
    else if (match?.how === 'none') add('orphan', 'Nobody in the directory has this address.')
    if (match?.how === 'ambiguous')
      add(
        'ambiguous',
        `${match.personKeys.length} people and ${match.userIds.length} users share this address.`,
      )
    const domain = emailKey(user.email).split('@').at(-1) ?? ''
    if (rules.domains.length > 0 && !rules.domains.includes(domain))
      add('outside_domain', `${domain} is none of the organisation’s domains.`)
    if (user.deactivated !== true && !isService) {
      const idle = idleness(user, snapshot, rules)
      if (idle) add(idle.kind, idle.saw)
    }
    return alerts
  })
}

function idleness(
  user: PortalUser,
  { loginsFrom, endedAt }: Snapshot,
  { dormantAfterDays }: AlertRules,
): { kind: 'dormant' | 'never_logged_in'; saw: string } | undefined {
  if (!loginsFrom) return undefined
  const since = new Date(endedAt.getTime() - dormantAfterDays * DAY_MS)
  // A window that is shorter than the rule says nothing.
  if (loginsFrom > since) return undefined
  if (user.lastLoginAt === null && user.inferredInvited) return undefined
  if (user.lastLoginAt === null)
    return {
      kind: 'never_logged_in',
      saw: `No login since ${day(loginsFrom)}, when the window begins.`,
    }
  return new Date(user.lastLoginAt) < since
    ? { kind: 'dormant', saw: `Last login on ${day(new Date(user.lastLoginAt))}.` }
    : undefined
}

const day = (at: Date): string => at.toISOString().slice(0, 10)
