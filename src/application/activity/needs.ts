/** What wants somebody's attention, worked out from the access picture alone. */
import type { Grant, Group, Principal } from '../../domain/access/entities.ts'
import type { ClientKey } from '../../domain/access/entities.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { Scope } from '../../domain/access/scope.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { describe, remedyFor, TABLE } from '../../domain/health/condition.ts'
import type { Intake } from '../../domain/intake/intake.ts'
import { daysUntil, reminderAt, rotateBy } from '../../domain/rotation/age.ts'
import type { CredentialSlot } from '../rotation/ports.ts'
import { isCovered } from '../../domain/hubspot/hubspot-scopes.ts'
import type { HealthRecord } from '../health/ports.ts'
import type { AccessRequest } from '../../domain/people/request/request.ts'
import type { AlertKind } from '../../domain/people/alerts.ts'
import type { AlertCount } from '../people/ports.ts'

export interface Need {
  readonly kind:
    | 'connection_pending'
    | 'connection_needs_reauth'
    | 'connection_suspended'
    | 'connection_unwell'
    | 'hubspot_scopes_missing'
    | 'credential_due'
    | 'key_expiring'
    | 'grant_expiring'
    | 'admin_without_passkey'
    | 'notices_undelivered'
    | 'intake_held'
    | 'access_request_waiting'
    | 'portal_tasks_open'
    | 'portal_users_alerted'
  /** `urgent`: something does not work now. `soon`: it will not. `notice`: worth a look. */
  readonly severity: 'urgent' | 'soon' | 'notice'
  readonly message: string
  /** Of the web app. */
  readonly page: string
  readonly at: Date | null
  readonly connection: Connection | null
  readonly group: Group | null
  readonly principal: Principal | null
  readonly scopes: readonly Scope[]
}

/** How long before its end something is spoken of. */
const SOON_MS = 14 * 86_400_000

/** Most pressing first, then what ends first. */
export function needsOf(
  picture: AccessPicture,
  keys: readonly ClientKey[],
  now: Date,
  others: readonly Need[] = [],
): readonly Need[] {
  const isSoon = (at: Date | null): at is Date =>
    at !== null && at > now && at.getTime() - now.getTime() <= SOON_MS
  return [
    ...picture.connections().flatMap(connectionNeeds),
    ...picture.connections().flatMap((connection) => drift(picture, connection, now)),
    ...keys
      .filter(({ revokedAt, expiresAt }) => !revokedAt && isSoon(expiresAt))
      .flatMap((key) => keyNeed(picture, key)),
    ...picture
      .connections()
      .flatMap(({ id }) => picture.grantsOfConnection(id))
      .filter(({ expiresAt }) => isSoon(expiresAt))
      .flatMap((grant) => grantNeed(picture, grant)),
    ...others,
  ].sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] || (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0),
  )
}

/** An admin who could only get back in by a link from the machine itself. */
export const withoutPasskey = (admin: Principal): Need => ({
  ...NOTHING,
  kind: 'admin_without_passkey',
  severity: 'notice',
  message: `${admin.name} is an admin and cannot sign in: no passkey, no identity provider. Send an invitation.`,
  page: `/people/${admin.id}`,
  principal: admin,
})

/** What the monitor believes, in its own words; what stopped calls is told by the connection's state. */
export function unwell(picture: AccessPicture, records: readonly HealthRecord[]): Need[] {
  return records.flatMap(({ connectionId, vital }) => {
    const connection = picture.connection(connectionId)
    const { diagnosis, since } = vital
    const { severity, stops } = TABLE[diagnosis.condition]
    if (connection?.state !== 'active' || severity === 'ok' || stops) return []
    return [
      {
        ...NOTHING,
        kind: 'connection_unwell',
        severity: severity === 'urgent' ? 'urgent' : 'notice',
        message: `“${connection.title}”: ${describe(diagnosis)} ${remedyFor(diagnosis, connection)}`,
        page: `/connections/${connection.name}`,
        at: since,
        connection,
      },
    ]
  })
}
/** A key that was handed over and waits for a decision. */
export const toDecide = ({ id, title, findings, endsAt }: Intake): Need => ({
  ...NOTHING,
  kind: 'intake_held',
  severity: 'soon',
  message: `A key of portal ${findings?.portalId} was handed over for “${title}” and waits to be approved. Undecided, it is wiped.`,
  page: `/intakes/${id}`,
  at: endsAt,
})

