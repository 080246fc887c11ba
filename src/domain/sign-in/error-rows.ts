/** The rows of signing in, in the table of errors (`domain/errors.ts`). */
export const SIGN_IN_ERRORS = {
  'auth.session_ended': {
    status: 401,
    title: 'The browser session has ended',
    retry: 'after_change',
  },
  'auth.session_replayed': {
    status: 401,
    title: 'This session cookie was replaced by a newer one',
    retry: 'after_change',
  },
  'auth.step_up_required': {
    status: 403,
    title: 'This wants a passkey or identity provider used in the last five minutes',
    retry: 'after_change',
  },
  'auth.browser_needed': {
    status: 403,
    title: 'This is done in a browser session, not with a client key',
    retry: 'after_change',
  },
  'auth.sign_in_refused': {
    status: 403,
    title: 'The sign-in was refused',
    retry: 'after_change',
  },
  'auth.link_invalid': {
    status: 410,
    title: 'This link does not work any more',
    retry: 'no',
  },
  'auth.last_way_in': {
    status: 409,
    title: 'It is the last way to sign in',
    retry: 'after_change',
  },
  'auth.too_many_attempts': {
    status: 429,
    title: 'Too many attempts to sign in',
    retry: 'later',
  },
  'auth.provider_failed': {
    status: 502,
    title: 'The identity provider could not be used',
    retry: 'later',
  },
} as const
