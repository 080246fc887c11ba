/** A preview of grants in the contract's shape: ids joined with names, scopes with what they allow. */
import type { GroupGrantsPreview } from '../../application/access/preview-group-grants.ts'
import type { Gain, PersonDiff } from '../../domain/access/grant-diff.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { describeScope, type Scope } from '../../domain/access/scope.ts'
import type { GrantPreviewView } from './contract/groups.ts'
import { principalRef } from './views.ts'

export function previewView(
  picture: AccessPicture,
  { group, connections, people, warnings, addsWrite }: GroupGrantsPreview,
): GrantPreviewView {
  const connection = (id: string) => ({ id, name: picture.connection(id)?.name ?? id })
  const gain = ({ connectionId, scope }: Gain) => ({
    connection: connection(connectionId),
    ...inWords(scope),
  })
  const person = ({ principalId, gains, loses }: PersonDiff) => {
    const principal = picture.principal(principalId)
    return principal
      ? [{ principal: principalRef(principal), gains: gains.map(gain), loses: loses.map(gain) }]
      : []
  }
  return {
    connections: connections.map(({ connectionId, added, removed, rescheduled }) => ({
      connection: connection(connectionId),
      added: added.map(inWords),
      removed: removed.map(inWords),
      rescheduled: rescheduled.map(({ scope, before, after }) => ({
        ...inWords(scope),
        before: before?.toISOString() ?? null,
        after: after?.toISOString() ?? null,
      })),
    })),
    people: people.flatMap(person),
    warnings: [...warnings],
    addsWrite,
    revision: group.revision,
  }
}

const inWords = (scope: Scope) => ({ scope, description: describeScope(scope) })
