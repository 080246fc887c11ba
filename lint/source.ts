/**
 * A file as the rules see it: its path in the checkout, its text, and for modules the syntax
 * tree. Knows no rule.
 */
import { parseSync } from 'oxc-parser'

/** Path with forward slashes, relative to the root of the checkout. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Any node of an ESTree-like tree; the rules narrow by `type`. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export interface Module extends SourceFile {
  readonly program: Node
  readonly comments: readonly {
    readonly start: number
    readonly end: number
    readonly value: string
  }[]
  /** What the parser could not read, in its own words. */
  readonly unreadable: string | undefined
}

const MODULE = /\.[cm]?[jt]sx?$/

export const isModule = (path: string): boolean => MODULE.test(path) && !path.endsWith('.d.ts')
export const isTest = (path: string): boolean => /\.test\.[cm]?[jt]sx?$/.test(path)

export function parseModule(file: SourceFile): Module {
  const parsed = parseSync(file.path, file.text)
  const [error] = parsed.errors
  return {
    ...file,
    program: parsed.program as unknown as Node,
    comments: parsed.comments,
    unreadable: error?.message,
  }
}

/** One-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1))
    line += 1
  return line
}

/** Every node under `root`, parents before children, with the parent and the field it sits in. */
export function* nodesOf(
  root: Node,
  parent?: Node,
  field = '',
): Generator<{ node: Node; parent: Node | undefined; field: string }> {
  yield { node: root, parent, field }
  for (const [name, value] of Object.entries(root)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield* nodesOf(item, root, name)
    } else if (isNode(value)) yield* nodesOf(value, root, name)
  }
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** The text of a literal or of a template without expressions. */
export function constantText(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type !== 'TemplateLiteral') return undefined
  const quasis = node['quasis'] as readonly { value: { cooked: string } }[]
  return quasis.length === 1 ? quasis[0]?.value.cooked : undefined
}

export const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' ? (node['name'] as string) : undefined

/** `b` of `a.b`, `a?.b`, `a['b']`; private members have none. */
export function memberName(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined
  return node['computed'] ? constantText(node['property']) : nameOf(node['property'])
}
