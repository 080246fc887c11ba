/**
 * How a connection can fare, as a table: what it is called, how bad it is, how often it must be
 * seen before it is believed, how soon to look again, and what to do. Every row is one answer to
 * the question "why does HubSpot not work?", so that nobody has to guess between them.
 */
import { noticeScopesCommand, reconnectCommand } from '../connection/mend.ts'

export const CONDITIONS = [
  'healthy',
  'expired',
  'revoked',
  'in_doubt',
  'scope_removed',
  'creator_deactivated',
  'portal_migrating',
  'wrong_hublet',
  'rate_exhausted',
  'hubspot_down',
  'network_here',
  'unknown',
] as const
export type Condition = (typeof CONDITIONS)[number]

/** `certain`: HubSpot or this machine said so. `likely`: other readings are rare. `guess`: one of several. */
export type Confidence = 'certain' | 'likely' | 'guess'

/** Words and numbers of ours, or of HubSpot's fixed vocabulary: no label, no address, no secret. */
export interface Facts {
  /** Why, more closely: a key of {@link CAUSES}. */
  readonly cause?: Cause
  /** HubSpot scopes that went. */
  readonly scopes?: readonly string[]
  /** Of them, what groups are granted and can no longer use: scopes of Hubward. */
  readonly affects?: readonly string[]
  readonly bucket?: 'burst' | 'search' | 'associations' | 'daily' | 'unknown'
  /** ISO 8601: when it ends by itself, as far as was told. */
  readonly until?: string
  readonly hublet?: string
  readonly status?: number
  readonly host?: string
}

export interface Diagnosis {
  readonly condition: Condition
  readonly confidence: Confidence
  readonly facts: Facts
}

/** What lies behind a condition; each completes the sentence that says what to do. */
export const CAUSES = {
  switched_off: 'HubSpot says that the key was switched off.',
  rotated: 'HubSpot’s security activity shows that the key was rotated: its old text has ended.',
  deactivated:
    'HubSpot’s security activity shows that the key was deactivated. HubSpot does that by itself to keys it finds in public code: if nobody of yours did it, look for the key in public places.',
  removed_unseen:
    'HubSpot does not say why: the key was deleted, switched off, rotated more than 7 days ago, or deactivated by HubSpot because it appeared in public code.',
  wiped_here:
    'It was revoked in Hubward and wiped from the vault, so there is none to ask HubSpot with.',
  grant_ended: 'The app was uninstalled, its access was revoked, or the portal is gone.',
  creator_left:
    'HubSpot’s security activity shows that the key’s maker was removed or lost admin rights.',
  creator_refused: 'HubSpot refuses some calls because the key’s maker lacks the permission.',
  dns: 'Names are not resolved here.',
  dns_of_host: 'The name of HubSpot’s host is not resolved here, while others are.',
  refused: 'Connections are refused or cut before they reach HubSpot.',
  blocked: 'Nothing answers at HubSpot’s address, while other addresses answer.',
  tls: 'The certificate that came is not HubSpot’s: something opens TLS in between.',
  proxy: 'A proxy or gateway answered in HubSpot’s place.',
  no_network: 'Nothing outside can be reached from here.',
  errors: 'HubSpot answers with errors of its own.',
  silent: 'HubSpot takes connections and does not answer in time.',
  portal_alone: 'Only this portal gets errors; other portals are answered.',
  region: 'This region of HubSpot cannot be reached; others can.',
  other_portal: 'The credential now belongs to another portal.',
  strange_answer: 'HubSpot answers in a way that Hubward does not know.',
  not_told: 'There is not enough to tell.',
} as const
export type Cause = keyof typeof CAUSES

interface Named {
  readonly name: string
  readonly kind: string
}

interface Row {
  readonly title: string
  readonly severity: 'ok' | 'notice' | 'warning' | 'urgent'
  /** Times in a row that it must be seen before it is believed; one blip is never enough. */
  readonly confirm: number
  /** Seconds until the next look while it lasts. */
  readonly everySeconds: number
  /** Calls are refused by us while it lasts: HubSpot would refuse every one. */
  readonly stops: boolean
  /** HubSpot took the credential, whatever else is the matter: a stopped connection goes on again. */
  readonly accepted: boolean
  readonly say: (facts: Facts) => string
  readonly remedy: (connection: Named, facts: Facts) => string
}

const ANOTHER_MAKER =
  'Let a super admin who stays make a new key with the same HubSpot scopes, then'
const WHO_ENDED_IT =
  'Find out who ended the key, under “Security activity” in HubSpot. If it may have been seen by others, make a new key rather than switching it on again. Then'

