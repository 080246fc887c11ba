/** One event of the audit with its decision chain. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function EventPage() {
  return (
    <Page title="Event" text="What was asked, what was decided, and why.">
      <SkeletonRows />
    </Page>
  )
}