/** What somebody asked for and whoever looks may answer; of many on one portal one line. */
export function toAnswer(
  connection: Connection,
  requests: readonly AccessRequest[],
): readonly Need[] {
  const asked = requests.filter(({ state }) => state === 'asked')
  const drifted = requests.filter(({ state }) => state === 'drifted')
  const waiting = (about: readonly AccessRequest[], one: string, many: string): Need[] => {
    const [first, ...others] = about
    if (!first) return []
    const ends = about.map(({ lapsesAt }) => lapsesAt.getTime())
    return [
      {
        ...NOTHING,
        kind: 'access_request_waiting',
        severity: 'soon',
        message: others.length === 0 ? `${first.email} ${one}` : `${about.length} people ${many}`,
        page: others.length === 0 ? `/requests/${first.id}` : '/requests',
        at: first.state === 'asked' ? new Date(Math.min(...ends)) : null,
        connection,
      },
    ]
  }
  const portal = `the portal “${connection.title}”`
  return [
    ...waiting(
      asked,
      `asks for access to ${portal}. Unanswered, it lapses.`,
      `ask for access to ${portal}. Unanswered, their requests lapse.`,
    ),
    ...waiting(
      drifted,
      `was given access to ${portal} for a while, and somebody changed it. Say what is to be.`,
      `were given access to ${portal} for a while, and somebody changed it. Say what is to be.`,
    ),
  ]
}

/** What only a person can do in HubSpot. */
export const tasksToDo = (connection: Connection, open: number): readonly Need[] =>
  open === 0
    ? []
    : [
        {
          ...NOTHING,
          kind: 'portal_tasks_open',
          severity: 'notice',
          message: `In the portal “${connection.title}” ${open === 1 ? 'one thing waits' : `${open} things wait`} that only a person can do.`,
          page: `/connections/${connection.name}?tab=users&view=tasks`,
          connection,
        },
      ]

/** One line for each portal with open alerts about its users; nothing of it stops anything. */
export function usersToLookAt(picture: AccessPicture, counts: readonly AlertCount[]): Need[] {
  return picture.connections().flatMap((connection): Need[] => {
    const own = counts.filter(({ connectionId }) => connectionId === connection.id)
    if (own.length === 0 || connection.state === 'disconnected') return []
    const told = Object.entries(ALERT_WORDS).flatMap(([kind, word]) => {
      const open = own.find((one) => one.kind === kind)?.open ?? 0
      return open > 0 ? [`${open} ${word}`] : []
    })
    return [
      {
        ...NOTHING,
        kind: 'portal_users_alerted',
        severity: 'notice',
        message: `Users of the portal “${connection.title}” deserve a look: ${told.join(', ')}.`,
        page: `/connections/${connection.name}?tab=users&view=alerts`,
        connection,
      },
    ]
  })
}

/** Most pressing first. */
const ALERT_WORDS: Readonly<Record<AlertKind, string>> = {
  new_super_admin: 'new as super admin',
  ambiguous: 'of whom it is not clear who they are',
  orphan: 'whom nobody here knows',
  outside_domain: 'with an address from outside',
  never_logged_in: 'who never logged in',
  dormant: 'dormant',
  service_identity: 'that are programs',
  drift: 'that are not as the rules want',
}

/** Credentials near their age limit or beyond it, which go on working, and those that HubSpot may end. */
export function dueCredentials(
  picture: AccessPicture,
  slots: readonly CredentialSlot[],
  maxAgeDays: number,
  now: Date,
): Need[] {
  return slots.flatMap((one) => {
    const connection = picture.connection(one.connectionId)
    const due = one.slot === 'current' ? rotateBy(one, maxAgeDays) : null
    if (!connection || due === null || reminderAt(due, now) === null) return []
    const days = daysUntil(due, now)
    const inDays = days === 1 ? 'a day' : `${days} days`
    const ends = due.getTime() === one.endsAt?.getTime()
    return [
      {
        ...NOTHING,
        kind: 'credential_due',
        severity: ends || days <= 0 ? 'soon' : 'notice',
        message: ends
          ? `“${connection.title}” works with the credential from before a rotation, which HubSpot ${days > 0 ? `may end within ${inDays}` : 'may have ended'}. Give it the new one: press Rotate; calls go on meanwhile.`
          : `The credential of “${connection.title}” ${days > 0 ? `is due for rotation in ${inDays}` : 'is older than it should be'}. Rotate it; calls go on meanwhile.`,
        page: `/connections/${connection.name}`,
        at: due,
        connection,
      },
    ]
  })
}

