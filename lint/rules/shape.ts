/** Name, length and comments of a file. */
import type { Finding } from '../finding.ts'
import { MAY_BE_LONGER, MOST_LINES, NO_COMMENTS, NO_NAMES } from '../shape.ts'
import { lineAt, type Module, type Node, type SourceFile } from '../source.ts'

/** Folder and file names, in whatever case their words are joined. */
export function nameFindings(path: string): Finding[] {
  const words = path
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[/._-]/)
  return words
    .filter((word) => Object.hasOwn(NO_NAMES, word))
    .map((word) => ({
      path,
      line: 1,
      rule: 'name',
      what: `is called "${word}"`,
      why: `everything ends up under such a word: ${NO_NAMES[word]}`,
    }))
}

export const linesOf = (text: string): number =>
  text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

export function lengthFindings(file: SourceFile): Finding[] {
  const lines = linesOf(file.text)
  const listed = Object.hasOwn(MAY_BE_LONGER, file.path)
  if (lines > MOST_LINES === listed) return []
  return [
    {
      path: file.path,
      line: listed ? 1 : MOST_LINES + 1,
      rule: 'length',
      what: listed ? `has ${lines} lines and may be longer` : `has ${lines} lines`,
      why: listed
        ? 'it no longer needs its entry in lint/shape.ts: remove it'
        : `${MOST_LINES} is the most that can be held in the head: one idea per file`,
    },
  ]
}

export function commentFindings(module: Module): Finding[] {
  return module.comments.flatMap((comment) => {
    const firstLine = lineAt(module.text, comment.start)
    return comment.value.split('\n').flatMap((line, at) => judge(module.path, firstLine + at, line))
  })
}

/** SQL has no parser here: its comments are the lines that start with `--`. */
export function sqlCommentFindings(file: SourceFile): Finding[] {
  return file.text
    .split('\n')
    .flatMap((line, at) =>
      /^\s*--/.test(line) ? judge(file.path, at + 1, line.replace(/^\s*--/, '')) : [],
    )
}

function judge(path: string, line: number, raw: string): Finding[] {
  const text = raw.replace(/^\s*\*?\s*/, '').trim()
  return NO_COMMENTS.filter(({ like }) => like.test(text)).map(({ name, why }) => ({
    path,
    line,
    rule: 'comment',
    what: `${name} "${text.slice(0, 40)}"`,
    why,
  }))
}

/**
 * A file says what it is responsible for: above its imports, or above the thing it exports. A
 * test's name says it already.
 */
export function openingFindings(module: Module): Finding[] {
  const body = module.program['body'] as readonly Node[]
  const starts = new Set(body.map(({ start }) => start))
  const opens = module.comments.some(
    ({ start, end }) => start < (body[0]?.start ?? 0) || starts.has(nextToken(module.text, end)),
  )
  if (opens || body.length === 0) return []
  return [
    {
      path: module.path,
      line: 1,
      rule: 'opening',
      what: 'does not say what it is responsible for',
      why: 'a reader meets the idea before the mechanism: open with a sentence',
    },
  ]
}

const nextToken = (text: string, from: number): number =>
  from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0)
