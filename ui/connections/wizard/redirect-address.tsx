/** The address that HubSpot leads back to, to be put into the app's configuration letter for letter. */
import { useSession } from '../../api/session.ts'
import { CopyBlock } from '../../parts/copy.tsx'

export const useRedirectAddress = (): string =>
  `${useSession().publicUrl.replace(/\/$/, '')}/connections/oauth-callback`

export const RedirectAddress = () => (
  <CopyBlock label="redirect URL" text={useRedirectAddress()} wrap />
)
