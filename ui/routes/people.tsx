/** Members, service accounts and open invitations. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function PeoplePage() {
  return (
    <Page title="People" text="Everybody and everything that holds a key or signs in.">
      <SkeletonRows />
    </Page>
  )
}
