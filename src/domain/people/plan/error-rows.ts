/** What can be refused of plans: rows of the one table of errors. */
import type { ErrorSpec } from '../../errors.ts'

export const PROVISIONING_ERRORS = {
  'people.never_read': {
    status: 409,
    title: 'The people of this portal were never read whole',
    retry: 'after_change',
  },
  'people.plan_changed': {
    status: 409,
    title: 'It is not the plan that was looked at',
    retry: 'no',
  },
  'people.plan_running': {
    status: 409,
    title: 'A plan is being carried out on this connection',
    retry: 'later',
  },
  'people.plan_finished': { status: 409, title: 'The plan was carried out already', retry: 'no' },
  'people.plan_blocked': {
    status: 409,
    title: 'A guard holds the plan back',
    retry: 'after_change',
  },
  'people.request_open': {
    status: 409,
    title: 'There is an open request for this user',
    retry: 'after_change',
  },
  'people.request_closed': {
    status: 409,
    title: 'The request is not in a state for this',
    retry: 'no',
  },
  'people.own_request': {
    status: 403,
    title: 'Nobody answers a request of their own',
    retry: 'no',
  },
} as const satisfies Record<string, ErrorSpec>
