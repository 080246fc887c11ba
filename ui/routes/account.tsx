/** One's own account: passkeys, sessions, AI clients, theme. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function AccountPage() {
  return (
    <Page title="My account" text="Your ways in, and where you are signed in.">
      <SkeletonRows />
    </Page>
  )
}
