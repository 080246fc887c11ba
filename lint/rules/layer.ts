/**
 * `domain <- application <- {adapters, surfaces} <- main`, and the emulator alone. Types count as
 * much as values: who knows a shape depends on it.
 */
import { posix } from 'node:path'
import type { Finding } from '../finding.ts'
import { importsOf, type Import } from '../imports.ts'
import {
  MAY_NOT_REACH,
  MAY_REACH,
  NOWHERE,
  OUTSIDE,
  TESTS_MAY_REACH,
  type Outside,
} from '../layers.ts'
import { outsideOf, type PackageJson } from '../packages.ts'
import { isTest, lineAt, type Module } from '../source.ts'
import { zoneOf, type Zone } from '../zone.ts'

/** A file of the checkout, or something beyond it. */
type Target = { readonly path: string } | { readonly outside: Outside }

/** Judges every import of a module; a module in a folder without a row is a finding itself. */
export function layerFindings(module: Module, packages: PackageJson): Finding[] {
  const zone = zoneOf(module.path, Object.keys(MAY_REACH))
  if (!zone) return [homeless(module)]
  return importsOf(module).flatMap((found) => {
    const target = targetOf(module.path, found, packages)
    if (mayReach(module.path, zone, target)) return []
    return {
      path: module.path,
      line: lineAt(module.text, found.offset),
      rule: 'layer' as const,
      what: `${zone.row} may not import ${describe(found, target)}`,
      why: whyNot(zone.row, target),
    }
  })
}

const homeless = (module: Module): Finding => ({
  path: module.path,
  line: 1,
  rule: 'layer',
  what: 'no row of lint/layers.ts fits this file',
  why: 'a folder without a row would be free of every rule: give it one, or move the file',
})

function targetOf(path: string, { specifier }: Import, packages: PackageJson): Target {
  if (specifier === undefined) return { outside: 'unknown' }
  if (!/^\.{1,2}(\/|$)/.test(specifier)) return { outside: outsideOf(specifier, packages) }
  const reached = posix.join(posix.dirname(path), specifier.replace(/[?#].*$/, ''))
  return reached.startsWith('..') ? { outside: 'elsewhere' } : { path: reached }
}

function mayReach(path: string, zone: Zone, target: Target): boolean {
  const asTest = isTest(path) ? TESTS_MAY_REACH[path.split('/')[0] ?? ''] : undefined
  const rows = (asTest ?? MAY_REACH[zone.row] ?? []).map((row) =>
    row.replace('*', zone.star ?? '*'),
  )
  if ('outside' in target) return rows.includes(target.outside)
  return (
    zoneOf(
      target.path,
      rows.filter((row) => !(row in OUTSIDE)),
    ) !== undefined
  )
}

/** The row's own reason for this target; else the general one; else the row's for all the rest. */
export function whyNot(row: string, target: Target): string {
  const own = MAY_NOT_REACH[row] ?? {}
  return reasonIn(own, target) ?? reasonIn(NOWHERE, target) ?? own['*'] ?? 'no row permits it'
}

function reasonIn(reasons: Record<string, string>, target: Target): string | undefined {
  if ('outside' in target) {
    const family = target.outside.split(':')[0] ?? ''
    return reasons[target.outside] ?? reasons[family]
  }
  const zone = zoneOf(
    target.path,
    Object.keys(reasons).filter((key) => key !== '*' && !(key in OUTSIDE)),
  )
  return zone && reasons[zone.row]
}

function describe({ specifier }: Import, target: Target): string {
  if ('path' in target) return target.path
  return specifier === undefined ? 'a computed path' : `"${specifier}"`
}
