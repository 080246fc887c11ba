/** How people get what they are told, where they chose. */
import type { Choice, ChoiceRepository } from '../../../application/notice/ports.ts'
import type { Database } from '../pool.ts'

export function choiceRepository(db: Database): ChoiceRepository {
  const all = () =>
    db.selectFrom('notice_choice').select(['principal_id', 'kind', 'in_app as inApp', 'email'])
  return {
    of: (principalId) => all().where('principal_id', '=', principalId).orderBy('kind').execute(),
    async ofKind(kind) {
      const rows = await all().where('kind', '=', kind).execute()
      return new Map(
        rows.map(({ principal_id, ...choice }): [string, Choice] => [principal_id, choice]),
      )
    },
    async set(principalId, { kind, inApp, email }) {
      await db
        .insertInto('notice_choice')
        .values({ principal_id: principalId, kind, in_app: inApp, email })
        .onConflict((clash) =>
          clash.columns(['principal_id', 'kind']).doUpdateSet({ in_app: inApp, email }),
        )
        .execute()
    },
  }
}
