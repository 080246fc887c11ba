/** AI clients: which people let in, cutting one off, and whether unknown ones may register themselves. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask, useAct } from '../api/queries.ts'
import { useMay, useSession } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, ButtonLink } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Switch } from '../parts/choice.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { Day, RelativeTime } from '../parts/time.tsx'

type Authorisation = Item<'GET /api/v1/authorisations'>

const EVERYBODY = { query: { principal: '*' } } as const

export function ClientsTab() {
  const { data } = useQuery({ ...ask('GET /api/v1/authorisations', EVERYBODY), throwOnError: true })
  const { person } = useSession()
  const maySecure = useMay('secure')
  const [ending, setEnding] = useState<Authorisation>()
  const [ended, setEnded] = useState(false)
  const revoke = useAct('DELETE /api/v1/authorisations/{authorisation}', {
    done: 'Cut off',
    quiet: true,
  })
  const columns = useMemo(
    () => columnsWith((one) => maySecure || one.principal.id === person.id, setEnding),
    [maySecure, person.id],
  )
  const live = data?.items.filter(({ state }) => state === 'live')
  const shown = ended ? data?.items : live
  const over = (data?.items.length ?? 0) - (live?.length ?? 0)
  return (
    <div className="flex flex-col gap-6">
      <Registration />
      <Card
        flush
        title="Clients that were let in"
        text="Each acts in one person’s name, with what that person’s groups may do."
        actions={
          over > 0 && (
            <Button size="small" aria-pressed={ended} onClick={() => setEnded(!ended)}>
              {ended ? 'Only live ones' : `Show ${over} ended`}
            </Button>
          )
        }
      >
        <Table
          label="AI clients"
          columns={columns}
          rows={shown}
          rowId={({ id }) => id}
          sortedBy={{ id: 'used', desc: true }}
          empty={
            <EmptyState
              drawing="ai"
              title="No AI client has been let in"
              actions={<ButtonLink to="/connect-your-ai">Connect your AI</ButtonLink>}
            >
              Whoever adds Hubward’s address to Claude, Cursor or another client is asked here
              first.
            </EmptyState>
          }
        />
      </Card>
      <ConfirmDialog
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={`Cut ${ending?.client.name} of ${ending?.principal.name} off?`}
        consequences={[
          'It can do nothing more in their name within a second.',
          'To come back it must ask them again.',
        ]}
        action="Cut off"
        onConfirm={() => revoke.mutateAsync({ params: { authorisation: ending?.id ?? '' } })}
      />
    </div>
  )
}

const STATES = {
  live: { tone: 'good', word: 'live' },
  expired: { tone: 'plain', word: 'expired' },
  revoked: { tone: 'warn', word: 'cut off' },
} as const

const COLUMNS: readonly Column<Authorisation>[] = [
  {
    id: 'client',
    head: 'Client',
    card: 'title',
    sort: ({ client }) => client.name,
    cell: ({ client, redirectHost }) => (
      <>
        <span className="font-medium">{client.name}</span>
        <span className="block text-[0.8125rem] text-faint">{client.host ?? redirectHost}</span>
      </>
    ),
  },
  {
    id: 'person',
    head: 'Acts for',
    sort: ({ principal }) => principal.name,
    cell: ({ principal }) => principal.name,
  },
  {
    id: 'access',
    head: 'May',
    cell: ({ access, resource }) => (
      <span className="flex flex-wrap gap-1.5">
        <Badge tone={access === 'write' ? 'warn' : 'plain'}>
          {access === 'write' ? 'read and change' : 'read'}
        </Badge>
        {resource === 'hubspot' && <Badge>HubSpot API</Badge>}
      </span>
    ),
  },
  {
    id: 'state',
    head: 'State',
    cell: ({ state, endedBecause, expiresAt }) => (
      <>
        <Badge tone={STATES[state].tone}>{STATES[state].word}</Badge>
        <span className="ml-2 text-[0.8125rem] text-faint">
          {endedBecause ?? (
            <>
              until <Day at={expiresAt} />
            </>
          )}
        </span>
      </>
    ),
  },
  {
    id: 'used',
    head: 'Last used',
    sort: ({ lastUsedAt }) => lastUsedAt,
    cell: ({ lastUsedAt }) => <RelativeTime at={lastUsedAt} />,
  },
]

const columnsWith = (
  mayEnd: (one: Authorisation) => boolean,
  onEnd: (one: Authorisation) => void,
): readonly Column<Authorisation>[] => [
  ...COLUMNS,
  {
    id: 'acts',
    head: 'Actions',
    align: 'right',
    card: 'bare',
    cell: (one) =>
      one.state === 'live' &&
      mayEnd(one) && (
        <Button size="small" onClick={() => onEnd(one)}>
          Cut off
          <span className="sr-only">
            {' '}
            {one.client.name} of {one.principal.name}
          </span>
        </Button>
      ),
  },
]

/** What the switch means stands beside it: it opens a door to strangers. */
function Registration() {
  const { data } = useQuery({ ...ask('GET /api/v1/oauth-settings'), throwOnError: true })
  const maySecure = useMay('secure')
  const set = useAct('PUT /api/v1/oauth-settings', {
    done: ({ dynamicRegistration }) =>
      dynamicRegistration ? 'Clients may register themselves' : 'Only published clients may ask',
  })
  return (
    <Card title="Who may ask to be let in">
      {data === undefined ? (
        <Skeleton className="h-11" />
      ) : (
        <>
          <Switch
            checked={data.dynamicRegistration}
            disabled={!maySecure}
            onChange={(dynamicRegistration) => set.mutate({ body: { dynamicRegistration } })}
            label="Clients without a published identity may register themselves"
            hint="Older clients need it (RFC 7591). Nobody vouches for a name that registers itself, so people are warned when they are asked. Switched off, only clients that publish who they are on their own host may ask. Those that were let in stay, either way."
          />
          {!maySecure && (
            <p className="mt-3 text-[0.8125rem] text-faint">
              Admins and security admins decide this.
            </p>
          )}
        </>
      )}
    </Card>
  )
}
