/** The one row that says how clients may come in. */
import type { OAuthSettingsRepository } from '../../../application/authorisation/ports.ts'
import type { Database } from '../pool.ts'

export function oauthSettingsRepository(db: Database): OAuthSettingsRepository {
  return {
    get: async () => {
      const found = await db
        .selectFrom('oauth_settings')
        .select('dynamic_registration as dynamicRegistration')
        .executeTakeFirst()
      return found ?? { dynamicRegistration: false }
    },
    set: async ({ dynamicRegistration }) => {
      await db
        .updateTable('oauth_settings')
        .set({ dynamic_registration: dynamicRegistration })
        .execute()
    },
  }
}
