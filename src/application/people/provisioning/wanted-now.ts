/** What every source wants of a portal at this moment: rules, identity providers, reviews. */
import type { Connection } from '../../../domain/connection/connection.ts'
import type { FieldError } from '../../../domain/errors.ts'
import { matchUsers } from '../../../domain/people/plan/match-users.ts'
import type { RecordFate } from '../../../domain/people/plan/plan-input.ts'
import { emailKey, type PortalUser } from '../../../domain/people/portal-user.ts'
import { wantedOf, type PeopleRules } from '../../../domain/people/rules.ts'
import { ok, type Result } from '../../../domain/result.ts'
import type { Snapshot } from '../../../domain/people/snapshot.ts'
import type { Context } from '../../context.ts'
import { openRemediations } from '../../review/remediations.ts'
import type { ScimWishes } from '../../scim/desired-users.ts'
import { directoryMembers } from './directory-members.ts'
import { ownedBy } from './owned-by.ts'
import type { Wanted } from './ports.ts'
import { scimSource } from './scim-source.ts'

export interface WantedNow {
  readonly wanted: Wanted
  /** As they were when the plan was made: what becomes of them is told there. */
  readonly wishes: ScimWishes
}

/** Where no file is given: nobody is ruled over, and nobody protected. */
export const NO_RULES: PeopleRules = { version: 1 }

/** Counts the records of leavers at HubSpot. */
export async function wantedNow(
  ctx: Context,
  connection: Connection,
  snapshot: Snapshot,
  rules: PeopleRules,
): Promise<Result<WantedNow, readonly FieldError[]>> {
  const read = wantedOf(rules, snapshot, await directoryMembers(ctx.store.read))
  if (!read.ok) return read
  const { desired, sources, breakGlass, settings, recordsTo, setsToMake } = read.value
  const scim = await scimSource(ctx, connection, snapshot)
  const reviewed = await openRemediations(ctx.store.read, connection.id)
  const all = [...reviewed, ...desired, ...scim.wishes.desired]
  const leavers = leaversIn(all, snapshot)
  return ok({
    wishes: scim.wishes,
    wanted: {
      desired: all,
      unclear: scim.wishes.unclear,
      setsToMake,
      sources: [...sources, ...(scim.descriptor ? [scim.descriptor] : [])],
      breakGlass,
      settings,
      rules,
      owned: await ownedBy(ctx, connection, leavers),
      fates: fatesOf(leavers, recordsTo, snapshot),
    },
  })
}

/** Of the plan that was carried out last: what is in force until another file is. */
export async function rulesInForce(ctx: Context, connection: Connection): Promise<PeopleRules> {
  return (await ctx.store.read.provisioning.lastWanted(connection.id))?.rules ?? NO_RULES
}

function leaversIn(desired: Wanted['desired'], { users }: Snapshot): readonly PortalUser[] {
  const leaving = desired.filter(({ present }) => !present)
  return matchUsers(leaving, users).matches.flatMap(({ user }) => (user ? [user] : []))
}

function fatesOf(
  leavers: readonly PortalUser[],
  recordsTo: ReadonlyMap<string, string>,
  { users }: Snapshot,
): Record<string, RecordFate> {
  const fates: Record<string, RecordFate> = {}
  for (const { userId, email } of leavers) {
    const to = recordsTo.get(emailKey(email))
    if (to === 'keep') fates[userId] = 'keep'
    const heir = users.find((user) => emailKey(user.email) === to)
    if (heir?.ownerId) fates[userId] = { toOwnerId: heir.ownerId }
  }
  return fates
}
