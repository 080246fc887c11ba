/** Client keys of one principal: made, shown once, ended; when each was last used. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask, useAct, unlessGone } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { untilWords } from '../groups/ends.ts'
import { StatusDot } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { Day, RelativeTime } from '../parts/time.tsx'
import { ClientCredentials } from './client-credentials.tsx'
import { CreateKey } from './create-key.tsx'
import type { Person } from './use-person.ts'

type Key = Item<'GET /api/v1/keys'>

export function KeysTab({ person }: { person: Person }) {
  const { data } = useQuery({
    ...ask('GET /api/v1/keys', { query: { principal: person.id } }),
    throwOnError: unlessGone,
  })
  const maySecure = useMay('secure')
  const [making, setMaking] = useState(false)
  const [ending, setEnding] = useState<Key>()
  const revoke = useAct('DELETE /api/v1/keys/{key}', { done: 'Key ended', quiet: true })
  const columns = useMemo(
    (): readonly Column<Key>[] => (maySecure ? [...COLUMNS, end(setEnding)] : COLUMNS),
    [maySecure],
  )
  const create = maySecure && (
    <Button look="primary" size="small" icon="plus" onClick={() => setMaking(true)}>
      New key
    </Button>
  )
  return (
    <div className="flex flex-col gap-5">
      <Card
        flush
        title="Client keys"
        text="For AI clients without sign-in, scripts and SDKs. Hubward keeps a hash; nobody can read a key again."
        actions={(data?.items.length ?? 0) > 0 && create}
      >
        <Table
          label="Client keys"
          columns={columns}
          rows={data?.items}
          rowId={({ id }) => id}
          sortedBy={{ id: 'created', desc: true }}
          empty={
            <EmptyState drawing="key" title="No keys" actions={create}>
              {person.kind === 'member'
                ? 'AI clients that sign in need none. A key is for what cannot open a browser.'
                : 'A program shows its key with every call, or fetches short-lived tokens with it.'}
            </EmptyState>
          }
        />
      </Card>
      {person.kind === 'service_account' && <ClientCredentials id={person.id} />}
      {making && <CreateKey person={person} onClose={() => setMaking(false)} />}
      <ConfirmDialog
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={`End the key “${ending?.name}”?`}
        consequences={[
          'Whatever uses it is refused from its next call on.',
          ending?.lastUsedAt
            ? `It was last used ${new Date(ending.lastUsedAt).toLocaleString()}.`
            : 'It was never used.',
          'It cannot be revived; make a new one instead.',
        ]}
        action="End key"
        onConfirm={async () => {
          if (ending) await revoke.mutateAsync({ params: { key: ending.id } })
        }}
      />
    </div>
  )
}

const STATES = {
  live: <StatusDot tone="good">Live</StatusDot>,
  expired: <StatusDot tone="plain">Expired</StatusDot>,
  revoked: <StatusDot tone="plain">Ended</StatusDot>,
} as const

const COLUMNS: readonly Column<Key>[] = [
  {
    id: 'name',
    head: 'Name',
    card: 'title',
    sort: ({ name }) => name,
    cell: ({ name, id }) => (
      <span className="block">
        <span className="font-medium">{name}</span>
        <span className="block font-mono text-xs font-normal text-faint">{id}</span>
      </span>
    ),
  },
  { id: 'state', head: 'State', sort: ({ state }) => state, cell: ({ state }) => STATES[state] },
  {
    id: 'created',
    head: 'Made',
    sort: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Day at={createdAt} />,
  },
  {
    id: 'ends',
    head: 'Ends',
    sort: ({ expiresAt, revokedAt }) => revokedAt ?? expiresAt,
    cell: ({ expiresAt, revokedAt }) =>
      revokedAt === null ? untilWords(expiresAt) : <Day at={revokedAt} />,
  },
  {
    id: 'used',
    head: 'Last call',
    align: 'right',
    sort: ({ lastUsedAt }) => lastUsedAt,
    cell: ({ lastUsedAt }) => <RelativeTime at={lastUsedAt} />,
  },
]

const end = (onEnd: (key: Key) => void): Column<Key> => ({
  id: 'end',
  head: 'Actions',
  align: 'right',
  card: 'bare',
  cell: (key) =>
    key.state === 'live' && (
      <Button size="small" look="quiet" onClick={() => onEnd(key)}>
        End<span className="sr-only"> the key {key.name}</span>
      </Button>
    ),
})
