/** What the SCIM verbs need of the world, and what they tell whoever plans the portal's changes. */
import type { Filter } from '../../domain/scim/filter.ts'
import type { JsonObject } from '../../domain/scim/json.ts'
import type { PatchParts } from '../../domain/scim/patch/patch.ts'
import type { ResourceKind } from '../../domain/scim/resource-type.ts'
import type { EffectState } from '../../domain/scim/schemas/portal.ts'

/** The grammar of filters and the engine of PATCH, behind which libraries stand. */
export interface ScimSyntax extends PatchParts {
  /** @throws HubwardError `scim.invalid_filter` */
  parse(text: string): Filter
}

export interface Effect {
  readonly state: EffectState
  /** A sentence: why it is held up, or what a person has to do. */
  readonly reason: string | null
  readonly since: Date
}

/** A User or Group as it is kept. */
export interface ScimResource {
  /** `scu_…`, `scg_…` */
  readonly id: string
  readonly connectionId: string
  readonly kind: ResourceKind
  /** What the provider said; a group's members are not in it. */
  readonly content: JsonObject
  /** The user's or team's id at HubSpot, once it is known. */
  readonly hubspotId: string | null
  /** The address that HubSpot has for the user, folded. */
  readonly hubspotEmail: string | null
  /** An identity provider has written it; otherwise it was only read from the portal. */
  readonly managed: boolean
  /** Attributes that were only read from the portal: they are shown, and nobody wishes them. */
  readonly unsaid: readonly string[]
  readonly effect: Effect
  /** The entity tag. */
  readonly version: number
  readonly createdAt: Date
  readonly modifiedAt: Date
}

/** One of the equalities that an index answers. */
export interface ByIndex {
  readonly column: 'id' | 'unique_key' | 'external_id'
  /** Folded where it is a `unique_key`. */
  readonly value: string
}

/** The other end of a membership, as answers show it. */
export interface Related {
  readonly id: string
  readonly display: string
}

/** The pages of a query behind a cursor, all of one moment. */
export interface ScimPage {
  readonly setId: string
  /** 2, 3, …: the first was answered at once. */
  readonly number: number
  readonly connectionId: string
  readonly principalId: string
  readonly queryDigest: string
  readonly pageSize: number
  readonly total: number
  readonly last: boolean
  readonly resources: readonly JsonObject[]
  readonly expiresAt: Date
}

/** Only what is not deleted, unless it says otherwise. */
export interface ScimRepository {
  /** Writers of one connection one after another, until the transaction ends. */
  lock(connectionId: string): Promise<void>
  get(connectionId: string, kind: ResourceKind, id: string): Promise<ScimResource | undefined>
  getForUpdate(
    connectionId: string,
    kind: ResourceKind,
    id: string,
  ): Promise<ScimResource | undefined>
  /** In the order in which they came; all of them unless limited. */
  list(
    connectionId: string,
    kind: ResourceKind,
    which?: { readonly by?: ByIndex; readonly offset?: number; readonly limit?: number },
  ): Promise<ScimResource[]>
  count(connectionId: string, kind: ResourceKind): Promise<number>
  /** @throws HubwardError `scim.uniqueness` */
  insert(resource: ScimResource): Promise<void>
  /** @throws HubwardError `scim.uniqueness` */
  update(resource: ScimResource): Promise<void>
  /** Adopted ones, many at once; whose name was taken a moment ago is passed over. */
  insertAdopted(resources: readonly ScimResource[]): Promise<void>
  /** Of one that was written, if it is still of that version, which rises. */
  noteEffect(id: string, version: number, effect: Effect): Promise<void>
  /** Gone for the provider: its memberships end, and it is kept for whoever plans. */
  remove(resource: ScimResource, at: Date): Promise<void>
  /** Without a trace: one that nobody wished, or a leaver who came back as another resource. */
  forget(id: string): Promise<void>
  /** Whose HubSpot user has this address (folded): users that were only adopted, or leavers. */
  findByHubSpotEmail(
    connectionId: string,
    email: string,
    which: 'adopted' | 'leaver',
  ): Promise<ScimResource | undefined>
  /** Deleted ones whom the portal has not followed yet. */
  listLeavers(connectionId: string, kind: ResourceKind): Promise<ScimResource[]>

  /** Of each group, in the order in which they came. */
  membersOf(groupIds: readonly string[]): Promise<ReadonlyMap<string, readonly Related[]>>
  groupsOf(userIds: readonly string[]): Promise<ReadonlyMap<string, readonly Related[]>>
  addMembers(groupId: string, userIds: readonly string[]): Promise<void>
  removeMembers(groupId: string, userIds: readonly string[]): Promise<void>
  /** Which of these are users of the connection. */
  existingUsers(connectionId: string, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** What answers show of them has changed, though they themselves were not written. */
  raiseVersions(ids: readonly string[], at: Date): Promise<void>

  /** Differs when a provider has said something, or something was noted of it. */
  newestWish(connectionId: string): Promise<string>
  adoptedSnapshot(connectionId: string): Promise<string | undefined>
  noteAdoption(connectionId: string, snapshotId: string, at: Date): Promise<void>

  page(setId: string, number: number): Promise<ScimPage | undefined>
  /** Wipes what has expired, and the oldest beyond `mostSets` of the connection. */
  keepPages(pages: readonly ScimPage[], now: Date, mostSets: number): Promise<void>
}
