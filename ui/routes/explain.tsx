/** Explain: a person, an action, the chain of decisions, and the way to mend a broken link. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function ExplainPage() {
  return (
    <Page title="Explain" text="Pick a person and an action, and see why it is let through or not.">
      <SkeletonRows />
    </Page>
  )
}
