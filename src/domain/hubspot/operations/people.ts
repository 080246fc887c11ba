/** People of the portal and their calendars: owners, users, roles, teams, scheduling pages. */
import { family, type Operation } from './operation.ts'

const USERS = { scopes: ['users:read'] } as const
const CHANGE_USERS = { scopes: ['users:write'] } as const
const BOOKING = { scopes: ['meetings:write'] } as const

export const PEOPLE: readonly Operation[] = [
  ...family('crm.owners', ['/crm/v3/owners', '/crm/owners/{date}'], { scopes: ['owners:read'] }, [
    ['list', 'GET '],
    ['get', 'GET /{ownerId}'],
  ]),
  // No stable 2026-09 of these (facts §4).
  ...family(
    'settings.users',
    ['/settings/v3/users', '/settings/users/v3', '/settings/users/2026-03'],
    USERS,
    [
      ['list', 'GET '],
      ['create', 'POST ', CHANGE_USERS],
      ['get', 'GET /{userId}'],
      ['replace', 'PUT /{userId}', CHANGE_USERS],
      ['remove', 'DELETE /{userId}', CHANGE_USERS],
      ['roles', 'GET /roles'],
      ['teams', 'GET /teams'],
    ],
  ),
  // Of the beta alone (facts §4).
  ...family('settings.users', ['/settings/users/2026-09-beta'], USERS, [['seats', 'GET /seats']]),
  ...family('settings.business-units', ['/business-units/v3/business-units'], USERS, [
    ['of-user', 'GET /user/{userId}'],
  ]),
  ...family(
    'scheduler',
    ['/scheduler/v3/meetings', '/scheduler/{date}/meetings'],
    { scopes: ['meetings:read'] },
    [
      ['list-links', 'GET /meeting-links'],
      ['get-link', 'GET /meeting-links/book/{slug}'],
      ['get-link-of-user', 'GET /meeting-links/book/{user}/{slug}'],
      ['availability', 'GET /meeting-links/book/availability-page/{slug}'],
      ['availability-of-user', 'GET /meeting-links/book/availability-page/{user}/{slug}'],
      ['book', 'POST /meeting-links/book', BOOKING],
      ['create-event', 'POST /calendar', { ...BOOKING, body: 'create' }],
    ],
  ),
]
