/** Reads a checkout from disk: what is source, what is only a name, and what is neither. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Tree } from './lint.ts'
import type { PackageJson } from './packages.ts'
import { isModule } from './source.ts'

/** Not ours, or not written by hand. Folders whose name starts with a dot are skipped as well. */
const SKIPPED = new Set(['node_modules', 'data', 'dist', 'ui/dist', 'coverage', 'bench/results'])

const isSource = (path: string): boolean => isModule(path) || /\.(sql|css)$/.test(path)

/** @throws when the root has no readable package.json. */
export function readTree(root: string): Tree {
  const packages = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson
  const paths = [...walk(root, root)]
  const sources = paths
    .filter(isSource)
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  return { paths, sources, packages }
}

function* walk(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = relative(root, join(folder, entry.name)).split(sep).join('/')
    if (entry.name.startsWith('.') || SKIPPED.has(path)) continue
    if (entry.isDirectory()) yield* walk(root, join(folder, entry.name))
    else yield path
  }
}
