import { HubwardError } from '../../domain/errors.ts'

/** One sentence for used, replaced, revoked, run out and made up: a guess learns nothing. */
export const linkInvalid = (): HubwardError =>
  new HubwardError(
    'auth.link_invalid',
    'This link does not work any more: it was used, replaced, revoked or has run out. Ask for a new one.',
  )
