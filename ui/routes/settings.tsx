/** Settings: organisation, sign-in, AI clients, notifications, vault, about. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function SettingsPage() {
  return (
    <Page title="Settings" text="Of the organisation and of this installation.">
      <SkeletonRows />
    </Page>
  )
}