/** What comes before giving Hubward another credential, where how the last one ended matters. */
const AFTER_ITS_END: Readonly<Partial<Record<Cause, string>>> = {
  deactivated: WHO_ENDED_IT,
  removed_unseen: WHO_ENDED_IT,
  creator_left: ANOTHER_MAKER,
}

export const TABLE: Readonly<Record<Condition, Row>> = {
  healthy: {
    title: 'Healthy',
    severity: 'ok',
    confirm: 2,
    everySeconds: 300,
    stops: false,
    accepted: true,
    say: () => 'HubSpot accepts the credential, and it holds the HubSpot scopes it held before.',
    remedy: () => 'Nothing to do.',
  },
  expired: {
    title: 'Credential expired',
    severity: 'urgent',
    confirm: 2,
    everySeconds: 120,
    stops: true,
    accepted: false,
    say: () => 'HubSpot says that the credential has expired.',
    remedy: (connection) =>
      `Copy the current credential from HubSpot, or make a new one, and give it to Hubward: ${reconnectCommand(connection)}`,
  },
  revoked: {
    title: 'Credential revoked',
    severity: 'urgent',
    confirm: 2,
    everySeconds: 120,
    stops: true,
    accepted: false,
    say: () => 'HubSpot no longer accepts the credential.',
    remedy: (connection, { cause }) =>
      `${(cause && AFTER_ITS_END[cause]) ?? 'Make or copy the current credential in HubSpot, then'}: ${reconnectCommand(connection)}`,
  },
  in_doubt: {
    title: 'Credential in doubt',
    severity: 'urgent',
    confirm: 2,
    everySeconds: 15,
    stops: false,
    accepted: false,
    say: () =>
      'HubSpot refuses the credential, and does not answer about the one before the last rotation, which may take its place. Calls fail, and are told to come again.',
    remedy: ({ name }) =>
      `Wait some minutes: the one before is asked about with every call and every look, and goes back into use as soon as HubSpot takes it. If you have a credential that HubSpot takes: hubward rotate ${name}`,
  },
  scope_removed: {
    title: 'HubSpot scope removed',
    severity: 'warning',
    confirm: 2,
    everySeconds: 120,
    stops: false,
    accepted: true,
    say: ({ scopes = [], affects = [] }) =>
      `The credential lost ${list(scopes)} at HubSpot.${
        affects.length > 0
          ? ` Groups that are granted ${list(affects)} get refusals.`
          : ' No grant needs it at present.'
      }`,
    remedy: (connection, { scopes = [] }) =>
      `Switch ${list(scopes)} on again for the key or app in HubSpot; Hubward notices by itself. If it was meant to go, say so by ${noticeScopesCommand(connection)}`,
  },
  creator_deactivated: {
    title: 'The key’s maker has left',
    severity: 'warning',
    confirm: 2,
    everySeconds: 300,
    stops: false,
    accepted: true,
    say: () =>
      'The person who made the credential in HubSpot was removed or lost rights there. Some calls fail for that, association writes first; others go on.',
    remedy: (connection) => `${ANOTHER_MAKER}: ${reconnectCommand(connection)}`,
  },
  portal_migrating: {
    title: 'Portal is being moved',
    severity: 'warning',
    confirm: 2,
    everySeconds: 300,
    stops: false,
    accepted: false,
    say: ({ until }) =>
      `HubSpot is moving this portal to another data centre and answers nothing meanwhile${
        until ? `, until about ${until}` : '; it can take up to a day'
      }.`,
    remedy: ({ name }) =>
      `Wait; nothing is lost. If HubSpot names another region afterwards: hubward connection recheck ${name}`,
  },
  wrong_hublet: {
    title: 'Portal is in another region',
    severity: 'urgent',
    confirm: 2,
    everySeconds: 120,
    stops: false,
    accepted: false,
    say: ({ hublet }) =>
      `HubSpot keeps this portal in ${hublet ? `its region ${hublet}` : 'another region'} now, and the one that is asked does not know it.`,
    remedy: ({ name }) =>
      `hubward connection recheck ${name} follows the portal where HubSpot names the region; with a base URL of your own, correct that.`,
  },
  rate_exhausted: {
    title: 'HubSpot’s allowance is used up',
    severity: 'warning',
    confirm: 2,
    everySeconds: 60,
    stops: false,
    accepted: false,
    say: ({ bucket = 'unknown', until }) =>
      `HubSpot refuses calls because ${BUCKETS[bucket]} is used up${until ? `, until about ${until}` : ''}.`,
    remedy: ({ name }, { bucket }) =>
      bucket === 'daily'
        ? `Wait for midnight in the portal’s time zone. See who uses it: other apps of the portal in HubSpot, and hubward audit --connection ${name}`
        : `Wait; Hubward slows down by itself. If it comes again and again, another program shares the key: give it one of its own.`,
  },
  hubspot_down: {
    title: 'HubSpot has trouble',
    severity: 'urgent',
    confirm: 3,
    everySeconds: 20,
    stops: false,
    accepted: false,
    say: ({ cause }) => CAUSES[cause ?? 'errors'],
    remedy: ({ name }, { cause }) =>
      cause === 'portal_alone'
        ? `Wait a few minutes. If it stays, tell HubSpot’s support the correlation id of a failed call (hubward audit --connection ${name}).`
        : 'Wait, and see https://status.hubspot.com. Reads are tried again by themselves; look before you repeat a write.',
  },
  network_here: {
    title: 'The network here',
    severity: 'urgent',
    confirm: 3,
    everySeconds: 15,
    stops: false,
    accepted: false,
    say: ({ cause }) =>
      `HubSpot is not reached from this machine. ${CAUSES[cause ?? 'no_network']}`,
    remedy: (_connection, { cause, host }) =>
      (NETWORK_REMEDIES[cause ?? 'no_network'] ?? LOOK_HERE)(host),
  },
  unknown: {
    title: 'Not clear',
    severity: 'notice',
    confirm: 3,
    everySeconds: 60,
    stops: false,
    accepted: false,
    say: ({ cause, status }) =>
      `${CAUSES[cause ?? 'not_told']}${status === undefined ? '' : ` (status ${status})`}`,
    remedy: ({ name }) =>
      `hubward doctor looks at this machine; hubward connection recheck ${name} asks HubSpot again and says what it answered.`,
  },
}

