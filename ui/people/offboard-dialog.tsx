/** Ends all access of a member or a service account at once, after showing what that is. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { forget, queryClient } from '../api/queries.ts'
import { refusalOf } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { say } from '../parts/toast.tsx'
import type { Person } from './use-person.ts'

type Preview = Answer<'POST /api/v1/members/{member}/removal-preview'>

interface OffboardProps {
  readonly person: Person
  /** From the press on, and until a refusal: what the page asks about them is asked no more. */
  readonly leaving: boolean
  readonly onLeaving: (leaving: boolean) => void
  readonly onDone: () => Promise<void>
  readonly onClose: () => void
}

export function OffboardDialog({ person, leaving, onLeaving, onDone, onClose }: OffboardProps) {
  const { data, error } = useQuery({
    queryKey: ['principals', 'removal-preview', person.id],
    queryFn: () => previewOf(person),
    staleTime: 0,
    enabled: !leaving,
  })
  const end = async (): Promise<void> => {
    onLeaving(true)
    try {
      await remove(person)
    } catch (thrown) {
      onLeaving(false)
      throw thrown
    }
    // The page of who is gone is left first: it would ask for them once more.
    await onDone()
    say(`All access of ${person.name} has ended`)
    await forget(queryClient, TOPICS)
  }
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
      text="This happens at once. A call that is under way may still finish; the next one is refused. What they did stays in the audit."
      consequences={consequencesOf(data)}
      action={person.kind === 'member' ? 'End all access' : 'Remove account'}
      onConfirm={end}
    />
  )
}

/** What is asked about people and what is theirs. */
const TOPICS = [
  'members',
  'service-accounts',
  'principals',
  'keys',
  'groups',
  'sessions',
  'authorisations',
  'passkeys',
  'identities',
  'invitations',
  'access-requests',
] as const

const remove = ({ kind, id }: Person): Promise<unknown> =>
  kind === 'member'
    ? api('DELETE /api/v1/members/{member}', { params: { member: id } })
    : api('DELETE /api/v1/service-accounts/{serviceAccount}', { params: { serviceAccount: id } })

const previewOf = (person: Person): Promise<Preview> =>
  person.kind === 'member'
    ? api('POST /api/v1/members/{member}/removal-preview', { params: { member: person.id } })
    : api('POST /api/v1/service-accounts/{serviceAccount}/removal-preview', {
        params: { serviceAccount: person.id },
      })

export function consequencesOf(preview: Preview): readonly ReactNode[] {
  const { groups, connections, keys, sessions, passkeys, authorisations } = preview
  const { identities, invitations, requests } = preview
  return [
    ...connections.map(({ title, scopes }) => (
      <>
        Loses <span className="font-medium">{title}</span>: {scopes.join(', ')}
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
    ...(passkeys > 0 ? [`${count(passkeys, 'passkey')} ${opens(passkeys)} nothing any more`] : []),
    ...(identities > 0
      ? [
          `${count(identities, 'sign-in')} at an identity provider ${opens(identities)} nothing here any more`,
        ]
      : []),
    ...(invitations > 0 ? [`${count(invitations, 'open invitation')} ${ends(invitations)}`] : []),
    ...(requests.withdrawn > 0
      ? [
          `${count(requests.withdrawn, 'request')} for access ${requests.withdrawn === 1 ? 'is' : 'are'} withdrawn`,
        ]
      : []),
    ...(requests.givenBack > 0
      ? [
          `What ${count(requests.givenBack, 'request')} for access gave inside a portal is given back`,
        ]
      : []),
    'They can be added again later, as somebody new.',
  ]
}

const count = (many: number, word: string): string => `${many} ${many === 1 ? word : `${word}s`}`
const ends = (many: number): string => (many === 1 ? 'ends' : 'end')
const opens = (many: number): string => (many === 1 ? 'opens' : 'open')
