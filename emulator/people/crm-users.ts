// The CRM's own record of each user (object type 0-115). Its id belongs to the account, and leads to
// the user by `hs_internal_user_id`. Records of users who left stay, as observed; some say an
// address in another case than the user does, and some belong to a user of another account.
import { isoInstant } from '../clock.ts'
import type { Portal } from '../portal/portal.ts'
import type { Seed, StoredRecord } from '../portal/record-store.ts'
import { mix } from '../random.ts'
import type { User } from './user.ts'

const TYPE = '0-115'

type Row = { user: User; internalId: number; email: string; deactivated: boolean }

export function crmUserSeed(users: readonly User[], seed: number): Seed {
  const rows = rowsOf(users, seed)
  const at = (n: number) => rows[n]!
  const byInternalId = new Map(rows.map((row, n) => [String(row.internalId), n]))
  return {
    count: rows.length,
    createdAt: (n) => at(n).user.createdAt,
    updatedAt: (n) => at(n).user.updatedAt,
    columns: {
      hs_internal_user_id: (n) => String(at(n).internalId),
      hs_email: (n) => at(n).email,
      hs_given_name: (n) => at(n).user.firstName,
      hs_family_name: (n) => at(n).user.lastName,
      hs_searchable_calculated_name: (n) => fullName(at(n).user),
      hs_job_title: (n) => at(n).user.jobTitle,
      hs_deactivated: (n) => String(at(n).deactivated),
      hs_standard_time_zone: () => 'Europe/Berlin',
      hubspot_owner_id: (n) => at(n).user.ownerId,
      hs_createdate: (n) => isoInstant(at(n).user.createdAt),
      hs_lastmodifieddate: (n) => isoInstant(at(n).user.updatedAt),
    },
    lookup: { hs_internal_user_id: (value) => byInternalId.get(value) },
  }
}

/** Writes what a user has become into the record, or makes the record. */
export function keepCrmUser(portal: Portal, user: User, now: number): void {
  const type = portal.types.find(TYPE)!
  const store = portal.store(type)
  const before = store.findUnique('hs_internal_user_id', String(user.id))
  const id = before?.id ?? store.nextId()
  const record: StoredRecord = {
    id,
    createdAt: now,
    archived: false,
    ...before,
    updatedAt: now,
    properties: {
      ...before?.properties,
      hs_object_id: String(id),
      hs_internal_user_id: String(user.id),
      hs_email: before?.properties['hs_email'] ?? user.email,
      hs_given_name: user.firstName,
      hs_family_name: user.lastName,
      hs_searchable_calculated_name: fullName(user),
      hs_deactivated: String(user.state === 'deactivated' || user.state === 'removed'),
      hubspot_owner_id: user.ownerId,
      hs_createdate: before?.properties['hs_createdate'] ?? isoInstant(now),
      hs_lastmodifieddate: isoInstant(now),
    },
  }
  store.put(record, portal.uniqueNames(type))
}

function rowsOf(users: readonly User[], seed: number): Row[] {
  const ended = ({ state }: User) => state === 'deactivated' || state === 'removed'
  const known = users.filter((user) => user.activated)
  const rows = known.map((user, n) => ({
    user,
    internalId: user.id,
    email: n > 0 && mix(seed, 61, n) % 40 === 0 ? asTyped(user) : user.email,
    deactivated: ended(user),
  }))
  if (users.length <= 12) return rows
  const members = known.filter((user) => user.state === 'active')
  const twins = Array.from({ length: Math.max(1, Math.floor(users.length / 200)) }, (_, k) => {
    const user = members[(7 + k * 37) % members.length]!
    return { user, internalId: 9_900_001 + k * 3, email: asTyped(user), deactivated: k % 2 === 1 }
  })
  return [...rows, ...twins]
}

/** As people write their addresses: with capitals. */
const asTyped = ({ email }: User): string =>
  email.replaceAll(
    /(^|\.)([a-z])(?=[^@]*@)/g,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  )

const fullName = ({ firstName, lastName }: User): string => `${firstName} ${lastName}`.trim()
