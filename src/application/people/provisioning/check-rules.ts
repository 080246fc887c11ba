import type { FieldError } from '../../../domain/errors.ts'
import { wantedOf, type PeopleRules } from '../../../domain/people/rules.ts'
import { findConnection } from '../../access/find.ts'
import { authorise, type Context } from '../../context.ts'
import { newestSnapshot } from '../newest-snapshot.ts'
import { directoryMembers } from './directory-members.ts'
import { neverRead } from './plan-people.ts'

/**
 * What in a `people.yaml` does not fit the portal or the groups: names that nobody has, people who are
 * wanted and leave. For doors, which tell these mistakes together with those of form.
 *
 * @throws HubwardError `connection.not_found`, `people.never_read`
 */
export async function checkPeopleRules(
  ctx: Context,
  input: { readonly connection: string; readonly rules: PeopleRules },
): Promise<readonly FieldError[]> {
  authorise(ctx, 'read', 'people.plan')
  const connection = await findConnection(ctx.store.read, input.connection)
  const snapshot = await newestSnapshot(ctx.store.read.people, connection)
  if (!snapshot) throw neverRead(connection)
  const read = wantedOf(input.rules, snapshot, await directoryMembers(ctx.store.read))
  return read.ok ? [] : read.error
}
