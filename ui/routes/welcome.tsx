/** The first admin's link, and invitations. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function WelcomePage() {
  return (
    <Page title="Welcome" text="One moment.">
      <SkeletonRows />
    </Page>
  )
}
