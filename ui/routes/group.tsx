/** One group: members, grants as a matrix, context for their AI. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function GroupPage() {
  return (
    <Page title="Group" text="Who is in it, and what they may do.">
      <SkeletonRows />
    </Page>
  )
}
