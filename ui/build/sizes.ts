/**
 * What a browser must fetch before the first page shows: `index.html`'s own scripts and styles and
 * what they import, compressed. Pages are fetched when they are opened and do not count.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Compressed with gzip, the larger of the two. */
export const BUDGET = { scriptBytes: 200_000, styleBytes: 20_000 } as const

export interface Sizes {
  readonly firstPaint: { readonly scriptBytes: number; readonly styleBytes: number }
  /** Of each file, compressed. */
  readonly files: Readonly<Record<string, number>>
}

export const isOverBudget = ({ firstPaint }: Sizes): boolean =>
  firstPaint.scriptBytes > BUDGET.scriptBytes || firstPaint.styleBytes > BUDGET.styleBytes

export function measure(dist: string): Sizes {
  const files = Object.fromEntries(
    readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(js|css)$/.test(path))
      .map((path) => [path.replaceAll('\\', '/'), packedSize(join(dist, path))]),
  )
  const first = firstFiles(dist)
  const sum = (ending: string): number =>
    [...first].filter((path) => path.endsWith(ending)).reduce((all, path) => all + files[path]!, 0)
  return { firstPaint: { scriptBytes: sum('.js'), styleBytes: sum('.css') }, files }
}

const packedSize = (path: string): number =>
  statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size

/** What the page names, and what those import statically, to the end. */
function firstFiles(dist: string): Set<string> {
  const found = new Set<string>()
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const queue = [...page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, path]) => path!)
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue
    found.add(path)
    if (!path.startsWith('assets/') || !path.endsWith('.js')) continue
    const text = readFileSync(join(dist, path), 'utf8')
    for (const [, name] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      queue.push(`assets/${name}`)
  }
  return found
}

export function printSizes({ firstPaint, files }: Sizes): string {
  const line = (name: string, bytes: number): string =>
    `${(bytes / 1000).toFixed(1).padStart(7)} KB  ${name}\n`
  return [
    ...Object.entries(files)
      .toSorted(([, a], [, b]) => b - a)
      .map(([name, bytes]) => line(name, bytes)),
    line(`scripts before the first paint, of ${BUDGET.scriptBytes / 1000}`, firstPaint.scriptBytes),
    line(`styles before the first paint, of ${BUDGET.styleBytes / 1000}`, firstPaint.styleBytes),
  ].join('')
}
