/** A population as the text that its digest is of. */
import { canonicalJson } from '../audit/canonical.ts'
import type { PortalUser } from './portal-user.ts'

/** Of what is the same however often it is read: logins are no part of a population. */
export const populationText = (users: readonly PortalUser[]): string =>
  canonicalJson(users.map((user) => ({ ...user, lastLoginAt: null, inferredInvited: false })))
