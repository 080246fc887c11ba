/** One's identities at identity providers. Absent where there is no provider to link. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask, useAct } from '../api/queries.ts'
import { refusalOf } from '../api/refusal.ts'
import { useSession } from '../api/session.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { RelativeTime } from '../parts/time.tsx'
import { say } from '../parts/toast.tsx'
import { goToProvider } from '../sign-in/provider.ts'

type Identity = Item<'GET /api/v1/identities'>

export function Identities() {
  const { providers } = useSession()
  const { data } = useQuery({ ...ask('GET /api/v1/identities'), throwOnError: true })
  const [removing, setRemoving] = useState<Identity>()
  const remove = useAct('DELETE /api/v1/identities/{identity}', { done: 'Unlinked', quiet: true })
  if (providers.length === 0 && (data === undefined || data.items.length === 0)) return null

  const linked = new Set(data?.items.map(({ provider }) => provider.id))
  const link = (provider: string): void =>
    void goToProvider({ provider, purpose: 'link', returnTo: '/account' }).catch(
      (thrown: unknown) => say(refusalOf(thrown).message, { tone: 'bad' }),
    )
  return (
    <Card flush title="Identity providers" text="Other ways in, kept by somebody else.">
      {data === undefined ? (
        <SkeletonRows rows={1} />
      ) : (
        <List label="Identity providers">
          {data.items.map((identity) => (
            <ListRow
              key={identity.id}
              icon="shield"
              title={identity.provider.name}
              text={
                <>
                  {identity.email}, last used <RelativeTime at={identity.usedAt} />
                </>
              }
              actions={
                <IconButton
                  icon="trash"
                  size="small"
                  label={`Unlink ${identity.provider.name}`}
                  onClick={() => setRemoving(identity)}
                />
              }
            />
          ))}
          {providers
            .filter(({ id }) => !linked.has(id))
            .map(({ id, name }) => (
              <ListRow
                key={id}
                icon="shield"
                title={name}
                text="Not linked"
                actions={
                  <Button size="small" onClick={() => link(id)}>
                    Link
                  </Button>
                }
              />
            ))}
        </List>
      )}
      <ConfirmDialog
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={`Unlink ${removing?.provider.name}?`}
        consequences={['It opens Hubward for you no more. Your account there stays as it is.']}
        action="Unlink"
        onConfirm={async () => {
          if (removing) await remove.mutateAsync({ params: { identity: removing.id } })
        }}
      />
    </Card>
  )
}
