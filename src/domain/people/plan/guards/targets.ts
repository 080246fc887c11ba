/** Whether what is to be assigned is there, can be read, and was paid for. */
import { emailKey } from '../../portal-user.ts'
import type { Facet, Snapshot } from '../../snapshot.ts'
import type { AccessState } from '../access-state.ts'
import type { PlanItem } from '../plan.ts'
import { oneItem, type Finding, type Judge } from './facts.ts'

const BILLING_SCOPE = 'settings.billing.write'

const puts = ({ act }: PlanItem): boolean =>
  act === 'create' || act === 'change' || act === 'restore' || act === 'strip'

/** Permission sets, teams and seats that an item assigns anew. */
function assigned({ before, after }: PlanItem): Pick<AccessState, 'permissionSetIds' | 'seats'> & {
  readonly teamIds: readonly string[]
} {
  const fresh = (now: readonly string[] = [], then: readonly string[] = []) =>
    now.filter((one) => !then.includes(one))
  const teamsOf = (state: AccessState | null) =>
    state ? [...state.secondaryTeamIds, ...(state.primaryTeamId ? [state.primaryTeamId] : [])] : []
  return {
    permissionSetIds: fresh(after?.permissionSetIds, before?.permissionSetIds),
    teamIds: fresh(teamsOf(after), teamsOf(before)),
    seats: fresh(after?.seats, before?.seats),
  }
}

export const facetUnread: Judge = ({ snapshot, items }) =>
  eachPut(snapshot, items, (item, { facets }) => {
    const wants = assigned(item)
    const needs: readonly (readonly [Facet, number, string])[] = [
      ['permission_sets', wants.permissionSetIds.length, 'permission sets'],
      ['teams', wants.teamIds.length, 'teams'],
    ]
    return needs
      .filter(([facet, count]) => count > 0 && facets[facet] !== 'read')
      .map(([facet, , words]) =>
        oneItem(
          item,
          `The portal's ${words} could not be read (${facets[facet]}), so none is given to ${item.email}. Give the credential the HubSpot scope, or leave them out.`,
        ),
      )
  })

export const unknownTarget: Judge = ({ snapshot, items }) =>
  eachPut(snapshot, items, (item, { facets, permissionSets, teams, seats }) => {
    const wants = assigned(item)
    const missing = [
      ...unknown(facets.permission_sets === 'read', wants.permissionSetIds, permissionSets, 'id'),
      ...unknown(facets.teams === 'read', wants.teamIds, teams, 'id'),
      ...unknown(facets.seats === 'read', wants.seats, seats, 'name'),
    ]
    return missing.map((one) =>
      oneItem(
        item,
        `The portal has no permission set, team or seat "${one}", which ${item.email} should get.`,
      ),
    )
  })

function unknown<K extends string>(
  isRead: boolean,
  wanted: readonly string[],
  there: readonly Readonly<Record<K, string>>[],
  by: K,
): readonly string[] {
  return isRead ? wanted.filter((one) => there.every((thing) => thing[by] !== one)) : []
}

/** A PUT carries one permission set, and HubSpot silently drops the others. */
export const severalPermissionSets: Judge = ({ snapshot, items }) =>
  eachPut(snapshot, items, (item) =>
    (item.after?.permissionSetIds.length ?? 0) > 1
      ? [
          oneItem(
            item,
            `${item.email} has several permission sets, and the API can write one: the others would be lost. Change this user in HubSpot by hand.`,
          ),
        ]
      : [],
  )

/** Freed seats count for nothing: what frees them may be passed over when the plan is applied. */
export const seatsNotBought: Judge = ({ snapshot, items, userById }) => {
  const left = new Map(snapshot?.seats.map(({ name, remaining }) => [name, remaining]))
  const byAddress = new Map(snapshot?.users.map((user) => [emailKey(user.email), user]))
  return eachPut(snapshot, items, (item, { permissionSets, hubspotScopes }) => {
    const findings: Finding[] = []
    // A seat that the step itself took before it was killed is not taken twice.
    const there =
      item.userId === null ? byAddress.get(emailKey(item.email)) : userById.get(item.userId)
    for (const seat of assigned(item).seats) {
      if (there?.seats.includes(seat)) continue
      const remaining = left.get(seat) ?? null
      if (remaining === null)
        findings.push(
          oneItem(
            item,
            `HubSpot does not tell whether a seat "${seat}" is left for ${item.email}, and none is bought without being asked for.`,
          ),
        )
      else if (remaining <= 0)
        findings.push(
          oneItem(
            item,
            `No seat "${seat}" is left for ${item.email}. Buy one in HubSpot, or free one first.`,
          ),
        )
      else left.set(seat, remaining - 1)
    }
    const paid = assigned(item).permissionSetIds.filter(
      (id) => permissionSets.find((set) => set.id === id)?.requiresBillingWrite,
    )
    if (paid.length > 0 && (item.after?.seats.length ?? 0) === 0)
      findings.push(
        oneItem(
          item,
          `A paid seat hangs on the permission set ${paid.join(', ')}, and none is named for ${item.email}: HubSpot could buy one. Name the seat.`,
        ),
      )
    if (paid.length > 0 && !hubspotScopes.includes(BILLING_SCOPE))
      findings.push(
        oneItem(
          item,
          `The permission set ${paid.join(', ')} wants the HubSpot scope ${BILLING_SCOPE}, which the credential lacks.`,
        ),
      )
    return findings
  })
}

const eachPut = (
  snapshot: Snapshot | null,
  items: readonly PlanItem[],
  judge: (item: PlanItem, snapshot: Snapshot) => readonly Finding[],
): readonly Finding[] =>
  snapshot ? items.filter(puts).flatMap((item) => judge(item, snapshot)) : []
