/** Cursors of a tool's pages: the position at HubSpot, bound to the question by its digest. */
import { canonicalJson } from '../../domain/audit/canonical.ts'
import { CURSOR_WORDS, readCursor, writeCursor } from '../../domain/mcp/cursor.ts'
import { ok, type Result } from '../../domain/result.ts'
import { misasked, type ToolContext, type ToolRefusal } from './tool-context.ts'

export interface Pages {
  /** Where to begin; `undefined`: at the start. */
  readonly position: string | undefined
  cursorAt(position: string): string
}

/** `question` is everything that makes it this list and not another; never its cursor or limit. */
export function pagesOf(
  ctx: ToolContext,
  question: object,
  cursor: string | undefined,
): Result<Pages, ToolRefusal> {
  const digest = (): string =>
    ctx.services.hashKey(canonicalJson([ctx.tool, ctx.connection.id, question]))
  const cursorAt = (position: string): string => writeCursor(digest(), position)
  if (cursor === undefined) return ok({ position: undefined, cursorAt })
  const read = readCursor(cursor, digest())
  return read.ok ? ok({ position: read.value, cursorAt }) : misasked(CURSOR_WORDS[read.error])
}

/** As {@link pagesOf}, for lists whose positions are offsets. */
export function offsetOf(pages: Pages): Result<number, ToolRefusal> {
  if (pages.position === undefined) return ok(0)
  return /^\d{1,9}$/.test(pages.position)
    ? ok(Number(pages.position))
    : misasked(CURSOR_WORDS.cursor_malformed)
}
