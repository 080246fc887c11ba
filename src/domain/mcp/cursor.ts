/**
 * Where the next page begins, bound to the question it belongs to. A cursor is a name, not a
 * capability: the next call is decided anew, so a made-up one opens nothing. The binding only
 * keeps a cursor of one question from being used, by mistake, with another.
 */
import { err, ok, type Result } from '../result.ts'

/** `digest` is of the question without its cursor, in hex. */
export const writeCursor = (digest: string, position: string): string =>
  `${digest.slice(0, BOUND)}.${encodeURIComponent(position)}`

export type CursorRefusal = 'cursor_malformed' | 'cursor_of_another_question'

/** HubSpot's position within, or why not. */
export function readCursor(cursor: string, digest: string): Result<string, CursorRefusal> {
  const [, bound, encoded] = CURSOR.exec(cursor) ?? []
  if (bound === undefined || encoded === undefined) return err('cursor_malformed')
  if (bound !== digest.slice(0, BOUND)) return err('cursor_of_another_question')
  try {
    return ok(decodeURIComponent(encoded))
  } catch {
    return err('cursor_malformed')
  }
}

export const CURSOR_WORDS: Record<CursorRefusal, string> = {
  cursor_malformed: 'This cursor is not one of ours. Leave it out to begin at the first page.',
  cursor_of_another_question:
    'This cursor belongs to a call with other arguments. Repeat the very arguments that it came with, or leave it out to begin at the first page.',
}

/** Hex digits of the digest that are kept: enough against mistakes, which is all it is for. */
const BOUND = 12
const CURSOR = /^([0-9a-f]{12})\.([A-Za-z0-9%_.!~*'()-]{1,600})$/
