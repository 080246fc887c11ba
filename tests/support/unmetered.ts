import type { AccountReader, HubSpotAccounts } from '../../src/application/connection/ports.ts'

/** Accounts where nothing else uses the allowance, so that none is kept. */
export const unmetered = (reader: AccountReader): HubSpotAccounts => ({
  operatorOrigin: reader.operatorOrigin,
  read: (presented) => reader.read(presented),
  reserve: async () => ({ read: reader.read, end: () => undefined }),
})
