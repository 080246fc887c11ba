/** Opening a `Redacted` is for the listed places; everywhere else a secret stays wrapped. */
import type { Finding } from '../finding.ts'
import { MAY_REVEAL } from '../reveal.ts'
import {
  constantText,
  isTest,
  lineAt,
  memberName,
  nameOf,
  nodesOf,
  type Module,
  type Node,
} from '../source.ts'

const RULED = /^(src|emulator|bin|ui|bench|examples)\//

export function revealFindings(module: Module): Finding[] {
  if (isTest(module.path) || !RULED.test(module.path) || permission(module.path)) return []
  return revealsOf(module).map((node) => ({
    path: module.path,
    line: lineAt(module.text, node.start),
    rule: 'reveal',
    what: 'opens a Redacted',
    why: 'a secret is opened only where lint/reveal.ts lists it: hand the wrapper on',
  }))
}

/** Entries of the list that open nothing. */
export function unusedPermissions(modules: readonly Module[]): Finding[] {
  const used = new Set(
    modules.filter((module) => revealsOf(module).length > 0).map(({ path }) => permission(path)),
  )
  return Object.keys(MAY_REVEAL)
    .filter((entry) => !used.has(entry))
    .map((entry) => ({
      path: 'lint/reveal.ts',
      line: 1,
      rule: 'reveal',
      what: `"${entry}" opens no Redacted`,
      why: 'a permission without a use waits for a misuse: remove it',
    }))
}

const permission = (path: string): string | undefined =>
  Object.keys(MAY_REVEAL).find((entry) =>
    entry.endsWith('/') ? path.startsWith(entry) : path === entry,
  )

/** `x.reveal`, `x?.reveal`, `x['reveal']`, and `{ reveal }` taken out of an object. */
function revealsOf(module: Module): Node[] {
  const found: Node[] = []
  for (const { node, parent } of nodesOf(module.program)) {
    const taken = node.type === 'Property' && parent?.type === 'ObjectPattern' && keyOf(node)
    if (memberName(node) === 'reveal' || taken === 'reveal') found.push(node)
  }
  return found
}

const keyOf = (property: Node): string | undefined =>
  property['computed']
    ? constantText(property['key'])
    : (nameOf(property['key']) ?? constantText(property['key']))
