/**
 * Turns PostgreSQL's refusals of a row into ours, so that two people who change the same thing at
 * the same moment read a sentence. What is no matter of conflict passes through untouched.
 */
import { HubwardError } from '../../domain/errors.ts'

/** Awaits a statement; `sentence` is what a unique or foreign key violation means to the caller. */
export async function orConflict<T>(statement: Promise<T>, sentence: string): Promise<T> {
  try {
    return await statement
  } catch (cause) {
    if (!CONFLICTS.has(codeOf(cause))) throw cause
    throw new HubwardError('resource.conflict', sentence, { cause })
  }
}

/** unique_violation, foreign_key_violation (PostgreSQL, appendix A). */
const CONFLICTS = new Set(['23505', '23503'])

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : ''
