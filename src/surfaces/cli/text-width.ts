/** How many columns of a terminal a text takes, and texts made safe to print there. */

/**
 * Counts user-perceived characters: wide ones (CJK, emoji) take two columns, marks that join the
 * one before take none. Unicode Standard Annex #11 (East Asian Width), its W and F ranges in short.
 */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of SEGMENTER.segment(text)) width += WIDE.test(segment) ? 2 : 1
  return width
}

/**
 * Names come from people and from HubSpot: whatever could move the cursor or colour the screen is
 * shown as �, so that a name cannot forge a line of ours.
 */
export const printable = (text: string): string => text.replace(UNPRINTABLE, '�')

const PLAIN = /^[\x20-\x7e]*$/
const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' })
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u
/** Controls, direction overrides, line and paragraph separators. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu
