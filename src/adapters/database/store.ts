/**
 * The repositories together, and transactions over them. It holds no rule of its own but one:
 * changes run one after another.
 */
import { sql } from 'kysely'
import type { Repositories, Store } from '../../application/ports.ts'
import { jobRepository } from '../jobs/send-jobs.ts'
import { auditRepository } from './audit.ts'
import { authorisationRepository } from './authorisation/authorisations.ts'
import { consentRepository } from './authorisation/consents.ts'
import { oauthSettingsRepository } from './authorisation/oauth-settings.ts'
import { checkRepository } from './checks.ts'
import { connectionRepository } from './connections.ts'
import { slotRepository } from './credential-slots.ts'
import { grantRepository } from './grants.ts'
import { groupRepository } from './groups.ts'
import { healthRepository } from './health/health.ts'
import { intakeRepository } from './intake/intakes.ts'
import { keyRepository } from './keys.ts'
import { organisationRepository } from './organisation.ts'
import { oauthRepository } from './oauth.ts'
import { noticeRepository } from './notice/notices.ts'
import { peopleRepository } from './people/people.ts'
import type { Database } from './pool.ts'
import { principalRepository } from './principals.ts'
import { scimRepository } from './scim/resources.ts'
import { provisioningRepository } from './provisioning/provisioning.ts'
import { reviewRepository } from './review/reviews.ts'
import { requestRepository } from './requests/requests.ts'
import { secretRepository } from './secrets.ts'
import { sealedRepository } from './vault/sealed-places.ts'
import { vaultKeyRepository } from './vault/vault-keys.ts'
import { signInRepositories } from './sign-in/repositories.ts'

export function createStore(db: Database): Store {
  return {
    read: repositories(db),
    transaction: (work) =>
      db.transaction().execute(async (tx) => {
        // Every change of access raises this one number (by trigger), so changes queue on its row
        // anyway. Queueing before the first read instead of at the first write rules out
        // deadlocks, and a decision ("not the last admin") that another change makes untrue.
        await sql`select from picture_version for update`.execute(tx)
        return await work(repositories(tx))
      }),
    aside: (work) => db.transaction().execute((tx) => work(repositories(tx))),
  }
}

const repositories = (db: Database): Repositories => ({
  organisation: organisationRepository(db),
  principals: principalRepository(db),
  groups: groupRepository(db),
  grants: grantRepository(db),
  keys: keyRepository(db),
  connections: connectionRepository(db),
  secrets: secretRepository(db),
  intakes: intakeRepository(db),
  oauth: oauthRepository(db),
  slots: slotRepository(db),
  vaultKeys: vaultKeyRepository(db),
  sealed: sealedRepository(db),
  authorisations: authorisationRepository(db),
  consents: consentRepository(db),
  oauthSettings: oauthSettingsRepository(db),
  signIn: signInRepositories(db),
  health: healthRepository(db),
  audit: auditRepository(db),
  jobs: jobRepository(db),
  notices: noticeRepository(db),
  checks: checkRepository(db),
  provisioning: provisioningRepository(db),
  requests: requestRepository(db),
  people: peopleRepository(db),
  scim: scimRepository(db),
  reviews: reviewRepository(db),
})
