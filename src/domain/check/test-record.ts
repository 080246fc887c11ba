/**
 * The record that a test flow makes: a contact whose every field says what it is. Its address is at
 * example.com, which is nobody's (RFC 2606 §3), and holds the id of the check, so that what a crash
 * left behind is found again by the one who made it and nothing else can be taken for it.
 */

/** HubSpot scopes without which a test flow is not begun. */
export const TEST_FLOW_SCOPES = ['crm.objects.contacts.read', 'crm.objects.contacts.write'] as const

const DOMAIN = 'example.com'

/** @param checkId `chk_…` */
export const testEmailOf = (checkId: string): string => `hubward-check+${checkId}@${DOMAIN}`

/** The id of the check that made it, or `undefined`: then it is no record of ours. */
export const checkOfEmail = (email: string): string | undefined =>
  /^hubward-check\+(chk_[0-9a-z]{20})@example\.com$/.exec(email)?.[1]

export const testProperties = (checkId: string): Readonly<Record<string, string>> => ({
  email: testEmailOf(checkId),
  firstname: 'Hubward',
  lastname: 'test record, may be deleted',
})

/** What the update writes, and what must come back. */
export const TEST_UPDATE = { property: 'jobtitle', value: 'Changed by the check' } as const
