/**
 * All the project's own rules over a set of files. Pure: files in, findings out. It refuses to
 * call a tree clean that it did not see (`AT_LEAST`): a checker that finds no modules finds no
 * mistakes either.
 */
import type { Finding } from './finding.ts'
import { AT_LEAST } from './layers.ts'
import type { PackageJson } from './packages.ts'
import { ambientFindings } from './rules/ambient.ts'
import { layerFindings } from './rules/layer.ts'
import { revealFindings, unusedPermissions } from './rules/reveal.ts'
import {
  commentFindings,
  lengthFindings,
  nameFindings,
  openingFindings,
  sqlCommentFindings,
} from './rules/shape.ts'
import { isModule, isTest, parseModule, type Module, type SourceFile } from './source.ts'

export interface Tree {
  /** Every file's path; those that are source also with their text in `sources`. */
  readonly paths: readonly string[]
  readonly sources: readonly SourceFile[]
  readonly packages: PackageJson
}

export interface Report {
  readonly findings: readonly Finding[]
  readonly modules: number
}

/** Judges a tree; `whole` also asks for what only a complete checkout can answer. */
export function lint(tree: Tree, { whole }: { whole: boolean }): Report {
  const modules = tree.sources.filter(({ path }) => isModule(path)).map(parseModule)
  const findings = [
    ...tree.paths.flatMap(nameFindings),
    ...tree.sources.flatMap(lengthFindings),
    ...tree.sources.filter(({ path }) => path.endsWith('.sql')).flatMap(sqlCommentFindings),
    ...modules.flatMap((module) => moduleFindings(module, tree.packages)),
    ...(whole ? [...unusedPermissions(modules), ...missing(modules)] : []),
  ]
  return { findings: findings.toSorted(byPlace), modules: modules.length }
}

function moduleFindings(module: Module, packages: PackageJson): Finding[] {
  if (module.unreadable !== undefined) return [unreadable(module, module.unreadable)]
  return [
    ...layerFindings(module, packages),
    ...ambientFindings(module),
    ...revealFindings(module),
    ...commentFindings(module),
    ...(isTest(module.path) ? [] : openingFindings(module)),
  ]
}

const unreadable = ({ path }: Module, message: string): Finding => ({
  path,
  line: 1,
  rule: 'syntax',
  what: message,
  why: 'what cannot be parsed cannot be checked',
})

function missing(modules: readonly Module[]): Finding[] {
  return Object.entries(AT_LEAST).flatMap(([folder, least]) => {
    const found = modules.filter(({ path }) => path.startsWith(`${folder}/`)).length
    if (found >= least) return []
    return {
      path: folder,
      line: 1,
      rule: 'layer' as const,
      what: `only ${found} modules were seen, ${least} at least are there`,
      why: 'a check that looks in the wrong place passes everything',
    }
  })
}

const byPlace = (a: Finding, b: Finding): number =>
  a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1
