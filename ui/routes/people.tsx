/** Members, service accounts and open invitations. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button } from '../parts/button.tsx'
import { Page } from '../parts/page.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { AccountsTab } from '../people/accounts-tab.tsx'
import { CreateAccount } from '../people/create-account.tsx'
import { InvitationsTab } from '../people/invitations-tab.tsx'
import { InviteDialog } from '../people/invite-dialog.tsx'
import { MembersTab } from '../people/members-tab.tsx'

const route = getRouteApi('/app/people')

export default function PeoplePage() {
  const { tab = 'members' } = route.useSearch()
  const navigate = useNavigate({ from: '/people' })
  const mayChange = useMay('change')
  const [making, setMaking] = useState<'member' | 'account'>()
  const members = useQuery(ask('GET /api/v1/members'))
  const accounts = useQuery(ask('GET /api/v1/service-accounts'))
  const invitations = useQuery(ask('GET /api/v1/invitations'))
  const newAccount = mayChange && (
    <Button look="primary" icon="plus" onClick={() => setMaking('account')}>
      New service account
    </Button>
  )
  const action =
    tab === 'service-accounts'
      ? (accounts.data?.items.length ?? 0) > 0 && newAccount
      : mayChange && (
          <Button look="primary" icon="plus" onClick={() => setMaking('member')}>
            Invite somebody
          </Button>
        )
  return (
    <Page
      title="People"
      text="Everybody and everything that signs in or holds a key."
      actions={action}
    >
      <Tabs
        label="People"
        value={tab}
        onChange={(to) =>
          void navigate({ search: to === 'members' ? {} : { tab: to }, replace: true }).catch(
            () => undefined,
          )
        }
        tabs={[
          {
            value: 'members',
            label: 'Members',
            count: members.data?.items.length,
            content: <MembersTab />,
          },
          {
            value: 'service-accounts',
            label: 'Service accounts',
            count: accounts.data?.items.length,
            content: <AccountsTab create={newAccount} />,
          },
          {
            value: 'invitations',
            label: 'Invitations',
            count: invitations.data?.items.length,
            content: <InvitationsTab />,
          },
        ]}
      />
      {making === 'member' && <InviteDialog onClose={() => setMaking(undefined)} />}
      {making === 'account' && <CreateAccount onClose={() => setMaking(undefined)} />}
    </Page>
  )
}
