/** What is told of connections' health: one kind per condition, its end, and what happened to a key. */
import type { Role } from '../access/entities.ts'
import { TABLE, type Condition } from '../health/condition.ts'
import { KEY_EVENT_WORDS, type KeyEventMeaning } from '../health/key-events.ts'
import type { NoticeKindSpec } from './kinds.ts'

export type Illness = Exclude<Condition, 'healthy'>

type HealthForms = { readonly connectionId: 'id'; readonly since: 'time' }
const FACTS: HealthForms = { connectionId: 'id', since: 'time' }

/** Whoever keeps connections going. */
const KEEPERS = ['admin', 'security_admin', 'operator'] as const satisfies readonly Role[]

const SEVERITIES = { ok: 'info', notice: 'info', warning: 'attention', urgent: 'urgent' } as const

const ill = (condition: Illness, what: string): NoticeKindSpec<HealthForms> => ({
  title: `A connection is unwell: ${TABLE[condition].title.toLowerCase()}`.replaceAll(
    'hubspot',
    'HubSpot',
  ),
  severity: SEVERITIES[TABLE[condition].severity],
  audience: KEEPERS,
  facts: FACTS,
  text: ({ connectionId, since }) =>
    `${what} This is about ${connectionId}, since ${since}. The connection's page says what to do.`,
})

/** In words; a meaning of a release before or after this one as it is called there. */
const titleOf = (meaning: string): string =>
  Object.hasOwn(KEY_EVENT_WORDS, meaning)
    ? KEY_EVENT_WORDS[meaning as KeyEventMeaning].title
    : meaning

export const HEALTH_KINDS = {
  'health.expired': ill(
    'expired',
    'HubSpot says that a credential has expired, and its calls are refused.',
  ),
  'health.revoked': ill(
    'revoked',
    'HubSpot no longer accepts a credential, and its calls are refused.',
  ),
  'health.in_doubt': ill(
    'in_doubt',
    'HubSpot refuses a credential that was rotated lately and does not answer about the one before. Calls fail, and are told to come again.',
  ),
  'health.scope_removed': ill(
    'scope_removed',
    'A credential lost HubSpot scopes that it held, and some calls are refused for that.',
  ),
  'health.creator_deactivated': ill(
    'creator_deactivated',
    'The maker of a key was removed or lost rights in HubSpot, and some calls fail for that.',
  ),
  'health.portal_migrating': ill(
    'portal_migrating',
    'HubSpot is moving a portal to another data centre and answers nothing meanwhile.',
  ),
  'health.wrong_hublet': ill(
    'wrong_hublet',
    'HubSpot keeps a portal in another region than the one that is asked.',
  ),
  'health.rate_exhausted': ill(
    'rate_exhausted',
    'HubSpot refuses calls to a portal because an allowance is used up.',
  ),
  'health.hubspot_down': ill('hubspot_down', 'HubSpot answers calls with errors of its own.'),
  'health.network_here': ill(
    'network_here',
    'HubSpot is not reached from here; the trouble is in the network on this side.',
  ),
  'health.unknown': ill('unknown', 'A connection does not work, and it is not clear why.'),
  'health.recovered': {
    title: 'A connection is well again',
    severity: 'attention',
    audience: KEEPERS,
    facts: FACTS,
    text: ({ connectionId, since }) =>
      `HubSpot answers ${connectionId} as it did before, since ${since}.`,
  } satisfies NoticeKindSpec<HealthForms>,
  'health.key_event': {
    title: 'Something happened to a key at HubSpot',
    severity: 'attention',
    audience: ['admin', 'security_admin'],
    facts: { connectionId: 'id', what: 'word', at: 'time', concern: 'word' },
    text: ({ connectionId, what, at, concern }) =>
      `HubSpot's security activity tells: "${titleOf(what)}" at ${at}, about ${
        concern === 'this' ? 'the key' : 'a key that may be the one'
      } of ${connectionId}. If nobody of yours did it, replace the key.`,
  } satisfies NoticeKindSpec<{
    readonly connectionId: 'id'
    readonly what: 'word'
    readonly at: 'time'
    readonly concern: 'word'
  }>,
} as const

/** The kind that tells of a condition, or of its end. */
export const healthKind = (condition: Condition): `health.${Illness | 'recovered'}` =>
  condition === 'healthy' ? 'health.recovered' : `health.${condition}`
