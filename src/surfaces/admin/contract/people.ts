/** The users inside a portal: reading them, who they are, what changed, what deserves a look. */
import { z } from 'zod'
import { REQUEST_STATES, type RequestState } from '../../../domain/people/request/request.ts'
import { ALERT_KINDS } from '../../../domain/people/alerts.ts'
import { CHANGE_KINDS } from '../../../domain/people/difference.ts'
import { FACETS } from '../../../domain/people/snapshot.ts'
import { endpoint } from './endpoint.ts'
import { line, reference } from './fields.ts'
import { errorCode, instant, listOf, none, nothing } from './forms.ts'

const tag = 'Portal users'

const ref = z.object({ id: z.string(), name: z.string() })
const person = z.object({ id: z.string(), name: z.string(), email: z.string() })
const alertKind = z.enum(ALERT_KINDS)
const presence = z.enum(['present', 'missing', 'removed'])

const reading = z.object({
  id: z.string(),
  state: z.enum(['reading', 'sealed', 'incomplete']),
  askedBy: z.string().nullable(),
  begunAt: instant,
  endedAt: instant.nullable(),
  /** To HubSpot, logins and security activity aside. */
  calls: z.number(),
  usersRead: z.number(),
  /** Why it proves nothing. */
  reasons: z.array(z.object({ reason: z.string(), text: z.string(), remedy: z.string() })),
  sealed: z
    .object({
      /** Counts the snapshots of the connection, from 1. */
      snapshot: z.number(),
      users: z.number(),
      /** SHA-256 of the population as canonical JSON. */
      digest: z.string(),
      /** What proved that no page was lost. */
      provenBy: z.enum(['crm_users', 'owners', 'second_reading']),
      facets: z.record(z.enum(FACETS), z.enum(['read', 'not_permitted', 'unavailable'])),
      /** Since when logins were read. */
      loginsFrom: instant.nullable(),
    })
    .nullable(),
})
export type ReadingView = z.output<typeof reading>

const portalUser = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  /** `missing`: not in the newest snapshot, and nothing else says that they left. */
  presence,
  superAdmin: z.boolean(),
  permissionSets: z.array(ref),
  primaryTeam: ref.nullable(),
  secondaryTeams: z.array(ref),
  seats: z.array(z.string()),
  ownerId: z.string().nullable(),
  crmUserId: z.string().nullable(),
  /** `null`: nothing that could be read tells. */
  deactivated: z.boolean().nullable(),
  /** Inferred: added within the window of logins, and not come in since. HubSpot tells no such thing. */
  inferredInvited: z.boolean(),
  /** The last that is known; what was before `loginsFrom` of the snapshot is not. */
  lastLoginAt: instant.nullable(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  goneAt: instant.nullable(),
  match: z.object({
    /** `ambiguous`: an address that fits several; nobody is joined until somebody links them. */
    how: z.enum(['linked', 'email', 'none', 'ambiguous']),
    people: z.array(person),
  }),
  alerts: z.array(alertKind),
})
export type PortalUserView = z.output<typeof portalUser>

const change = z.object({
  id: z.number(),
  user: z.object({ id: z.string(), email: z.string().nullable() }),
  kind: z.enum(CHANGE_KINDS),
  /** Ids resolved to names where they are known. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** It happened after the first and before the second. */
  from: instant.nullable(),
  to: instant,
  /**
   * `told`: one person did it. `several`: more than one did what fits. `silent`: HubSpot did not say.
   * `untold`: HubSpot has no word for it. `unread`: the credential may not read it.
   */
  certainty: z.enum(['told', 'several', 'silent', 'untold', 'unread']),
  by: z.array(
    z.object({
      at: instant,
      type: z.string(),
      actorId: z.string().nullable(),
      actor: z.string().nullable(),
      /** As whom the connection itself works: what Hubward writes is told of that user. */
      ownCredential: z.boolean(),
    }),
  ),
  /** The plan of Hubward's own that made it, and who applied it; `null`: nobody, it went by itself. */
  plan: z.object({ id: z.string(), appliedBy: z.string().nullable() }).nullable(),
})
export type UserChangeView = z.output<typeof change>

const alert = z.object({
  id: z.number(),
  user: z.object({ id: z.string(), email: z.string().nullable() }),
  kind: alertKind,
  saw: z.string(),
  openedAt: instant,
})
export type AlertView = z.output<typeof alert>

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'This is not a domain.')

const settings = z.strictObject({
  /** Hours between readings; `null`: on demand alone. */
  everyHours: z.number().int().min(1).max(168).nullable(),
  rules: z.strictObject({
    /** Days without a login after which a user counts as dormant; no more than HubSpot keeps. */
    dormantAfterDays: z.number().int().min(7).max(90),
    /** The organisation's own; empty: every domain is taken to be its own. */
    domains: z.array(domain).max(100),
    /** Addresses of programs. */
    serviceAddresses: z.array(line.toLowerCase().min(3).max(254)).max(500),
  }),
})
export type PeopleSettingsView = z.output<typeof settings>

/** One line of the answer of `sync`. */
export const syncProgress = z.discriminatedUnion('event', [
  z.object({ event: z.literal('begun'), reading: z.string() }),
  z.object({
    event: z.literal('step'),
    step: z.string(),
    calls: z.number(),
    users: z.number(),
  }),
  z.object({ event: z.literal('page'), calls: z.number(), users: z.number() }),
  z.object({
    event: z.literal('again'),
    reasons: z.array(z.object({ reason: z.string(), text: z.string(), remedy: z.string() })),
  }),
  z.object({ event: z.literal('done'), reading }),
  z.object({
    event: z.literal('broke'),
    code: errorCode,
    message: z.string(),
  }),
])
export type SyncProgressView = z.output<typeof syncProgress>

