/** Numbers with their nouns, and lists as people write them. */

/** `1 group`, `2 groups`, `3 people`. */
export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`

/** `Sales, Marketing and 3 more`. */
export function names(all: readonly string[], most = 3): string {
  if (all.length > most + 1) return `${all.slice(0, most).join(', ')} and ${all.length - most} more`
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

/** The API's remedies and kinds begin in lower case, since the CLI sets them behind a colon. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
