/**
 * The lists that name the portal's people a second time, and whom of them the list of users lacks.
 * That each living owner and each CRM user who is not deactivated is a user is how HubSpot documents
 * its ids (facts §4); where it is not so, asking for the user by id settles it.
 */
import { isDeactivated, recordsOf } from './deactivation.ts'
import type { PortalUser } from './portal-user.ts'
import type { Reading } from './reading.ts'
import type { Proof } from './snapshot.ts'

export interface Witness {
  readonly by: Exclude<Proof, 'second_reading'>
  /** The people whom it says are users now. */
  readonly present: ReadonlySet<string>
  /**
   * It counts right, and everybody in the list of users is known to it: what it knows can be trusted to
   * be all. Whom it names is named also where it is not.
   */
  readonly namesAll: boolean
}

export function witnessesOf({ users, facets }: Reading): readonly Witness[] {
  const witnesses: Witness[] = []
  const listed = users.items.map(({ userId }) => userId)
  const add = (
    by: Witness['by'],
    whole: boolean,
    all: ReadonlySet<string>,
    present: ReadonlySet<string>,
  ): void => {
    witnesses.push({ by, present, namesAll: whole && listed.every((id) => all.has(id)) })
  }
  const { crm_users: crm, owners } = facets
  if (crm.state === 'read') {
    const { chain, total } = crm.value
    const whole = chain.end === 'whole' && (total === null || total === chain.items.length)
    const named = chain.items.filter(({ userId }) => userId !== null)
    add(
      'crm_users',
      whole,
      new Set(named.map(({ userId }) => userId!)),
      new Set(named.filter(({ deactivated }) => !deactivated).map(({ userId }) => userId!)),
    )
  }
  if (owners.state === 'read') {
    const named = owners.value.items.filter(({ userId }) => userId !== null)
    add(
      'owners',
      owners.value.end === 'whole',
      new Set(named.map(({ userId }) => userId!)),
      new Set(named.filter(({ archived }) => !archived).map(({ userId }) => userId!)),
    )
  }
  return witnesses
}

/** User ids that a witness has as present and the list has not, in order, each once. */
export function absentees(reading: Reading): readonly string[] {
  const listed = new Set(reading.users.items.map(({ userId }) => userId))
  const absent = new Set<string>()
  for (const { present } of witnessesOf(reading))
    for (const userId of present) if (!listed.has(userId)) absent.add(userId)
  return [...absent].toSorted()
}

/**
 * Users known before whom the list no longer has, whom another list calls deactivated, and whom HubSpot
 * did not say to be gone: they did not leave. Whether HubSpot lists deactivated users, and what it keeps of
 * removed ones, is not established (facts §10), so every reading of that is handled.
 */
export function deactivatedUnlisted(reading: Reading): readonly PortalUser[] {
  const records = recordsOf(reading.facets)
  const listed = new Set(reading.users.items.map(({ userId }) => userId))
  return [...reading.known].flatMap(([userId, user]): PortalUser[] => {
    if (listed.has(userId) || reading.asked.get(userId) === false) return []
    if (isDeactivated(records, userId) !== true) return []
    return [{ ...user, deactivated: true, inferredInvited: false }]
  })
}

/** As many as are asked for one by one, whatever the size of the portal. */
const ASKED_AT_MOST = 200

/** Whom to ask for by id: named elsewhere, or known before, and not in the list. */
export function wantsAsking(reading: Reading): readonly string[] {
  const explained = new Set(deactivatedUnlisted(reading).map(({ userId }) => userId))
  const known = [...reading.known.values()].filter(({ userId }) => explained.has(userId))
  // Who was deactivated before stands last: of them the least is new.
  const fresh = known.filter(({ deactivated }) => deactivated !== true)
  const stale = known.filter(({ deactivated }) => deactivated === true)
  return [...unexplained(reading), ...[...fresh, ...stale].map(({ userId }) => userId)].slice(
    0,
    ASKED_AT_MOST,
  )
}

/** More are gone at once than can be asked for: then the list has to be read twice. */
export const leavesSomebodyUnasked = (reading: Reading): boolean =>
  unexplained(reading).length > ASKED_AT_MOST

function unexplained(reading: Reading): readonly string[] {
  const listed = new Set(reading.users.items.map(({ userId }) => userId))
  const explained = new Set(deactivatedUnlisted(reading).map(({ userId }) => userId))
  const known = [...reading.known.keys()].filter((id) => !listed.has(id) && !explained.has(id))
  return [...new Set([...absentees(reading), ...known])]
}
