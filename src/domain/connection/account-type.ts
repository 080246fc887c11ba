/** HubSpot's kinds of account, as people say them. */
import type { AccountType } from './connection.ts'

export const ACCOUNT_TYPE_WORDS: Readonly<Record<AccountType, string>> = {
  STANDARD: 'Standard account',
  DEVELOPER_TEST: 'Developer test account',
  SANDBOX: 'Sandbox',
  APP_DEVELOPER: 'App developer account',
}

/** For a kind that was stored as text; one that nobody knows yet stays HubSpot's own word. */
export const accountTypeInWords = (type: string): string =>
  Object.entries(ACCOUNT_TYPE_WORDS).find(([known]) => known === type)?.[1] ?? type
