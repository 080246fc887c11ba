/** Why a text is no link we can use: what was seen, and what would be needed instead. */
import { printable } from './printable.ts'

/** Every reason, with the sentence that says what to do. */
export const LINK_REFUSALS = {
  empty: 'Paste the address of a page in HubSpot, as the browser shows it.',
  too_long:
    'A HubSpot address is shorter than 4,096 characters. Copy it again from the address bar.',
  hidden_character:
    'Copy the address in one piece: it holds a space, a line break or a character that cannot be seen.',
  secret:
    'This looks like a credential. It was not kept. Put it into the field for the token; if others could have seen it, rotate it in HubSpot.',
  scheme: 'Addresses begin with https://.',
  userinfo: 'Remove what stands before the “@”: a HubSpot address has no name or password in it.',
  port: 'Remove the port: HubSpot’s pages have none.',
  host_letters:
    'The host holds letters that only look like others. Type the address yourself, or copy it from HubSpot.',
  lookalike:
    'This host is not HubSpot’s, though it looks like it. Do not sign in there. HubSpot’s pages are at app.hubspot.com or app-<region>.hubspot.com.',
  foreign:
    'Only addresses on HubSpot’s hosts can be read. Open the thing in HubSpot and copy that address; for a scheduling page on your own domain, its path begins with /meetings/.',
  hubspot_site:
    'This is a page of HubSpot itself (help, documentation, marketing), not one of a portal. Open the thing in your portal and copy that address.',
  short_link:
    'A shortened or tracked link does not say where it leads, and links are never followed here. Open it, then copy the address it leads to.',
  sign_in: 'Sign in first, then copy the address of the page you come to.',
  no_portal:
    'The address does not say which portal it belongs to. Open the page, so that a number stands after its first part, and copy that.',
  path: 'Copy the address from the browser: its path holds an empty part, dots, or a broken encoding.',
  two_answers: 'The address says two different things. Copy it again from the page you mean.',
  unknown_form:
    'HubSpot’s host, but no form of address that is known here. Open the thing itself (not a menu over it) and copy that address.',
  bare_number:
    'A number alone could be a portal, a record, a list, a pipeline and more. Paste the whole address, or say which it is.',
  bare_guid:
    'A GUID alone could be a form, a campaign or a pipeline. Paste the whole address, or say which it is.',
  not_an_address: 'Paste an address that begins with https://app.hubspot.com/ or the like.',
} as const
export type LinkRefusalReason = keyof typeof LINK_REFUSALS

export interface LinkRefusal {
  readonly reason: LinkRefusalReason
  /** What was read, safe to print: a part of the text without its query, or a word for it. */
  readonly saw: string
  readonly needs: string
}

export const refuse = (reason: LinkRefusalReason, saw: string): LinkRefusal => ({
  reason,
  saw: printable(saw),
  needs: LINK_REFUSALS[reason],
})
