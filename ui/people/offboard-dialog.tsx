/** Ends all access of a member or a service account at once, after showing what that is. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { refusalOf } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import type { Person } from './use-person.ts'

type Preview = Answer<'POST /api/v1/members/{member}/removal-preview'>

interface OffboardProps {
  readonly person: Person
  readonly onDone: () => Promise<void>
  readonly onClose: () => void
}

export function OffboardDialog({ person, onDone, onClose }: OffboardProps) {
  const { data, error } = useQuery({
    queryKey: ['principals', 'removal-preview', person.id],
    queryFn: () => previewOf(person),
    staleTime: 0,
  })
  const changes = [
    'principals',
    'keys',
    'groups',
    'sessions',
    'authorisations',
    'passkeys',
    'invitations',
  ]
  const options = { changes, quiet: true, done: `All access of ${person.name} has ended` } as const
  const removeMember = useAct('DELETE /api/v1/members/{member}', options)
  const removeAccount = useAct('DELETE /api/v1/service-accounts/{serviceAccount}', options)
  const title = person.kind === 'member' ? `Offboard ${person.name}?` : `Remove ${person.name}?`
  const refused = data?.refused ?? (error ? refusalOf(error).message : undefined)

  if (refused || !data)
    return (
      <Dialog
        open
        onClose={onClose}
        title={title}
        actions={<Button onClick={onClose}>Close</Button>}
      >
        {refused ? (
          <Callout tone="bad" alert title="Not as it is now">
            {refused}
          </Callout>
        ) : (
          <SkeletonRows rows={4} />
        )}
      </Dialog>
    )
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={title}
      text="Everything below ends at once. A call that is under way may still finish; the next one is refused. What they did stays in the audit."
      consequences={consequencesOf(data)}
      action={person.kind === 'member' ? 'End all access' : 'Remove account'}
      onConfirm={async () => {
        await (person.kind === 'member'
          ? removeMember.mutateAsync({ params: { member: person.id } })
          : removeAccount.mutateAsync({ params: { serviceAccount: person.id } }))
        await onDone()
      }}
    />
  )
}

const previewOf = (person: Person): Promise<Preview> =>
  person.kind === 'member'
    ? api('POST /api/v1/members/{member}/removal-preview', { params: { member: person.id } })
    : api('POST /api/v1/service-accounts/{serviceAccount}/removal-preview', {
        params: { serviceAccount: person.id },
      })

export function consequencesOf(preview: Preview): readonly ReactNode[] {
  const { groups, connections, keys, sessions, passkeys, authorisations } = preview
  return [
    ...connections.map(({ name, scopes }) => (
      <>
        Loses <span className="font-medium">{name}</span>: {scopes.join(', ')}
      </>
    )),
    ...(groups.length > 0
      ? [`Leaves ${count(groups.length, 'group')}: ${groups.map(({ title }) => title).join(', ')}`]
      : []),
    ...(keys.length > 0
      ? [
          `${count(keys.length, 'client key')} ${ends(keys.length)}: ${keys.map(({ name }) => name).join(', ')}`,
        ]
      : []),
    ...(authorisations > 0
      ? [`${count(authorisations, 'AI client')} ${authorisations === 1 ? 'is' : 'are'} cut off`]
      : []),
    ...(sessions > 0 ? [`${count(sessions, 'browser session')} ${ends(sessions)}`] : []),
    ...(passkeys > 0
      ? [`${count(passkeys, 'passkey')} ${passkeys === 1 ? 'opens' : 'open'} nothing any more`]
      : []),
    'They can be added again later, as somebody new.',
  ]
}

const count = (many: number, word: string): string => `${many} ${many === 1 ? word : `${word}s`}`
const ends = (many: number): string => (many === 1 ? 'ends' : 'end')
