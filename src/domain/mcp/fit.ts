/**
 * Keeps a result below what clients take whole: Claude Code moves more than 50,000 characters
 * into a file. First long texts are cut, then records are left out from the end.
 */

/** Characters of a whole result; below every known client's bound. */
export const RESULT_LIMIT = 40_000
/** Of it, kept for what stands around the list. */
const AROUND = 4_000
const ROOM = RESULT_LIMIT - AROUND

/** What is left for a list beside other parts of a result that have no bound of their own. */
export const roomBeside = (...parts: readonly unknown[]): number =>
  parts.reduce<number>((room, part) => room - JSON.stringify(part).length, ROOM)

export interface Fitted<T> {
  readonly items: readonly T[]
  /** Items left out from the end. */
  readonly dropped: number
  /** Texts longer than this were cut; `null`: none was. */
  readonly cutAt: number | null
}

/** At least the first item is kept, however its texts have to be cut. */
export function fit<T>(items: readonly T[], room = ROOM): Fitted<T> {
  for (const cutAt of CUTS) {
    const shown = cutAt === null ? items : items.map((item) => cutTexts(item, cutAt) as T)
    const kept = prefixWithin(shown, room)
    if (kept === items.length) return { items: shown, dropped: 0, cutAt }
    // Below this, a cut text says too little: rather fewer records.
    if (cutAt !== null && cutAt <= 1_500 && kept > 0)
      return { items: shown.slice(0, kept), dropped: items.length - kept, cutAt }
  }
  const least = items.slice(0, 1).map((item) => cutTexts(item, LEAST) as T)
  return { items: least, dropped: items.length - least.length, cutAt: LEAST }
}

const CUTS: readonly (number | null)[] = [null, 12_000, 4_000, 1_500, 300]
const LEAST = 60

/** How many of the first items have room together, as JSON. */
function prefixWithin(items: readonly unknown[], room: number): number {
  let used = 2
  let kept = 0
  for (const item of items) {
    used += (JSON.stringify(item) ?? '').length + 1
    if (used > room) return kept
    kept += 1
  }
  return kept
}

function cutTexts(value: unknown, at: number): unknown {
  if (typeof value === 'string')
    return value.length <= at
      ? value
      : `${value.slice(0, at).toWellFormed()}… [cut here; ${value.length} characters in all]`
  if (Array.isArray(value)) return value.map((each) => cutTexts(each, at))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cutTexts(each, at)]))
}
