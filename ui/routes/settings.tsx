/** Settings: the organisation, how people and AI clients come in, the vault's keys, this installation. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMay } from '../api/session.ts'
import { ButtonLink } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'
import { Tabs, type Tab } from '../parts/tabs.tsx'
import { AboutTab } from '../settings/about-tab.tsx'
import { ClientsTab } from '../settings/clients-tab.tsx'
import { NotificationsTab } from '../settings/notifications-tab.tsx'
import { DoctorTab } from '../settings/doctor-tab.tsx'
import { OrganisationTab } from '../settings/organisation-tab.tsx'
import { SessionsTab } from '../settings/sessions-tab.tsx'
import { SignInTab } from '../settings/sign-in-tab.tsx'
import { VaultTab } from '../settings/vault-tab.tsx'

const route = getRouteApi('/app/settings')

const TABS = [
  { value: 'organisation', label: 'Organisation', content: <OrganisationTab /> },
  { value: 'sign-in', label: 'Sign-in', content: <SignInTab /> },
  { value: 'ai-clients', label: 'AI clients', content: <ClientsTab /> },
  { value: 'notifications', label: 'Notifications', content: <NotificationsTab /> },
  { value: 'sessions', label: 'Sessions', content: <SessionsTab /> },
  { value: 'vault', label: 'Vault', content: <VaultTab /> },
  { value: 'doctor', label: 'Doctor', content: <DoctorTab /> },
  { value: 'about', label: 'About', content: <AboutTab /> },
] as const satisfies readonly Tab<string>[]

export default function SettingsPage() {
  const { tab = 'organisation' } = route.useSearch()
  const navigate = useNavigate({ from: '/settings' })
  if (!useMay('read'))
    return (
      <Page title="Settings">
        <EmptyState
          drawing="gate"
          title="Settings are for those who run Hubward"
          actions={<ButtonLink to="/account">My account</ButtonLink>}
        >
          Your own passkeys, sessions and AI clients stand in your account.
        </EmptyState>
      </Page>
    )
  return (
    <Page title="Settings">
      <Tabs
        label="Settings"
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next }, replace: true })}
        tabs={TABS}
      />
    </Page>
  )
}