const oneConnection = z.strictObject({ connection: reference })
const userReference = line.min(1).max(254)
const oneUser = z.strictObject({ connection: reference, user: userReference })
const path = '/api/v1/connections/{connection}/people'

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

export const portalPeopleEndpoints = {
  sync: endpoint({
    method: 'POST',
    path: `${path}/readings`,
    act: 'operate',
    tag,
    summary:
      'Read the users of a portal: a line of JSON for each thing that happens, `done` with the reading last. It goes on when the reader leaves. What is not complete changes nothing',
    params: oneConnection,
    query: none,
    body: nothing,
    answer: nothing,
    status: 200,
    media: 'application/x-ndjson',
  }),
  readings: endpoint({
    method: 'GET',
    path: `${path}/readings`,
    act: 'read',
    tag,
    summary: 'The last 50 readings of a portal’s users, newest first',
    params: oneConnection,
    query: none,
    body: nothing,
    answer: listOf(reading),
    status: 200,
  }),
  users: endpoint({
    method: 'GET',
    path: `${path}/users`,
    act: 'read',
    tag,
    summary: 'The users of a portal as they were read last, by name',
    params: oneConnection,
    query: z.strictObject({
      /** In name or address. */
      search: line.min(1).max(200).optional(),
      presence: presence.optional(),
      alert: alertKind.optional(),
      superAdmin: flag.optional(),
      team: line.max(100).optional(),
      permissionSet: line.max(100).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      /** `next` of the page before. */
      after: z.string().max(2_000).optional(),
    }),
    body: nothing,
    answer: z.object({
      items: z.array(portalUser),
      next: z.string().nullable(),
      total: z.number(),
      snapshot: reading.nullable(),
      teams: z.array(ref),
      permissionSets: z.array(ref),
      seats: z.array(
        z.object({
          name: z.string(),
          description: z.string().nullable(),
          remaining: z.number().nullable(),
        }),
      ),
    }),
    status: 200,
  }),
  user: endpoint({
    method: 'GET',
    path: `${path}/users/{user}`,
    act: 'read',
    tag,
    summary: 'One user, by id or address: open alerts, and what changed, newest first',
    params: oneUser,
    query: none,
    body: nothing,
    answer: z.object({
      user: portalUser,
      snapshot: reading.nullable(),
      openAlerts: z.array(alert),
      changes: z.array(change),
      /** Access that they have for a while: what is seen of them is not what stays. */
      elevated: z
        .object({
          request: z.string(),
          state: z.enum(Object.keys(REQUEST_STATES) as [RequestState, ...RequestState[]]),
          endsAt: instant.nullable(),
        })
        .nullable(),
    }),
    status: 200,
  }),
  link: endpoint({
    method: 'PUT',
    path: `${path}/users/{user}/person`,
    act: 'change',
    tag,
    summary: 'Say which member a portal user is; an earlier link of either ends',
    params: oneUser,
    query: none,
    body: z.strictObject({ person: reference }),
    answer: nothing,
    status: 204,
  }),
  unlink: endpoint({
    method: 'DELETE',
    path: `${path}/users/{user}/person`,
    act: 'change',
    tag,
    summary: 'Take such a link back: the address decides again',
    params: oneUser,
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
  timeline: endpoint({
    method: 'GET',
    path: `${path}/changes`,
    act: 'read',
    tag,
    summary: 'What changed between snapshots, newest first, and who did it where HubSpot tells',
    params: oneConnection,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(500).default(100),
      before: z.coerce.number().int().positive().optional(),
    }),
    body: nothing,
    answer: z.object({ items: z.array(change), next: z.number().nullable() }),
    status: 200,
  }),
  alerts: endpoint({
    method: 'GET',
    path: `${path}/alerts`,
    act: 'read',
    tag,
    summary: 'What about a portal’s users deserves a look',
    params: oneConnection,
    query: none,
    body: nothing,
    answer: z.object({
      /** Newest first; at most 500. */
      items: z.array(alert),
      /** Of all that are open. */
      counts: z.array(z.object({ kind: alertKind, open: z.number() })),
    }),
    status: 200,
  }),
  closeAlert: endpoint({
    method: 'DELETE',
    path: `${path}/alerts/{alert}`,
    act: 'operate',
    tag,
    summary: 'Say that somebody has looked. What is still so at the next reading opens again',
    params: z.strictObject({ connection: reference, alert: z.coerce.number().int().positive() }),
    query: none,
    body: nothing,
    answer: nothing,
    status: 204,
  }),
  settings: endpoint({
    method: 'GET',
    path: `${path}/settings`,
    act: 'read',
    tag,
    summary: 'How often a portal’s users are read, and by what rules they are looked at',
    params: oneConnection,
    query: none,
    body: nothing,
    answer: settings,
    status: 200,
  }),
  setSettings: endpoint({
    method: 'PUT',
    path: `${path}/settings`,
    act: 'operate',
    tag,
    summary: 'Set them; with `everyHours` the first reading begins within a minute',
    params: oneConnection,
    query: none,
    body: settings,
    answer: settings,
    status: 200,
  }),
}
