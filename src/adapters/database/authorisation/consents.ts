/** Questions to people, each good for one answer. */
import type { ConsentRepository, ConsentRequest } from '../../../application/authorisation/ports.ts'
import type { Database } from '../pool.ts'

export function consentRepository(db: Database): ConsentRepository {
  const one = (uidHash: string) =>
    db.selectFrom('consent_request').selectAll().where('uid_hash', '=', uidHash)
  return {
    get: async (uidHash) => requestOf(await one(uidHash).executeTakeFirst()),
    getForUpdate: async (uidHash) => requestOf(await one(uidHash).forUpdate().executeTakeFirst()),
    insert: async (request) => {
      await db.deleteFrom('consent_request').where('expires_at', '<', request.createdAt).execute()
      await db
        .insertInto('consent_request')
        .values({
          uid_hash: request.uidHash,
          browser_hash: request.browserHash,
          request: JSON.stringify(request.question),
          created_at: request.createdAt,
          expires_at: request.expiresAt,
        })
        .execute()
    },
    answer: async (uidHash, { at, principalId, authorisationId }) => {
      await db
        .updateTable('consent_request')
        .set({ answered_at: at, answered_by: principalId, authorisation_id: authorisationId })
        .where('uid_hash', '=', uidHash)
        .execute()
    },
  }
}

interface Stored {
  readonly uid_hash: string
  readonly browser_hash: string
  readonly request: ConsentRequest['question']
  readonly created_at: Date
  readonly expires_at: Date
  readonly answered_at: Date | null
  readonly answered_by: string | null
  readonly authorisation_id: string | null
}

const requestOf = (found: Stored | undefined): ConsentRequest | undefined =>
  found && {
    uidHash: found.uid_hash,
    browserHash: found.browser_hash,
    question: found.request,
    createdAt: found.created_at,
    expiresAt: found.expires_at,
    answer:
      found.answered_at && found.answered_by !== null
        ? {
            at: found.answered_at,
            principalId: found.answered_by,
            authorisationId: found.authorisation_id,
          }
        : null,
  }
