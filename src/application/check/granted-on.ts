/** Every scope that some group holds on a connection now, with those groups. */
import type { Granted } from '../../domain/check/judge-scopes.ts'
import { compareScopes, type Scope } from '../../domain/access/scope.ts'
import type { Services } from '../context.ts'

export async function grantedOn(
  { pictures, world }: Pick<Services, 'pictures' | 'world'>,
  connectionId: string,
): Promise<readonly Granted[]> {
  const picture = await pictures.current()
  const now = world.now()
  const groups = new Map<Scope, Set<string>>()
  for (const grant of picture.grantsOfConnection(connectionId)) {
    const group = picture.group(grant.groupId)
    if (!group || (grant.expiresAt && grant.expiresAt <= now)) continue
    for (const scope of grant.scopes)
      groups.set(scope, (groups.get(scope) ?? new Set()).add(group.name))
  }
  return [...groups]
    .map(([scope, names]) => ({ scope, groups: [...names].toSorted() }))
    .toSorted((a, b) => compareScopes(a.scope, b.scope))
}
