/**
 * What the PDF's own fonts can show. They are the standard ones that every reader has, so that a
 * report is a few KB and its text can be searched; they know Windows-1252 and nothing beyond. Letters
 * of other scripts are shown as `?`, and the report says so.
 */

/** What Windows-1252 has above Latin-1 (0x80 to 0x9f). */
const BEYOND_LATIN_1 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ')

const isKnown = (letter: string): boolean => {
  const code = letter.codePointAt(0) ?? 0
  return (
    (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || BEYOND_LATIN_1.has(letter)
  )
}

export interface Printable {
  readonly text: string
  /** Something in it could not be shown. */
  readonly lossy: boolean
}

export function printable(text: string): Printable {
  let lossy = false
  const shown = Array.from(text.normalize('NFC'), (letter) => {
    if (isKnown(letter)) return letter
    if (/\s/u.test(letter)) return ' '
    // `Ł` and the like stay strange; `ő` at least becomes `o`.
    const plain = letter.normalize('NFKD').replaceAll(/\p{M}/gu, '')
    if (plain !== '' && Array.from(plain).every(isKnown)) return plain
    if (/\p{C}/u.test(letter)) return ''
    lossy = true
    return '?'
  }).join('')
  return { text: shown, lossy }
}
