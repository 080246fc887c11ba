/**
 * The scopes that OAuth clients ask for: two words for "may read" and "may also change". What that
 * means in HubSpot's terms is the matter of the person's grants (`domain/access/scope.ts`).
 */
import type { Scope } from '../access/scope.ts'
import type { Access } from './authorisation.ts'

export const READ_SCOPE = 'hubspot:read'
export const WRITE_SCOPE = 'hubspot:write'

/** In the order in which challenges and metadata name them. */
export const OAUTH_SCOPES = [READ_SCOPE, WRITE_SCOPE] as const

/** As a `scope` parameter (RFC 6749 §3.3). */
export const scopeTextFor = (access: Access): string =>
  access === 'write' ? OAUTH_SCOPES.join(' ') : READ_SCOPE

/**
 * What a `scope` parameter asks for. Unknown words are passed over, as other servers' scopes come
 * along with some clients; without any of ours, everything is asked for and the person decides.
 */
export function accessAsked(scope: string | undefined): Access {
  const words = scopeWords(scope)
  return words.includes(WRITE_SCOPE) || !words.includes(READ_SCOPE) ? 'write' : 'read'
}

/**
 * The `scope` of a program's token, for what it asks: all that there is where it names none, and
 * nothing (`undefined`) where it names others' alone. A misspelt narrow scope must not give the wide
 * one: no person is there to decide (RFC 6749 §3.3).
 */
export function scopeTextAsked(scope: string | undefined): string | undefined {
  const words = scopeWords(scope)
  if (words.length === 0) return OAUTH_SCOPES.join(' ')
  return OAUTH_SCOPES.filter((one) => words.includes(one)).join(' ') || undefined
}

/** What a token's `scope` claim permits; `undefined` where it permits nothing. */
export function accessOf(scope: string | undefined): Access | undefined {
  const words = scopeWords(scope)
  if (words.includes(WRITE_SCOPE)) return 'write'
  return words.includes(READ_SCOPE) ? 'read' : undefined
}

/** Whether a grant's scope changes anything: all do but those that only see. */
export const isWrite = (scope: Scope): boolean => !scope.endsWith(':read')

const scopeWords = (scope: string | undefined): string[] => (scope ?? '').split(' ').filter(Boolean)
