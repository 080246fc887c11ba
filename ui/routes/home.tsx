/** Home: whether the connections are healthy, what needs somebody, and what was done today. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function HomePage() {
  return (
    <Page title="Home" text="How your connections do, and what needs you.">
      <SkeletonRows />
    </Page>
  )
}
