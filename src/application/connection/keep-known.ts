import type { Connection } from '../../domain/connection/connection.ts'
import type { AccountReading, Unheard } from './ports.ts'

const PARTS = {
  account: ['portalName', 'accountType', 'hublet', 'uiDomain', 'timeZone'],
  holder: ['hubspotScopes', 'hubspotUserId', 'hubspotAppId'],
  customObjectTypes: ['customObjectTypes'],
} as const satisfies Record<Unheard, readonly (keyof AccountReading)[]>

type Known = Pick<AccountReading, (typeof PARTS)[Unheard][number] | 'unheard'>

/**
 * What HubSpot did not say of a credential stays as it was known: its silence of a moment would else
 * take scopes and custom objects from everybody until somebody looked again.
 */
export function keepKnown(reading: AccountReading, known: Known): AccountReading {
  const unheard = reading.unheard ?? []
  const filled = unheard.filter((part) => !known.unheard?.includes(part))
  const kept = filled.flatMap((part) => PARTS[part].map((fact) => [fact, known[fact]] as const))
  return {
    ...reading,
    ...(Object.fromEntries(kept) as Partial<Known>),
    unheard: unheard.filter((part) => !filled.includes(part)),
  }
}

/** What is known of the portal, whoever asks; who the holder is, another credential does not tell. */
export const ofPortal = (connection: Connection): Known => ({ ...connection, unheard: ['holder'] })
