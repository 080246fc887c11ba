/** What the admin API answers of a portal whose users were never read, or could not be read whole. */
import type { ReadingView } from '../../src/surfaces/admin/contract/people.ts'

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

const PEOPLE = '/api/v1/connections/main/people'

export const NOTHING_READ = {
  [`${PEOPLE}/readings`]: { json: { items: [] } },
  [`${PEOPLE}/users?limit=1`]: {
    json: {
      items: [],
      next: null,
      total: 0,
      snapshot: null,
      teams: [],
      permissionSets: [],
      seats: [],
    },
  },
}

const INCOMPLETE: ReadingView = {
  id: 'rdg_00000000000000000001',
  state: 'incomplete',
  askedBy: null,
  begunAt: ago(13),
  endedAt: ago(12),
  calls: 31,
  usersRead: 212,
  reasons: [
    {
      reason: 'list_torn',
      text: 'The list of permission sets was refused by HubSpot with status 502.',
      remedy: 'Read again; nothing was changed by this reading.',
    },
    {
      reason: 'users_missing',
      text: '2 users whom HubSpot names elsewhere are not in its list of users (8200017, 8200034).',
      remedy:
        'Somebody may be changing users just now. Read again; nothing was changed by this reading.',
    },
  ],
  sealed: null,
}

export const READ_INCOMPLETE = { [`${PEOPLE}/readings`]: { json: { items: [INCOMPLETE] } } }
