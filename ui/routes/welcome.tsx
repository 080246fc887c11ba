/** One-time links: the first admin's, and invitations. The token is in the fragment and goes out in a body only. */
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import type { Refusal } from '../api/refusal.ts'
import { ButtonLink } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Loading, Skeleton } from '../parts/skeleton.tsx'
import { Door } from '../sign-in/door.tsx'
import { FirstAdmin } from '../sign-in/first-admin.tsx'
import { Invitation } from '../sign-in/invitation.tsx'

type Opened = Answer<'POST /api/v1/welcome/open'>

export default function WelcomePage() {
  // Of the router: another link in the same window changes the fragment alone.
  const token = useLocation({ select: ({ hash }) => hash })
  const { data: link, error } = useQuery<Opened, Refusal>({
    queryKey: ['welcome', token],
    queryFn: () => api('POST /api/v1/welcome/open', { body: { token } }),
    enabled: token !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (token === '' || error)
    return (
      <Door
        title="This link cannot be used"
        foot="A new one: from the admin who invited you, or from the machine on which Hubward runs."
      >
        <Callout tone="bad" alert>
          {error?.message ?? 'The address is not complete: what stands after the # is missing.'}
        </Callout>
        <ButtonLink to="/sign-in">I can sign in already</ButtonLink>
      </Door>
    )
  if (!link)
    return (
      <Door title="Welcome">
        <Loading>
          <Skeleton className="h-44" />
        </Loading>
      </Door>
    )
  return link.kind === 'first_admin' ? (
    <FirstAdmin key={token} token={token} link={link} />
  ) : (
    <Invitation key={token} token={token} link={link} />
  )
}
