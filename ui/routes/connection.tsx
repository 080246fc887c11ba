/** One connection: health, scopes, credential, and pausing or ending it. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function ConnectionPage() {
  return (
    <Page title="Connection" text="State, scopes and credential of one portal.">
      <SkeletonRows />
    </Page>
  )
}