const BUCKETS = {
  burst: 'the allowance per ten seconds',
  search: 'the allowance for searches per second',
  associations: 'the allowance for associations',
  daily: 'the day’s allowance of the portal',
  unknown: 'an allowance that it does not name',
} as const

const to = (host: string | undefined) => host ?? 'HubSpot'
/** HubSpot's hosts stand without a port; an address in their place may have one. */
const at = (host: string | undefined) => (host?.includes(':') ? host : `${to(host)} on port 443`)

const LOOK_HERE = () =>
  'Run hubward doctor on this machine: it tells name, connection and TLS apart.'

const NETWORK_REMEDIES: Partial<Record<Cause, (host: string | undefined) => string>> = {
  dns: () => 'Mend the resolver of this machine (/etc/resolv.conf, or the container’s DNS).',
  dns_of_host: (host) =>
    `Let the resolver here answer for ${to(host)}: a DNS filter may be in the way.`,
  refused: (host) => `Let this machine reach ${at(host)}: a firewall refuses it.`,
  blocked: (host) => `Let this machine reach ${at(host)}: a firewall drops it.`,
  tls: (host) =>
    `Let ${to(host)} pass the proxy that opens TLS, or add its authority by NODE_EXTRA_CA_CERTS.`,
  proxy: (host) => `Let ${to(host)} pass the proxy unchanged.`,
  no_network: () => 'Mend this machine’s way out: route, firewall, or the network itself.',
}

const list = (items: readonly string[]): string =>
  items.length < 2
    ? (items[0] ?? 'something')
    : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

export const titleOf = ({ condition }: Diagnosis): string => TABLE[condition].title

/** What is the matter, with the doubt that remains. */
export function describe({ condition, confidence, facts }: Diagnosis): string {
  const row = TABLE[condition]
  const more =
    facts.cause !== undefined && OWN_CAUSE.has(condition) ? ` ${CAUSES[facts.cause]}` : ''
  return `${row.say(facts)}${more}${DOUBTS[confidence]}`
}

/** Conditions whose sentence does not hold the cause already. */
const OWN_CAUSE: ReadonlySet<Condition> = new Set(['expired', 'revoked', 'creator_deactivated'])

const DOUBTS: Readonly<Record<Confidence, string>> = {
  certain: '',
  likely: ' (This is the likely reading, not a certain one.)',
  guess: ' (This is a guess: several causes look like this.)',
}

export const remedyFor = (diagnosis: Diagnosis, connection: Named): string =>
  TABLE[diagnosis.condition].remedy(connection, diagnosis.facts)

export const HEALTHY: Diagnosis = { condition: 'healthy', confidence: 'certain', facts: {} }
