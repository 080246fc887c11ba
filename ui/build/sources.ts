/**
 * What a build is made of, as one hash: it says whether `ui/dist` is of these very sources. By
 * content, since a checkout or a switch of branches gives files new times.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export const UI = join(import.meta.dirname, '..')
export const DIST = join(UI, 'dist')
const ROOT = join(UI, '..')

/** Beside the web app, what decides about the outcome: the libraries' versions … */
const LOCK = join(ROOT, 'package-lock.json')

/** … and the rules that run in the sender's page. */
const RULES = ['domain', 'surfaces/intake/contract'].map((folder) => join(ROOT, 'src', folder))

export function hashSources(): string {
  const hash = createHash('sha256')
  for (const path of [UI, ...RULES].flatMap(filesIn).concat(LOCK)) {
    hash.update(`${relative(ROOT, path)}\0`)
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
