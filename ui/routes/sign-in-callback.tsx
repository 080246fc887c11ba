/** Where an identity provider sends the browser back. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function SignInCallbackPage() {
  return (
    <Page title="Signing in" text="One moment.">
      <SkeletonRows />
    </Page>
  )
}
