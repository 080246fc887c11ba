/** The rows of one-time requests in the table of errors (`domain/errors.ts`). */
export const INTAKE_ERRORS = {
  'intake.not_available': { status: 404, title: 'This link leads to no open request', retry: 'no' },
  'intake.too_many_attempts': {
    status: 429,
    title: 'Too many requests came from this address',
    retry: 'later',
  },
  'intake.busy': { status: 503, title: 'Too many ask for requests at this moment', retry: 'later' },
  'intake.wrong_state': { status: 409, title: 'The request is in another state', retry: 'no' },
  'intake.second_person_needed': {
    status: 403,
    title: 'Somebody else than who asked must approve it',
    retry: 'after_change',
  },
  'intake.changed': {
    status: 409,
    title: 'The key may do something else by now than was shown',
    retry: 'after_change',
  },
  'intake.refused': { status: 422, title: 'The key could not be taken', retry: 'after_change' },
} as const
