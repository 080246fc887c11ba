/** Invitations that can still be used: for whom, by whom, until when; and ending one. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button, LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { RelativeTime } from '../parts/time.tsx'

type Invitation = Item<'GET /api/v1/invitations'>

export function InvitationsTab() {
  const { data } = useQuery({ ...ask('GET /api/v1/invitations'), throwOnError: true })
  const maySecure = useMay('secure')
  const [ending, setEnding] = useState<Invitation>()
  const revoke = useAct('DELETE /api/v1/invitations/{invitation}', {
    done: 'Invitation ended',
    quiet: true,
  })
  const columns = useMemo(
    (): readonly Column<Invitation>[] => (maySecure ? [...COLUMNS, end(setEnding)] : COLUMNS),
    [maySecure],
  )
  return (
    <Card flush>
      <Table
        label="Invitations"
        columns={columns}
        rows={data?.items}
        rowId={({ id }) => id}
        sortedBy={{ id: 'expires' }}
        empty={
          <EmptyState drawing="calm" title="No open invitations">
            Whoever is invited gets a link that works once and for seven days. Here stand those that
            were not used yet.
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={`End the invitation of ${ending?.member.name}?`}
        consequences={[
          'Its link opens nothing any more, at once.',
          `${ending?.member.name} stays a member. Invite them again from their page.`,
        ]}
        action="End invitation"
        onConfirm={async () => {
          if (ending) await revoke.mutateAsync({ params: { invitation: ending.id } })
        }}
      />
    </Card>
  )
}

const COLUMNS: readonly Column<Invitation>[] = [
  {
    id: 'member',
    head: 'For',
    card: 'title',
    sort: ({ member }) => member.name,
    cell: ({ member }) => (
      <span className="block">
        <Link to="/people/$id" params={{ id: member.id }} className={`${LINK} font-medium`}>
          {member.name}
        </Link>
        <span className="block text-[0.8125rem] font-normal text-faint">{member.email}</span>
      </span>
    ),
  },
  {
    id: 'by',
    head: 'Invited by',
    sort: ({ invitedBy }) => invitedBy,
    cell: (one) => one.invitedBy,
  },
  {
    id: 'expires',
    head: 'Ends',
    sort: ({ expiresAt }) => expiresAt,
    cell: ({ expiresAt }) => <RelativeTime at={expiresAt} />,
  },
]

const end = (onEnd: (invitation: Invitation) => void): Column<Invitation> => ({
  id: 'end',
  head: 'Actions',
  align: 'right',
  card: 'bare',
  cell: (invitation) => (
    <Button size="small" look="quiet" onClick={() => onEnd(invitation)}>
      End<span className="sr-only"> the invitation of {invitation.member.name}</span>
    </Button>
  ),
})
