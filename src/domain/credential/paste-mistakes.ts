/**
 * What can be wrong with a pasted credential, and what to say about it. The sentences are fixed
 * texts: whatever was pasted, nothing of it is repeated.
 */
const HOW_TO_GET_A_SERVICE_KEY =
  'In HubSpot open Settings, then Integrations, then Service keys (a super admin or somebody with developer tools access can), create a key with the scopes you need, and paste its token, which begins with "pat-".'

export const HAPIKEY_ENDED = `HubSpot ended account API keys (hapikey) on 30 November 2022; no call accepts them any more. ${HOW_TO_GET_A_SERVICE_KEY}`

export const PASTE_MISTAKES = {
  empty: 'Nothing was pasted.',
  too_long: 'This is far longer than any HubSpot credential. Paste the token alone.',
  hapikey: HAPIKEY_ENDED,
  bare_uuid: `This has the form of an account API key (hapikey), or of a client id or client secret; it is not a token. ${HAPIKEY_ENDED}`,
  key_id:
    'This is a number: the id of a key, an app or a portal. Paste the token itself, which HubSpot shows behind "Show token" and which begins with "pat-".',
  masked:
    'This is a preview of the token with a part hidden (dots or stars). Press "Show" or "Copy" in HubSpot and paste the whole token.',
  truncated:
    'This is only a part of a token: the end is missing. Use the "Copy" button in HubSpot instead of marking the text.',
  too_short:
    'This is no HubSpot token: it is too short for one, and they begin with "pat-". Use the "Copy" button in HubSpot.',
  misspelt:
    'This is as long as a token, but a character in it is none that a token has. Do not type it: use the "Copy" button in HubSpot.',
  hubward_key:
    'This is a secret of Hubward, not of HubSpot: client keys open Hubward, and HubSpot must never see one. Nothing was sent. Paste the token that HubSpot shows, which begins with "pat-".',
  other_service:
    'This is a secret of another service, not of HubSpot. Nothing was sent. Paste the token that HubSpot shows, which begins with "pat-".',
  overlong:
    'There is more behind the token than belongs to it. Paste the token alone, by the "Copy" button in HubSpot.',
  refresh_token:
    'This is an OAuth refresh token. Choose the kind "OAuth app" (oauth) and give it together with the client id and the client secret; or paste a private token, which begins with "pat-".',
  access_token:
    'This is an OAuth access token (or a personal access key of HubSpot\'s command line), which ends within the hour. Choose the kind "OAuth app" (oauth) with client id, client secret and refresh token, or paste a private token, which begins with "pat-".',
  private_token:
    'This is a token of a private app or a service key, which begins with "pat-". It does not belong in this field; choose the kind "Service key" (service_key) or "Legacy private app" (private_app) for it.',
  not_a_uuid:
    'Client ids and client secrets of HubSpot apps have the form 00000000-0000-0000-0000-000000000000. Copy the value from the "Auth" tab of the app.',
  not_a_refresh_token:
    'A refresh token of HubSpot begins with its region, such as "na1-" or "eu1-". It comes with the answer of the token endpoint when the app was authorised.',
  hidden_characters:
    'There are invisible characters inside what was pasted. Copy it again, straight from HubSpot and not through a document or a chat.',
  several_values: 'This is more than one value (several lines or words). Paste the token alone.',
  json: 'This is a piece of JSON. Paste only the value of the token, without the braces.',
  address: 'This is a web address. Paste the token itself, which begins with "pat-".',
  foreign_characters:
    'There are characters in it that no HubSpot credential has. Copy it again by the "Copy" button in HubSpot.',
} as const

export type PasteMistakeName = keyof typeof PASTE_MISTAKES

export interface PasteMistake {
  readonly mistake: PasteMistakeName
  readonly message: string
}

/** Slips that leave no doubt about what was meant: repaired, and said. */
export const PASTE_REPAIRS = {
  spaces: 'Spaces or line breaks around it were left out.',
  quotes: 'Quotation marks around it were left out.',
  hidden_edges: 'Invisible characters around it were left out.',
  authorization: 'It was pasted as an Authorization header; the token in it was taken.',
  bearer: 'The word "Bearer" in front of it was left out.',
  assignment: 'It was pasted with a name and "=" in front; the value was taken.',
  unfamiliar: 'It has no form that Hubward knows; HubSpot will tell whether it is a token.',
} as const

export type PasteRepair = keyof typeof PASTE_REPAIRS
