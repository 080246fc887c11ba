/**
 * Every way in which a module names another: static and dynamic, of values and of types,
 * re-exports, `require`, `import x = require()`, `import('x').T`, and `new URL('x.ts',
 * import.meta.url)` as workers are given. Says what is named, not whether it may be.
 */
import {
  constantText,
  isNode,
  memberName,
  nameOf,
  nodesOf,
  type Module,
  type Node,
} from './source.ts'

export interface Import {
  /** As written; `undefined` where it is computed. */
  readonly specifier: string | undefined
  readonly offset: number
}

export function importsOf(module: Module): Import[] {
  const found: Import[] = []
  for (const { node } of nodesOf(module.program)) {
    const source = sourceOf(node)
    if (source === NONE) continue
    found.push({ specifier: constantText(source), offset: node.start })
  }
  return found
}

const NONE = Symbol('imports nothing')

/** The expression that names the other module, whatever form the import takes. */
function sourceOf(node: Node): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node['source']
    case 'ExportNamedDeclaration':
      return node['source'] ?? NONE
    case 'TSExternalModuleReference':
      return node['expression']
    case 'CallExpression':
      return requireSource(node)
    case 'NewExpression':
      return urlSource(node)
    default:
      return NONE
  }
}

const first = (node: Node): unknown => (node['arguments'] as readonly unknown[])[0]

/** `require(x)`; and `require.resolve('x')`, which finds a file without loading it. */
function requireSource(call: Node): unknown {
  const callee = call['callee']
  if (nameOf(callee) === 'require') return first(call)
  if (!isNode(callee) || memberName(callee) !== 'resolve') return NONE
  if (nameOf(callee['object']) !== 'require') return NONE
  return constantText(first(call)) === undefined ? NONE : first(call)
}

/** `new URL('./worker.ts', import.meta.url)`: code again; other endings are data. */
function urlSource(made: Node): unknown {
  if (nameOf(made['callee']) !== 'URL') return NONE
  const path = constantText(first(made))
  const relativeCode = path !== undefined && /^\.{1,2}\/.*\.[cm]?[jt]sx?$/.test(path)
  return relativeCode ? first(made) : NONE
}
