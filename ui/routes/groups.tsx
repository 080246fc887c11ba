/** All groups: who is in them and what they may use. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function GroupsPage() {
  return (
    <Page title="Groups" text="People and programs that may do the same.">
      <SkeletonRows />
    </Page>
  )
}
