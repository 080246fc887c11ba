/** The question whether an AI client may be let in. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function ConsentPage() {
  return (
    <Page title="Let an AI client in" text="Who asks, and what it will get.">
      <SkeletonRows />
    </Page>
  )
}
