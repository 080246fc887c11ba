/**
 * What applying a document would change: pure, in the order in which it must be done, with the
 * thing before and after. It plans no change for what the document does not mention, unless
 * `prune` says that the lists it gives are whole.
 */
import type { DocumentGrant, DocumentGroup, OrganisationDocument } from './document.ts'
import type { Grant, Group, Principal, Role } from './entities.ts'
import { compareScopes, type Scope } from './scope.ts'
import { foldReference, referenceOf, scopeFor, type OrganisationState } from './state.ts'

/** All names, no ids, so that the plan reads the same to a person and on another database. */
export type PlannedChange =
  | Planned<'organisation', { name: string }>
  | Planned<'member', { name: string; email: string; role: Role }>
  | Planned<'service_account', { name: string }>
  | Planned<'group', PlannedGroup>
  | Planned<'grant', PlannedGrant>

export interface PlannedGroup {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly context: string
  readonly members: readonly string[]
}

export interface PlannedGrant {
  readonly group: string
  readonly connection: string
  readonly scopes: readonly Scope[]
  /** ISO 8601 in UTC; `null` for a standing grant. */
  readonly expires: string | null
}

interface Planned<Kind extends string, Thing> {
  readonly kind: Kind
  /** `sales`, `ann@example.com`, `sales on main`. */
  readonly name: string
  readonly act: 'create' | 'update' | 'remove'
  readonly before: Thing | null
  readonly after: Thing | null
}

export interface OrganisationPlan {
  readonly changes: readonly PlannedChange[]
  /** Sentences about what the document says to no effect. */
  readonly warnings: readonly string[]
}

/** The document has passed `checkDocument` against the same state. */
export function planDocument(
  state: OrganisationState,
  doc: OrganisationDocument,
  options: { readonly prune: boolean; readonly now: Date },
): OrganisationPlan {
  const warnings: string[] = []
  const changes = [
    ...planName(state, doc),
    ...planMembers(state, doc),
    ...planServiceAccounts(state, doc),
    ...planGroups(state, doc),
    ...(doc.groups ?? []).flatMap((group) => planGrants(state, group, options.now, warnings)),
    ...(options.prune ? planRemovals(state, doc) : []),
  ]
  return { changes: changes.filter(differs), warnings }
}

function planName(state: OrganisationState, { organisation }: OrganisationDocument) {
  if (!organisation) return []
  const before = state.organisation ? { name: state.organisation.name } : null
  return [change('organisation', organisation.name, before, { name: organisation.name })]
}

/** New admins first: the last one may be demoted once there is another. */
function planMembers(state: OrganisationState, { members = [] }: OrganisationDocument) {
  const known = byReference(state.principals)
  const changes = members.map((member) => {
    const found = known.get(member.email)
    const before = found ? memberOf(found) : null
    const role = member.role ?? before?.role ?? 'member'
    return change('member', member.email, before, { name: member.name, email: member.email, role })
  })
  const isAdmin = ({ after }: (typeof changes)[number]) => after?.role === 'admin'
  return [...changes.filter(isAdmin), ...changes.filter((one) => !isAdmin(one))]
}

function planServiceAccounts(state: OrganisationState, doc: OrganisationDocument) {
  const known = byReference(state.principals)
  return (doc.serviceAccounts ?? [])
    .filter(({ name }) => !known.has(foldReference(name)))
    .map(({ name }) => change('service_account', name, null, { name }))
}

function planGroups(state: OrganisationState, doc: OrganisationDocument) {
  const spelled = new Map(
    state.principals.map((one) => [foldReference(referenceOf(one)), referenceOf(one)]),
  )
  for (const { name } of doc.serviceAccounts ?? [])
    if (!spelled.has(foldReference(name))) spelled.set(foldReference(name), name)
  const spell = (text: string) => spelled.get(foldReference(text)) ?? foldReference(text)
  return (doc.groups ?? []).map((group) => {
    const found = state.groups.find(({ name }) => name === group.name)
    const before = found ? groupOf(state, found) : null
    return change('group', group.name, before, {
      name: group.name,
      title: group.title ?? before?.title ?? group.name,
      description: group.description ?? before?.description ?? '',
      context: group.context ?? before?.context ?? '',
      members: group.members?.map(spell).sort() ?? before?.members ?? [],
    })
  })
}

