/**
 * A text as one word of a command line, for commands that people are offered to paste. Names come
 * from people, and inside double quotes a shell still runs what `$(…)` and backquotes hold; inside
 * single quotes it runs nothing (POSIX, Shell Command Language, §2.2.2).
 */
export const shellWord = (text: string): string =>
  PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

const PLAIN = /^[\w@%+:,./-]+$/
