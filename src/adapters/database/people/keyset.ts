/** Where a page of people ended, as a text that goes out and comes back: the last name and id. */
export const keysetOf = (place: readonly [name: string, id: string]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** `null` where there is none, or one that was not made here: then it begins at the beginning. */
export function parseKeyset(text: string | undefined): readonly [string, string] | null {
  if (text === undefined) return null
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(place) &&
      place.length === 2 &&
      // PostgreSQL takes no NUL, and no half of a surrogate pair.
      place.every((one) => typeof one === 'string' && one.isWellFormed() && !one.includes('\0'))
      ? (place as [string, string])
      : null
  } catch {
    return null
  }
}
