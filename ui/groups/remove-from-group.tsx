/** Before somebody is taken out of a group: what they lose by it, and what they keep through others. */
import { useQuery } from '@tanstack/react-query'
import type { Answer } from '../api/endpoints.ts'
import { titlesOf } from '../api/group-titles.ts'
import { ask, useAct } from '../api/queries.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import type { GroupView } from './matrix.ts'

type Access = Answer<'GET /api/v1/principals/{principal}/access'>

export function RemoveFromGroup({
  group,
  member,
  onClose,
}: {
  group: GroupView
  member: GroupView['members'][number]
  onClose: () => void
}) {
  const { data } = useQuery(
    ask('GET /api/v1/principals/{principal}/access', { params: { principal: member.id } }),
  )
  const remove = useAct('DELETE /api/v1/groups/{group}/members/{principal}', {
    changes: ['principals', 'members', 'service-accounts', 'me'],
    done: `${member.name} is no longer in ${group.title}`,
    quiet: true,
  })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Take ${member.name} out of ${group.title}?`}
      text="It takes effect at the next call, in every AI client and program they use."
      consequences={
        data ? consequencesOf(data, group.name, member.name) : ['Working out what they lose…']
      }
      action={`Remove ${member.name}`}
      onConfirm={() => remove.mutateAsync({ params: { group: group.id, principal: member.id } })}
    />
  )
}

/** One line per connection: what nobody else gives them, and what another group does. */
export function consequencesOf(access: Access, group: string, person: string): readonly string[] {
  const lines = access.connections.flatMap(({ title, scopes }) => {
    const from = scopes.filter(({ through }) => through.includes(group))
    const lost = from.filter(({ through }) => through.length === 1)
    const kept = from.filter(({ through }) => through.length > 1)
    const others = [
      ...new Set(kept.flatMap(({ through }) => through.filter((name) => name !== group))),
    ]
    return [
      ...(lost.length > 0 ? [`Loses on ${title}: ${names(lost)}`] : []),
      ...(kept.length > 0
        ? [`Keeps on ${title} through ${titlesOf(access.groups, others)}: ${names(kept)}`]
        : []),
    ]
  })
  return lines.length > 0 ? lines : [`${person} loses no access: this group grants nothing now.`]
}

const names = (scopes: readonly { readonly scope: string }[]): string =>
  scopes.map(({ scope }) => scope).join(', ')
