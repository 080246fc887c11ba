/** All connections: which portals, in which state. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function ConnectionsPage() {
  return (
    <Page title="Connections" text="The HubSpot portals that Hubward speaks to.">
      <SkeletonRows />
    </Page>
  )
}
