/** Every route of the admin API: one file per resource, one line each here. */
import type { AdminRoute } from '../route.ts'
import { auditRoutes } from './audit.ts'
import { authorisationRoutes } from './authorisations.ts'
import { checkRoutes } from './checks.ts'
import { connectionRoutes } from './connections.ts'
import { credentialRoutes } from './credentials.ts'
import { doctorRoutes } from './doctor.ts'
import { explainRoutes } from './explain.ts'
import { groupRoutes } from './groups.ts'
import { healthRoutes } from './health.ts'
import { identityProviderRoutes } from './identity-providers.ts'
import { intakeRoutes } from './intakes.ts'
import { keyRoutes } from './keys.ts'
import { noticeChannelRoutes } from './notice-channels.ts'
import { noticeRoutes } from './notices.ts'
import { organisationRoutes } from './organisation.ts'
import { overviewRoutes } from './overview.ts'
import { portalPeopleRoutes } from './people.ts'
import { principalRoutes } from './principals.ts'
import { provisioningRoutes } from './provisioning.ts'
import { accessRequestRoutes } from './access-requests.ts'
import { resolveRoutes } from './resolve.ts'
import { reviewRoutes } from './reviews.ts'
import { rotationRoutes } from './rotation.ts'
import { savedFilterRoutes } from './saved-filters.ts'
import { settingsRoutes } from './settings.ts'
import { sessionRoutes } from './sessions.ts'
import { signInRoutes } from './sign-in.ts'
import { vaultRoutes } from './vault.ts'
import { wayInRoutes } from './ways-in.ts'

export const ROUTES: readonly AdminRoute[] = [
  ...sessionRoutes,
  ...signInRoutes,
  ...wayInRoutes,
  ...identityProviderRoutes,
  ...organisationRoutes,
  ...principalRoutes,
  ...connectionRoutes,
  ...rotationRoutes,
  ...healthRoutes,
  ...intakeRoutes,
  ...checkRoutes,
  ...portalPeopleRoutes,
  ...provisioningRoutes,
  ...reviewRoutes,
  ...accessRequestRoutes,
  ...groupRoutes,
  ...keyRoutes,
  ...auditRoutes,
  ...authorisationRoutes,
  ...explainRoutes,
  ...resolveRoutes,
  ...savedFilterRoutes,
  ...overviewRoutes,
  ...credentialRoutes,
  ...settingsRoutes,
  ...vaultRoutes,
  ...noticeRoutes,
  ...noticeChannelRoutes,
  ...doctorRoutes,
]
