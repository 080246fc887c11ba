import type { Connection } from '../../domain/connection/connection.ts'
import type { AccountReading } from './ports.ts'

type Known = Pick<
  AccountReading,
  'hubspotScopes' | 'hubspotUserId' | 'hubspotAppId' | 'customObjectTypes' | 'unheard'
>

/**
 * What HubSpot did not say of a credential stays as it was known: its silence of a moment would else
 * take scopes and custom objects from everybody until somebody looked again.
 */
export function keepKnown(reading: AccountReading, known: Known): AccountReading {
  const fills = (what: 'holder' | 'customObjectTypes'): boolean =>
    (reading.unheard?.includes(what) ?? false) && !known.unheard?.includes(what)
  const { hubspotScopes, hubspotUserId, hubspotAppId, customObjectTypes } = known
  return {
    ...reading,
    ...(fills('holder') && { hubspotScopes, hubspotUserId, hubspotAppId }),
    ...(fills('customObjectTypes') && { customObjectTypes }),
    unheard: (reading.unheard ?? []).filter((what) => !fills(what)),
  }
}

/** What is known of the portal, whoever asks; who the holder is, another credential does not tell. */
export const ofPortal = (connection: Connection): Known => ({ ...connection, unheard: ['holder'] })