const RANK = { urgent: 0, soon: 1, notice: 2 } as const

const NOTHING = { at: null, connection: null, group: null, principal: null, scopes: [] } as const

function connectionNeeds(connection: Connection): Need[] {
  const { state, name, title, stateReason } = connection
  const why = stateReason ? `: ${stateReason.replace(/\.$/, '')}` : ''
  const page = `/connections/${name}`
  if (state === 'pending')
    return [
      {
        ...NOTHING,
        kind: 'connection_pending',
        severity: 'urgent',
        message: `“${title}” has not passed a check yet${why}. No call goes through it before one is green.`,
        page,
        connection,
      },
    ]
  if (state === 'needs_reauth')
    return [
      {
        ...NOTHING,
        kind: 'connection_needs_reauth',
        severity: 'urgent',
        message: `“${title}” has no credential that works${why}. Every call to it is refused until it has another one.`,
        page,
        connection,
      },
    ]
  if (state === 'suspended')
    return [
      {
        ...NOTHING,
        kind: 'connection_suspended',
        severity: 'urgent',
        message: `“${title}” is paused${why}. Every call to it is refused until somebody resumes it.`,
        page,
        connection,
      },
    ]
  return []
}

/** Granted here, but not switched on at HubSpot: members get refusals they cannot mend. */
function drift(picture: AccessPicture, connection: Connection, now: Date): Need[] {
  const live = picture
    .grantsOfConnection(connection.id)
    .filter(({ expiresAt }) => !expiresAt || expiresAt > now)
  const scopes = [...new Set(live.flatMap((grant) => grant.scopes))].filter(
    (scope) => !isCovered(scope, connection.hubspotScopes),
  )
  if (scopes.length === 0) return []
  return [
    {
      ...NOTHING,
      kind: 'hubspot_scopes_missing',
      severity: 'notice',
      message: `On “${connection.title}” groups are granted ${scopes.join(', ')}, but its credential lacks what that needs at HubSpot.`,
      page: `/connections/${connection.name}`,
      connection,
      scopes,
    },
  ]
}

function keyNeed(picture: AccessPicture, key: ClientKey): Need[] {
  const principal = picture.principal(key.principalId)
  if (principal?.state !== 'active') return []
  return [
    {
      ...NOTHING,
      kind: 'key_expiring',
      severity: 'soon',
      message: `The key “${key.name}” of ${principal.email ?? principal.name} ends soon. Make another before it does.`,
      page: `/people/${principal.id}`,
      at: key.expiresAt,
      principal,
    },
  ]
}

function grantNeed(picture: AccessPicture, grant: Grant): Need[] {
  const group = picture.group(grant.groupId)
  const connection = picture.connection(grant.connectionId)
  if (!group || !connection || group.memberIds.length === 0) return []
  return [
    {
      ...NOTHING,
      kind: 'grant_expiring',
      severity: 'soon',
      message: `A grant of “${group.title}” on “${connection.title}” ends soon: ${grant.scopes.join(', ')}.`,
      page: `/groups/${group.name}`,
      at: grant.expiresAt,
      connection,
      group,
      scopes: grant.scopes,
    },
  ]
}

/** Messages that could not be delivered: people rely on being told. */
export const undelivered = (dead: number): readonly Need[] =>
  dead === 0
    ? []
    : [
        {
          kind: 'notices_undelivered',
          severity: 'soon',
          message:
            dead === 1
              ? 'A message to people could not be delivered. Mend the channel and send it again.'
              : `${dead} messages to people could not be delivered. Mend the channel and send them again.`,
          page: '/settings?tab=notifications',
          at: null,
          connection: null,
          group: null,
          principal: null,
          scopes: [],
        },
      ]
