/** Makes a stranger’s text safe to show: in a terminal, a table, a page. */

const LONGEST = 120

/** Visible ASCII as it is, everything else as its code point; at most 120 characters. */
export function printable(text: string): string {
  let shown = ''
  for (const char of text.slice(0, LONGEST)) {
    const code = char.codePointAt(0)!
    shown += code > 0x20 && code < 0x7f ? char : code === 0x20 ? ' ' : `\\u{${code.toString(16)}}`
    if (shown.length > LONGEST) break
  }
  const whole = shown.length <= LONGEST && text.length <= LONGEST
  return whole ? shown : `${shown.slice(0, LONGEST)}…`
}
