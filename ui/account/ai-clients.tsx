/** AI clients that act in one's name, and cutting one off. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask, useAct } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, ButtonLink } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { List, ListRow } from '../parts/list.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { Day, RelativeTime } from '../parts/time.tsx'

type Authorisation = Item<'GET /api/v1/authorisations'>

export function AiClients() {
  const { person } = useSession()
  const { data } = useQuery({
    ...ask('GET /api/v1/authorisations', { query: { principal: person.id } }),
    throwOnError: true,
  })
  const [ending, setEnding] = useState<Authorisation>()
  const revoke = useAct('DELETE /api/v1/authorisations/{authorisation}', {
    done: 'Cut off',
    quiet: true,
  })
  const live = data?.items.filter(({ state }) => state === 'live')
  return (
    <Card
      flush
      title="AI clients"
      text="They act in your name, with what your groups may do."
      actions={
        <ButtonLink to="/connect-your-ai" size="small" icon="plus">
          Connect one
        </ButtonLink>
      }
    >
      {live === undefined ? (
        <SkeletonRows rows={2} />
      ) : live.length === 0 ? (
        <p className="px-5 py-6 text-soft">
          None yet. Add Hubward’s address to one, and it asks you here.
        </p>
      ) : (
        <List label="AI clients">
          {live.map((one) => (
            <ListRow
              key={one.id}
              icon="spark"
              title={one.client.name}
              mark={
                <Badge tone={one.access === 'write' ? 'warn' : 'plain'}>
                  {one.access === 'write' ? 'reads and changes' : 'reads'}
                </Badge>
              }
              text={
                <>
                  {one.client.host ?? one.redirectHost}, let in <Day at={one.createdAt} />, last
                  used <RelativeTime at={one.lastUsedAt} />
                </>
              }
              actions={
                <Button size="small" onClick={() => setEnding(one)}>
                  End
                </Button>
              }
            />
          ))}
        </List>
      )}
      <ConfirmDialog
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={`Cut ${ending?.client.name} off?`}
        consequences={[
          'It can do nothing more in your name within a second.',
          'To come back it must ask you again.',
        ]}
        action="Cut off"
        onConfirm={async () => {
          if (ending) await revoke.mutateAsync({ params: { authorisation: ending.id } })
        }}
      />
    </Card>
  )
}
