/**
 * Identifiers of our own things: a prefix that tells the kind, then 20 characters of Crockford
 * base32 (100 random bits). Safe in URLs, file names and logs; never a capability.
 */
export const ID_PREFIXES = {
  organisation: 'org',
  member: 'mem',
  service_account: 'svc',
  group: 'grp',
  connection: 'con',
  grant: 'gnt',
  key: 'key',
  secret: 'sec',
  authorisation: 'aut',
  registered_client: 'cli',
  signing_key: 'sig',
  session: 'ses',
  passkey: 'psk',
  identity_provider: 'idp',
  federated_identity: 'fed',
  invitation: 'inv',
  saved_filter: 'flt',
  intake: 'itk',
  call: 'call',
  process: 'prc',
  change: 'chg',
  notice: 'ntc',
  notice_channel: 'chn',
  notice_delivery: 'dlv',
  check: 'chk',
  provisioning_plan: 'pln',
  provisioning_task: 'tsk',
  access_request: 'req',
  people_reading: 'rdg',
  review: 'rvw',
  evidence_key: 'evk',
  scim_user: 'scu',
  scim_group: 'scg',
} as const

export type IdKind = keyof typeof ID_PREFIXES

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
export const ID_RANDOM_BYTES = 20

/** Makes an id of 20 random bytes (5 bits of each are used, so no bias). */
export function makeId(kind: IdKind, random: Uint8Array): string {
  let text = ''
  for (let i = 0; i < ID_RANDOM_BYTES; i++) text += ALPHABET[(random[i] ?? 0) & 31]
  return `${ID_PREFIXES[kind]}_${text}`
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Connection and group names in paths, files and commands: `sales`, `emea-portal`. */
export const isSlug = (text: string): boolean => SLUG.test(text)

/** Turns a friendly name into a slug, or `undefined` when nothing usable is left of it. */
export function slugOf(name: string): string | undefined {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '')
  return isSlug(slug) ? slug : undefined
}
