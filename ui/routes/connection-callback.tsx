/** Finishes an OAuth connection when HubSpot sends the browser back. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function ConnectionCallbackPage() {
  return (
    <Page title="Connecting" text="HubSpot has answered; one moment.">
      <SkeletonRows />
    </Page>
  )
}
