/**
 * Unwraps what people paste around a token: spaces, quotes, invisible characters at the edges, an
 * `Authorization` header, the word `Bearer`, a variable's name. Only what leaves no doubt.
 */
import type { PasteRepair } from './paste-mistakes.ts'

/** Zero-width, bidirectional and other format characters, byte order mark, soft hyphen, tags. */
export const INVISIBLE = /[\p{Cf}\u{E0000}-\u{E007F}\u115F\u1160\u3164\uFFA0]/u
const INVISIBLE_EDGES = new RegExp(`^(?:${INVISIBLE.source})+|(?:${INVISIBLE.source})+$`, 'gu')

const QUOTES: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['«', '»'],
  ['<', '>'],
]

interface Layer {
  readonly repair: PasteRepair
  /** The text without the layer; the same text where there is none. */
  readonly without: (text: string) => string
}

const LAYERS: readonly Layer[] = [
  { repair: 'hidden_edges', without: (text) => text.replace(INVISIBLE_EDGES, '') },
  { repair: 'spaces', without: (text) => text.trim() },
  { repair: 'quotes', without: unquoted },
  {
    repair: 'authorization',
    without: (text) =>
      text.replace(/^["'`]?(?:key\s*[:=]\s*)?authorization["'`]?\s*(?:value\s*)?[:=,\s]\s*/i, ''),
  },
  { repair: 'bearer', without: (text) => text.replace(/^bearer\s*[:\s]\s*/i, '') },
  {
    repair: 'assignment',
    without: (text) => text.replace(/^(?:export\s+|set\s+)?[A-Za-z_][A-Za-z0-9_]{0,63}=(?=\S)/, ''),
  },
]

/** Layers may lie in any order, so they are taken off until none is left; a few rounds suffice. */
const ROUNDS = 6

export function unwrap(pasted: string): {
  readonly text: string
  readonly repairs: readonly PasteRepair[]
} {
  const repairs = new Set<PasteRepair>()
  let text = pasted
  for (let round = 0; round < ROUNDS; round++) {
    const before = text
    for (const { repair, without } of LAYERS) {
      const next = without(text)
      if (next !== text) repairs.add(repair)
      text = next
    }
    if (text === before) break
  }
  return { text, repairs: [...repairs] }
}

function unquoted(text: string): string {
  const bare = text.replace(/[,;]$/, '')
  for (const [open, close] of QUOTES)
    if (bare.length > 1 && bare.startsWith(open) && bare.endsWith(close)) {
      const inside = bare.slice(open.length, -close.length)
      // Quotes inside as well: these are two quoted things and not one.
      if (!inside.includes(close)) return inside
    }
  return text
}
