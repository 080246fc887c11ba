/** What can be refused of portal users and their readings: rows of the one table of errors. */
import type { ErrorSpec } from '../errors.ts'

export const PEOPLE_ERRORS = {
  'people.reading_running': {
    status: 409,
    title: 'The people of this portal are being read already',
    retry: 'later',
  },
  'people.reading_overtaken': {
    status: 409,
    title: 'The reading was taken for dead, and another one may go on',
    retry: 'later',
  },
  'people.user_not_found': { status: 404, title: 'No such portal user is known', retry: 'no' },
} as const satisfies Record<string, ErrorSpec>
