import { HubwardError } from '../domain/errors.ts'

/** A name that somebody else has: a conflict that is about one field, so that forms show it there. */
export const taken = (path: string, message: string): HubwardError =>
  new HubwardError('resource.conflict', message, { fields: [{ path, message }] })
