/** Asks before a provider goes, and names who could no longer sign in. */
import { useQuery } from '@tanstack/react-query'
import { ask, useAct } from '../api/queries.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { strandedWithout } from './stranded.ts'
import type { Provider } from './sign-in-tab.tsx'

const EVERYBODY = { query: { principal: '*' } } as const
/** More are counted. */
const NAMED = 8

export function RemoveProvider({
  provider,
  providers,
  onClose,
}: {
  provider: Provider
  providers: readonly Provider[]
  onClose: () => void
}) {
  const identities = useQuery(ask('GET /api/v1/identities', EVERYBODY)).data?.items
  const passkeys = useQuery(ask('GET /api/v1/passkeys', EVERYBODY)).data?.items
  const remove = useAct('DELETE /api/v1/identity-providers/{provider}', {
    quiet: true,
    done: `${provider.name} is removed`,
    changes: ['identities', 'sessions', 'session', 'members'],
  })
  const stranded =
    identities && passkeys && strandedWithout(provider.id, { identities, passkeys, providers })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove ${provider.name}?`}
      text="Switching it off instead keeps the links of people."
      consequences={[
        stranded === undefined ? (
          'Looking who could no longer sign in…'
        ) : stranded.length === 0 ? (
          'Everybody who came by it has another way in.'
        ) : (
          <strong
            key="s"
            className="font-medium text-bad"
          >{`Could no longer sign in: ${named(stranded)}. Invite them again for a passkey.`}</strong>
        ),
        provider.people === 1
          ? 'The link of one person is forgotten.'
          : `The links of ${provider.people} people are forgotten.`,
        'Sessions that began there end at once; their client keys and AI clients go on.',
      ]}
      action={`Remove ${provider.name}`}
      {...(stranded && stranded.length > 0 && { typed: provider.name })}
      onConfirm={() => remove.mutateAsync({ params: { provider: provider.id } })}
    />
  )
}

const named = (names: readonly string[]): string =>
  names.length <= NAMED
    ? names.join(', ')
    : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`
