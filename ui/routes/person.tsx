/** One person or service account: effective access, keys, offboarding. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function PersonPage() {
  return (
    <Page title="Person" text="What they may do, and through which groups.">
      <SkeletonRows />
    </Page>
  )
}
