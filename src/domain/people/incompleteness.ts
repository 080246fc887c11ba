/** Why a reading is incomplete, in words for people, and what to do about it. */
import type { PageFault } from './page-chain.ts'
import type { Incompleteness } from './seal.ts'

type Reason = Incompleteness['reason']

interface Words<R extends Reason> {
  say(why: Extract<Incompleteness, { reason: R }>): string
  readonly remedy: string
}

const AGAIN = 'Read again; nothing was changed by this reading.'

const WORDS: { readonly [R in Reason]: Words<R> } = {
  list_torn: {
    say: ({ list, fault }) => `The list of ${LISTS[list]} ${wordsOfFault(fault)}.`,
    remedy: AGAIN,
  },
  no_users: {
    say: () => 'HubSpot answered with an empty list of users, and a portal always has somebody.',
    remedy: AGAIN,
  },
  other_portal: {
    say: ({ portalId }) => `The credential opens portal ${portalId}, which is another one.`,
    remedy: 'Check the connection: hubward check.',
  },
  scopes_changed: {
    say: ({ gained, lost }) =>
      `The HubSpot scopes of the credential changed while it was read${listed(', gained', gained)}${listed(', lost', lost)}.`,
    remedy: 'Recheck the connection, then read again.',
  },
  users_missing: {
    say: ({ count, userIds }) =>
      `${count} user${count === 1 ? '' : 's'} whom HubSpot names elsewhere ${count === 1 ? 'is' : 'are'} not in its list of users (${userIds.join(', ')}${count > userIds.length ? ', …' : ''}).`,
    remedy: `Somebody may be changing users just now. ${AGAIN}`,
  },
  readings_differ: {
    say: ({ count }) => `The list of users, read twice, differed in ${count}.`,
    remedy: `Somebody may be changing users just now. ${AGAIN}`,
  },
  teams_missing: {
    say: ({ teamIds }) =>
      `Users belong to teams that are not in HubSpot’s list of teams (${teamIds.join(', ')}).`,
    remedy: AGAIN,
  },
  interrupted: {
    say: () => 'The process that read it ended, or could not go on.',
    remedy: AGAIN,
  },
  credential: {
    say: ({ failure }) =>
      `HubSpot could not be asked whose credential it is (${failure.replaceAll('_', ' ')}).`,
    remedy: 'Look at the connection’s health: hubward health.',
  },
}

const LISTS = {
  users: 'users',
  permission_sets: 'permission sets',
  teams: 'teams',
  seats: 'seats',
  owners: 'owners',
  crm_users: 'CRM users',
  logins: 'logins',
  security: 'security activity',
} as const

export const wordsOf = (
  why: Incompleteness,
): { readonly text: string; readonly remedy: string } => {
  const { say, remedy } = WORDS[why.reason] as Words<Reason>
  return { text: say(why), remedy }
}

function wordsOfFault(fault: PageFault): string {
  switch (fault.reason) {
    case 'refused':
      return `was refused by HubSpot with status ${fault.status}`
    case 'unreached':
      return 'was not answered to its end'
    case 'malformed':
      return 'is not of the form that HubSpot documents'
    case 'cursor_loop':
      return 'went in a circle'
    case 'repeated':
      return `has ${fault.id} twice`
    case 'empty_page':
      return 'has an empty page in its midst'
    case 'endless':
      return 'has no end'
  }
}

const listed = (lead: string, items: readonly string[]): string =>
  items.length === 0 ? '' : `${lead} ${items.join(', ')}`
