/** What package.json promises: whether a package is there wherever we run, or only in a checkout. */
import { builtinModules } from 'node:module'
import type { Outside } from './layers.ts'

export interface PackageJson {
  readonly name?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const BUILTIN = new Set(builtinModules)

/** What a specifier that is not relative reaches. */
export function outsideOf(specifier: string, packages: PackageJson): Outside {
  if (specifier.startsWith('node:') || BUILTIN.has(specifier)) return 'node'
  const name = packageName(specifier)
  if (name === undefined) return 'elsewhere'
  if (packages.dependencies?.[name] ?? packages.optionalDependencies?.[name]) return 'npm'
  return packages.devDependencies?.[name] ? 'npm:dev' : 'npm:unlisted'
}

/** `@scope/name` or `name`; nothing for `/x`, `#x`, `file:x`, `https://x`. */
function packageName(specifier: string): string | undefined {
  const [, name] =
    /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:\/|$)/.exec(specifier) ?? []
  return name
}
