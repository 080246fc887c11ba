/** Steps that connect an AI client, with a live check for its first call. */
import { Page } from '../parts/page.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'

export default function ConnectYourAiPage() {
  return (
    <Page
      title="Connect your AI"
      text="Add one address to Claude, Cursor, ChatGPT or your own code."
    >
      <SkeletonRows />
    </Page>
  )
}
