/**
 * Addresses of records in HubSpot's own pages, for people to click. The host is the portal's
 * `uiDomain` as HubSpot told it, never a guess (facts §6); a part that could change the address
 * into another is refused.
 */
import { standardType } from './object-types.ts'

export interface RecordPlace {
  /** `app.hubspot.com`, `app-eu1.hubspot.com`: from account-info. */
  readonly uiDomain: string
  readonly portalId: number
  /** `0-1`, `2-987`. */
  readonly objectTypeId: string
  readonly recordId: string
}

/** `https://{uiDomain}/contacts/{portal}/record/{type}/{id}`, or `null` if a part is malformed. */
export function recordUrl({
  uiDomain,
  portalId,
  objectTypeId,
  recordId,
}: RecordPlace): string | null {
  if (!isPortal(uiDomain, portalId) || !TYPE_ID.test(objectTypeId) || !/^\d{1,20}$/.test(recordId))
    return null
  return `https://${uiDomain}/contacts/${portalId}/record/${objectTypeId}/${recordId}`
}

/** The list page of an object type, by its id or by any alias of a standard one. */
export function indexUrl(uiDomain: string, portalId: number, objectType: string): string | null {
  const typeId = standardType(objectType)?.objectTypeId ?? objectType
  if (!isPortal(uiDomain, portalId) || !TYPE_ID.test(typeId)) return null
  return `https://${uiDomain}/contacts/${portalId}/objects/${typeId}`
}

const TYPE_ID = /^[02]-\d{1,12}$/
const HOST = /^(?:[a-z0-9-]+\.)*hubspot\.com$/

const isPortal = (uiDomain: string, portalId: number) =>
  HOST.test(uiDomain) && Number.isSafeInteger(portalId) && portalId > 0
