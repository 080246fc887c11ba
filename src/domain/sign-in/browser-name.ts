/**
 * What a browser calls itself, short enough for a list of sessions. A courtesy to people: the
 * header is the sender's own word, and nothing is decided by it.
 */

/** First match wins: the later ones are named by the earlier ones too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bCriOS\/|\bChrome\/|\bChromium\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** `Chrome on Linux`; `A browser` where it says nothing that we know. */
export function browserName(userAgent: string): string {
  const browser = BROWSERS.find(([like]) => like.test(userAgent))?.[1] ?? 'A browser'
  const system = SYSTEMS.find(([like]) => like.test(userAgent))?.[1]
  return system ? `${browser} on ${system}` : browser
}
