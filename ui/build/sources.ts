/**
 * What a build is made of, as one hash: it says whether `ui/dist` is of these very sources. By
 * content, since a checkout or a switch of branches gives files new times.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const UI = join(import.meta.dirname, '..')
export const DIST = join(UI, 'dist')

/** Beside the web app, what decides about the outcome: the libraries' versions. */
const LOCK = join(UI, '../package-lock.json')

export function hashSources(): string {
  const hash = createHash('sha256')
  for (const path of [...filesIn(UI), LOCK]) {
    hash.update(`${path.slice(UI.length)}\0`)
    hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (path === DIST || /\.(md|test\.tsx?)$/.test(entry.name)) return []
      return entry.isDirectory() ? filesIn(path) : [path]
    })
}
