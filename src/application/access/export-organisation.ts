import type { OrganisationDocument } from '../../domain/access/document.ts'
import { grantOf, groupOf } from '../../domain/access/plan.ts'
import type { Group } from '../../domain/access/entities.ts'
import type { OrganisationState } from '../../domain/access/state.ts'
import { authorise, type Context } from '../context.ts'
import { readState } from './read-state.ts'

/** The organisation as a document; applying it, pruning or not, changes nothing. */
export async function exportOrganisation(ctx: Context): Promise<OrganisationDocument> {
  authorise(ctx, 'read', 'organisation.export')
  const state = await readState(ctx.store.read, ctx.world.now())
  const { organisation, principals, groups } = state
  return {
    version: 1,
    ...(organisation && { organisation: { name: organisation.name } }),
    members: principals.flatMap(({ name, email, role }) => (email ? [{ email, name, role }] : [])),
    serviceAccounts: principals.flatMap(({ kind, name }) =>
      kind === 'service_account' ? [{ name }] : [],
    ),
    groups: groups.map((group) => exportGroup(state, group)),
  }
}

function exportGroup(state: OrganisationState, group: Group) {
  const grants = state.grants
    .filter(({ groupId }) => groupId === group.id)
    .map((grant) => grantOf(state, group.name, grant))
    .map(({ connection, scopes, expires }) => ({
      connection,
      scopes,
      ...(expires !== null && { expires: new Date(expires) }),
    }))
    .sort((a, b) => order(a, b))
  return { ...groupOf(state, group), grants }
}

interface Sortable {
  readonly connection: string
  readonly expires?: Date
}

/** By connection, the standing grant first. */
const order = (a: Sortable, b: Sortable): number =>
  a.connection === b.connection
    ? (a.expires?.getTime() ?? 0) - (b.expires?.getTime() ?? 0)
    : a.connection < b.connection
      ? -1
      : 1
