/**
 * Which row of a table speaks for a path. A row is a folder, or a file without its ending; a star
 * stands for one folder name. The most specific row wins: more names first, then fewer stars.
 */

export interface Zone {
  readonly row: string
  /** What the star stood for. */
  readonly star: string | undefined
}

export function zoneOf(path: string, rows: readonly string[]): Zone | undefined {
  const fitting = rows
    .map((row) => ({ row, fit: fits(path, row) }))
    .filter(({ fit }) => fit !== undefined)
    .sort((a, b) => weight(b.row) - weight(a.row))
  const [best] = fitting
  return best?.fit && { row: best.row, star: best.fit.star }
}

const weight = (row: string): number =>
  row.split('/').length * 10 - (row === '.' ? 10 : 0) - (row.includes('*') ? 1 : 0)

/** Whether `path` lies in `row`; `.` holds the files at the top and nothing below. */
function fits(path: string, row: string): { star: string | undefined } | undefined {
  if (row === '.') return path.includes('/') ? undefined : { star: undefined }
  const wanted = row.split('/')
  const given = path.split('/')
  const isFile = given.length === wanted.length
  if (given.length < wanted.length) return undefined
  let star: string | undefined
  for (const [at, name] of wanted.entries()) {
    const here = isFile && at === given.length - 1 ? stem(given[at]) : given[at]
    if (name === '*' && !isFile) star = here
    else if (name !== here) return undefined
  }
  return { star }
}

/** File name without its endings: `contract` of `contract.ts`. */
const stem = (name = ''): string => name.replace(/\..*$/, '')
