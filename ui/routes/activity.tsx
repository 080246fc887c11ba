/** The audit as a filterable list, newest first. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function ActivityPage() {
  return (
    <Page title="Activity" text="Every call and every change, as it was recorded.">
      <SkeletonRows />
    </Page>
  )
}
