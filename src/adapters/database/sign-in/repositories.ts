/** Everything that signing in keeps, over one connection or transaction. */
import { sql } from 'kysely'
import type { SignInRepositories } from '../../../application/sign-in/ports.ts'
import type { Database } from '../pool.ts'
import { challengeRepository, flowRepository } from './challenges.ts'
import { identityProviderRepository, identityRepository } from './identities.ts'
import { linkRepository } from './links.ts'
import { passkeyRepository } from './passkeys.ts'
import { sessionRepository } from './sessions.ts'

export const signInRepositories = (db: Database): SignInRepositories => ({
  sessions: sessionRepository(db),
  passkeys: passkeyRepository(db),
  challenges: challengeRepository(db),
  links: linkRepository(db),
  providers: identityProviderRepository(db),
  identities: identityRepository(db),
  flows: flowRepository(db),
  async adminsWithAWayIn() {
    const { rows } = await sql<{ id: string }>`
      select id from principal where role = 'admin' and state = 'active' and (
        exists (select from passkey where principal_id = principal.id)
        or exists (
          select from federated_identity f join identity_provider p on p.id = f.provider_id
          where f.principal_id = principal.id and p.enabled))`.execute(db)
    return rows.map(({ id }) => id)
  },
})
