/**
 * Takes out of HubSpot's text what people do not see and a model does: zero-width, bidirectional
 * and tag characters, variation selectors, control characters. Instructions have been smuggled in
 * all of them. What is left is exactly what a person would read; that it may still be a lie is
 * said in the result (`about_content`), not hidden here.
 */

/** Text without characters that cannot be seen. Line breaks and tabs stay. */
export const cleanText = (text: string): string =>
  INVISIBLE.test(text) ? text.replaceAll(EVERY_INVISIBLE, '').toWellFormed() : text

/** The same for every text of a JSON value, names of members included. Depth is that of JSON.parse. */
export function cleanJson(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleanJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [cleanText(name), cleanJson(each)]),
  )
}

/**
 * Unicode's Default_Ignorable_Code_Point holds the zero-width, bidirectional, tag and variation
 * characters (UAX #44); to them come the control characters, interlinear annotation marks and
 * lone halves of surrogate pairs.
 */
const PATTERN = String.raw`\p{Default_Ignorable_Code_Point}|(?![\t\n\r])\p{Cc}|[\uFFF9-\uFFFB]|\p{Cs}`
const INVISIBLE = new RegExp(PATTERN, 'u')
const EVERY_INVISIBLE = new RegExp(PATTERN, 'gu')
