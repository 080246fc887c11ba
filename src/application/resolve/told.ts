/** What HubSpot says when a thing is looked up, or why it does not say. */
import type { Answer } from '../../domain/hubspot/errors.ts'
import type { CallRefusal } from '../gateway/refusal.ts'

export type Told =
  | { readonly state: 'found'; readonly body: unknown }
  /** HubSpot has no such thing, or none that this credential may see. */
  | { readonly state: 'missing' }
  /** Not allowed; `scopes` are the HubSpot scopes that the credential lacks, where that is why. */
  | { readonly state: 'refused'; readonly why: string; readonly scopes: readonly string[] }
  /** Nothing is known: no answer, no allowance, or HubSpot failed. */
  | { readonly state: 'unanswered'; readonly why: string }

export function toldBy(status: number, body: unknown, meaning: Answer): Told {
  if (status < 300) return { state: 'found', body }
  switch (meaning.kind) {
    case 'not_found':
      return { state: 'missing' }
    case 'missing_scopes':
      return {
        state: 'refused',
        why: `The credential lacks a HubSpot scope for it (${meaning.of === 'any' ? 'any of ' : ''}${meaning.required.slice(0, 3).join(', ')}).`,
        scopes: meaning.required,
      }
    case 'rate_limited':
      return { state: 'unanswered', why: 'The portal’s allowance at HubSpot is used up for now.' }
    case 'server_error':
    case 'locked':
    case 'migrating':
      return { state: 'unanswered', why: 'HubSpot cannot answer just now; try again.' }
    default:
      // An id of another form than HubSpot’s is answered by 400, as one that is not there by 404.
      return status === 400 || status === 404
        ? { state: 'missing' }
        : { state: 'unanswered', why: `HubSpot answered ${status}.` }
  }
}

/** Ours: before HubSpot was asked, or because its answer never came. */
export const notTold = ({ code, message }: CallRefusal): Told =>
  code.startsWith('access.') || code.startsWith('auth.')
    ? { state: 'refused', why: message, scopes: [] }
    : { state: 'unanswered', why: message }
