/** Conditional requests (RFC 7644 §3.14, RFC 9110 §13). */
import { refuse } from '../../domain/scim/refuse.ts'
import type { ScimResource } from './ports.ts'
import { entityTag } from './represent.ts'

/** The value of `If-Match`; `null` where there is none. */
export type Precondition = string | null

/** @throws HubwardError `scim.version_mismatch` */
export function demandMatch(ifMatch: Precondition, resource: Pick<ScimResource, 'version'>): void {
  if (ifMatch === null || ifMatch.trim() === '*') return
  const tag = entityTag(resource)
  // Compared strongly (RFC 9110 §13.1.1): a weak tag matches nothing.
  if (tagsOf(ifMatch).includes(tag)) return
  throw refuse(
    'scim.version_mismatch',
    `The resource is at version ${tag}, not ${ifMatch.slice(0, 64)}. Read it again and decide again.`,
  )
}

/** Whether `If-None-Match` names the version that would be sent, compared weakly (§13.1.2). */
export const isUnchanged = (ifNoneMatch: string | null, tag: string): boolean =>
  ifNoneMatch !== null &&
  (ifNoneMatch.trim() === '*' || tagsOf(ifNoneMatch).some((one) => one.replace(/^W\//, '') === tag))

const tagsOf = (list: string): string[] => list.match(/(?:W\/)?"[^"]*"/g) ?? []
