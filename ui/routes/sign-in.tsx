/** Signing in: passkey first, identity providers below. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function SignInPage() {
  return (
    <Page title="Sign in" text="With your passkey or your identity provider.">
      <SkeletonRows />
    </Page>
  )
}