/** A grant is known by its group, connection and end: another end is another grant. */
function planGrants(
  state: OrganisationState,
  group: DocumentGroup,
  now: Date,
  warnings: string[],
): PlannedChange[] {
  if (!group.grants) return []
  const live = group.grants.filter((grant) => !hasEnded(grant, now))
  for (const { connection, expires } of group.grants.filter((grant) => hasEnded(grant, now)))
    warnings.push(
      `The grant of ${group.name} on ${connection} ended at ${expires?.toISOString()}; its lines may go.`,
    )
  const wanted = live.map((grant) => wantedGrant(state, group.name, grant))
  const groupId = state.groups.find(({ name }) => name === group.name)?.id
  const held = state.grants
    .filter((grant) => grant.groupId === groupId)
    .map((grant) => grantOf(state, group.name, grant))
  const isSame = (a: PlannedGrant) => (b: PlannedGrant) =>
    a.connection === b.connection && a.expires === b.expires
  return [
    ...wanted.map((after) =>
      change('grant', grantName(after), held.find(isSame(after)) ?? null, after),
    ),
    ...held
      .filter((before) => !wanted.some(isSame(before)))
      .map((before) => change('grant', grantName(before), before, null)),
  ]
}

/** Groups, accounts and members that a given list does not name. A list not given prunes nothing. */
function planRemovals(state: OrganisationState, doc: OrganisationDocument): PlannedChange[] {
  const groups = doc.groups && new Set(doc.groups.map(({ name }) => name))
  const accounts =
    doc.serviceAccounts && new Set(doc.serviceAccounts.map(({ name }) => foldReference(name)))
  const members = doc.members && new Set(doc.members.map((member) => member.email))
  const ofKind = (kind: Principal['kind'], kept: ReadonlySet<string> | undefined) =>
    kept
      ? state.principals.filter(
          (one) => one.kind === kind && !kept.has(foldReference(referenceOf(one))),
        )
      : []
  return [
    ...state.groups
      .filter(({ name }) => groups && !groups.has(name))
      .map((group) => change('group', group.name, groupOf(state, group), null)),
    ...ofKind('service_account', accounts).map(({ name }) =>
      change('service_account', name, { name }, null),
    ),
    ...ofKind('member', members).map((member) =>
      change('member', referenceOf(member), memberOf(member), null),
    ),
  ]
}

function change<Kind extends PlannedChange['kind'], Thing>(
  kind: Kind,
  name: string,
  before: Thing | null,
  after: Thing | null,
): Planned<Kind, Thing> {
  return { kind, name, act: before ? (after ? 'update' : 'remove') : 'create', before, after }
}

const differs = ({ before, after }: PlannedChange): boolean =>
  JSON.stringify(before) !== JSON.stringify(after)

const byReference = (principals: readonly Principal[]) =>
  new Map(principals.map((one) => [foldReference(referenceOf(one)), one]))

const memberOf = ({ name, email, role }: Principal) => ({ name, email: email ?? '', role })

export function groupOf(state: OrganisationState, group: Group): PlannedGroup {
  const { name, title, description, context, memberIds } = group
  const members = state.principals.filter(({ id }) => memberIds.includes(id)).map(referenceOf)
  return { name, title, description, context, members: members.sort() }
}

export function grantOf(state: OrganisationState, group: string, grant: Grant): PlannedGrant {
  const connection = state.connections.find(({ id }) => id === grant.connectionId)
  return {
    group,
    connection: connection?.name ?? grant.connectionId,
    scopes: grant.scopes,
    expires: grant.expiresAt?.toISOString() ?? null,
  }
}

function wantedGrant(state: OrganisationState, group: string, wanted: DocumentGrant): PlannedGrant {
  const connection = state.connections.find(({ name }) => name === wanted.connection)
  const scopes = wanted.scopes.flatMap((text) => {
    const parsed = scopeFor(text, connection)
    return parsed.ok ? [parsed.value] : []
  })
  return {
    group,
    connection: wanted.connection,
    scopes: [...new Set(scopes)].sort(compareScopes),
    expires: wanted.expires?.toISOString() ?? null,
  }
}

const hasEnded = ({ expires }: DocumentGrant, now: Date) => expires !== undefined && expires <= now

const grantName = ({ group, connection, expires }: PlannedGrant): string =>
  expires ? `${group} on ${connection} until ${expires}` : `${group} on ${connection}`
