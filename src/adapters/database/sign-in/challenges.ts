/** What is under way and answered once: WebAuthn challenges, and visits to identity providers. */
import type { ChallengeRepository, FlowRepository } from '../../../application/sign-in/ports.ts'
import type { Database } from '../pool.ts'
import { bytes, sealedColumns, sealedValue } from '../sealed-columns.ts'

export function challengeRepository(db: Database): ChallengeRepository {
  return {
    async insert(challenge) {
      const { createdAt, expiresAt } = challenge
      await db.deleteFrom('sign_in_challenge').where('expires_at', '<', createdAt).execute()
      await db
        .insertInto('sign_in_challenge')
        .values({
          challenge_hash: bytes(challenge.hash),
          purpose: challenge.purpose,
          bound_to: challenge.boundTo,
          remembered: JSON.stringify(challenge.remembered),
          created_at: createdAt,
          expires_at: expiresAt,
        })
        .execute()
    },
    async take(hash, purpose) {
      const taken = await db
        .deleteFrom('sign_in_challenge')
        .where('challenge_hash', '=', bytes(hash))
        .where('purpose', '=', purpose)
        .returningAll()
        .executeTakeFirst()
      return (
        taken && {
          hash,
          purpose,
          boundTo: taken.bound_to,
          remembered: taken.remembered,
          createdAt: taken.created_at,
          expiresAt: taken.expires_at,
        }
      )
    },
  }
}

export function flowRepository(db: Database): FlowRepository {
  return {
    async insert(flow) {
      await db.deleteFrom('oidc_flow').where('expires_at', '<', flow.createdAt).execute()
      await db
        .insertInto('oidc_flow')
        .values({
          state_hash: bytes(flow.stateHash),
          browser_hash: bytes(flow.browserHash),
          id: flow.id,
          provider_id: flow.providerId,
          purpose: flow.purpose,
          session_id: flow.sessionId,
          link_hash: flow.linkHash,
          return_to: flow.returnTo,
          nonce: flow.nonce,
          created_at: flow.createdAt,
          expires_at: flow.expiresAt,
          ...sealedColumns(flow.verifier),
        })
        .execute()
    },
    async take(stateHash, browserHash) {
      const taken = await db
        .deleteFrom('oidc_flow')
        .where('state_hash', '=', bytes(stateHash))
        .where('browser_hash', '=', bytes(browserHash))
        .returningAll()
        .executeTakeFirst()
      return (
        taken && {
          id: taken.id,
          stateHash,
          browserHash,
          providerId: taken.provider_id,
          purpose: taken.purpose,
          sessionId: taken.session_id,
          linkHash: taken.link_hash,
          returnTo: taken.return_to,
          nonce: taken.nonce,
          verifier: sealedValue(taken),
          createdAt: taken.created_at,
          expiresAt: taken.expires_at,
        }
      )
    },
  }
}
