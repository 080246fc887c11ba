/** The inner layers take nothing out of thin air: no clock, no chance, no process, no network. */
import { MAY_NOT_USE } from '../ambient.ts'
import type { Finding } from '../finding.ts'
import { isTest, lineAt, memberName, nameOf, nodesOf, type Module, type Node } from '../source.ts'
import { zoneOf } from '../zone.ts'

export function ambientFindings(module: Module): Finding[] {
  const zone = zoneOf(module.path, Object.keys(MAY_NOT_USE))
  if (!zone || isTest(module.path)) return []
  const banned = MAY_NOT_USE[zone.row] ?? {}
  const findings: Finding[] = []
  for (const { node, parent, field } of nodesOf(module.program)) {
    const used = usedHere(node, parent, field, banned)
    const why = used && banned[used]
    if (!why) continue
    const line = lineAt(module.text, node.start)
    findings.push({ path: module.path, line, rule: 'ambient', what: `uses ${used}`, why })
  }
  return findings
}

/** The key of the table that this node uses, if it does. */
function usedHere(
  node: Node,
  parent: Node | undefined,
  field: string,
  banned: Record<string, string>,
): string | undefined {
  switch (node.type) {
    case 'Identifier':
      if (isOnlyAName(parent, field)) return undefined
      return escapes(node, parent, field, banned) ?? nameOf(node)
    case 'MemberExpression':
      return `${nameOf(node['object'])}.${memberName(node)}`
    case 'NewExpression':
      return hasNoArguments(node) ? `new ${nameOf(node['callee'])}()` : undefined
    case 'CallExpression':
      return hasNoArguments(node) ? `${nameOf(node['callee'])}()` : undefined
    case 'MetaProperty':
      return `${nameOf(node['meta'])}.${nameOf(node['property'])}`
    default:
      return undefined
  }
}

const hasNoArguments = (node: Node): boolean =>
  (node['arguments'] as readonly unknown[]).length === 0

/** A field, a key or an exported name: spelt like a global, but not one. */
function isOnlyAName(parent: Node | undefined, field: string): boolean {
  if (!parent || parent['computed'] === true) return false
  if (field === 'key') return parent['shorthand'] !== true
  return NAMES_ONLY.has(`${parent.type}.${field}`)
}

const NAMES_ONLY = new Set([
  'MemberExpression.property',
  'MetaProperty.meta',
  'MetaProperty.property',
  'TSQualifiedName.right',
  'ImportSpecifier.imported',
  'ExportSpecifier.exported',
  'ExportAllDeclaration.exported',
  'LabeledStatement.label',
])

/**
 * `const { now } = Date` and `const clock = Date` carry a banned member off under another name:
 * they use it as much as `Date.now` does.
 */
function escapes(
  node: Node,
  parent: Node | undefined,
  field: string,
  banned: Record<string, string>,
): string | undefined {
  const name = nameOf(node)
  const carried =
    (parent?.type === 'VariableDeclarator' && field === 'init') ||
    (parent?.type.startsWith('Assignment') === true && field === 'right')
  return carried ? Object.keys(banned).find((key) => key.startsWith(`${name}.`)) : undefined
}
