/**
 * Names the operation of a call: method and path segments, in any version or twin, to exactly one
 * operation. What it does not know it refuses, and says which kind of unknown it is. A tree of
 * segments is built once; a call walks it without a regular expression.
 */
import { err, ok, type Result } from '../result.ts'
import { OPERATIONS, REFUSED_OPERATIONS } from './operations/catalogue.ts'
import {
  METHODS,
  type Method,
  type Operation,
  type RefusedOperation,
} from './operations/operation.ts'

export interface MatchedCall {
  readonly operation: Operation
  /** Decoded values of the template's placeholders. */
  readonly params: Readonly<Record<string, string>>
}

export type PathRefusal =
  | {
      readonly reason: 'operation_refused'
      readonly operation: RefusedOperation
      readonly message: string
    }
  | {
      readonly reason: 'method_not_allowed'
      readonly allowed: readonly Method[]
      readonly message: string
    }
  | {
      readonly reason: 'path_unknown' | 'path_case' | 'version_beta' | 'version_unknown'
      readonly message: string
    }

/**
 * Segments are decoded and without the empty one of a trailing slash, as `parseRequestTarget`
 * gives them. Where a literal and a placeholder both fit, the literal wins, as at HubSpot (JAX-RS).
 */
export function matchOperation(
  method: string,
  segments: readonly string[],
): Result<MatchedCall, PathRefusal> {
  const values: string[] = []
  const node = walk(ROOT, segments, 0, values)
  const found = node?.ends.get(method) ?? node?.ends.get(ANY)
  if (found === undefined) return err(explainMiss(node, method, segments))
  if (!found.operation) return err(refused(found.refused))
  const params: Record<string, string> = {}
  for (let index = 0; index < found.names.length; index++)
    params[found.names[index]!] = values[index]!
  return ok({ operation: found.operation, params })
}

type End =
  | { readonly operation: Operation; readonly names: readonly string[] }
  | {
      readonly operation: null
      readonly refused: RefusedOperation
      readonly names: readonly string[]
    }

interface Node {
  readonly literals: Map<string, Node>
  placeholder: Node | null
  /** `/**`: whatever follows, and nothing. */
  rest: Node | null
  readonly ends: Map<string, End>
}

const ANY = '*'
const newNode = (): Node => ({
  literals: new Map(),
  placeholder: null,
  rest: null,
  ends: new Map(),
})

function walk(
  node: Node,
  segments: readonly string[],
  depth: number,
  values: string[],
): Node | null {
  if (depth === segments.length) return node.ends.size > 0 ? node : node.rest
  const segment = segments[depth]!
  const literal = node.literals.get(segment)
  const byLiteral = literal && walk(literal, segments, depth + 1, values)
  if (byLiteral) return byLiteral
  if (node.placeholder) {
    const length = values.length
    values.push(segment)
    const byPlaceholder = walk(node.placeholder, segments, depth + 1, values)
    if (byPlaceholder) return byPlaceholder
    values.length = length
  }
  return node.rest
}

function refused(operation: RefusedOperation): PathRefusal {
  return { reason: 'operation_refused', operation, message: operation.why }
}

/** Off the hot path: tells the caller what is wrong with a path that leads nowhere. */
function explainMiss(node: Node | null, method: string, segments: readonly string[]): PathRefusal {
  if (node) {
    const allowed = METHODS.filter((each) => node.ends.has(each))
    const message = `HubSpot has no ${method} here; allowed: ${allowed.join(', ')}.`
    return { reason: 'method_not_allowed', allowed, message }
  }
  const beta = segments.find((segment) => /^\d{4}-\d{2}-beta$/.test(segment))
  if (beta)
    return {
      reason: 'version_beta',
      message: `${beta} is a beta of HubSpot's, which may change under you; use the stable version.`,
    }
  const dated = segments.findIndex((segment) => /^\d{4}-\d{2}$/.test(segment))
  if (dated !== -1 && leads(segments.with(dated, '2026-09')))
    return {
      reason: 'version_unknown',
      message: `This Hubward does not know version ${segments[dated]} of this call; 2026-09 is known.`,
    }
  if (leads(segments.map((segment) => segment.toLowerCase())))
    return {
      reason: 'path_case',
      message:
        'The path is written in another case than HubSpot has it; only object types may be in any case.',
    }
  return {
    reason: 'path_unknown',
    message: 'Hubward does not know this HubSpot operation, so it was not forwarded.',
  }
}

const leads = (segments: readonly string[]) => walk(ROOT, segments, 0, []) !== null

const ROOT: Node = buildTree()

function buildTree(): Node {
  const root = newNode()
  for (const operation of OPERATIONS)
    for (const template of operation.templates)
      plant(root, template, operation.method, (names) => ({ operation, names }))
  for (const refusal of REFUSED_OPERATIONS)
    for (const template of refusal.templates)
      plant(root, template, refusal.method ?? ANY, (names) => ({
        operation: null,
        refused: refusal,
        names,
      }))
  return root
}

function plant(
  root: Node,
  template: string,
  method: string,
  end: (names: readonly string[]) => End,
) {
  const names: string[] = []
  let node = root
  for (const part of template.split('/').slice(1)) {
    if (part === '**') node = node.rest ??= newNode()
    else if (part.startsWith('{')) {
      names.push(part.slice(1, -1))
      node = node.placeholder ??= newNode()
    } else {
      const next = node.literals.get(part) ?? newNode()
      node.literals.set(part, next)
      node = next
    }
  }
  if (node.ends.has(method)) throw new Error(`two operations at ${method} ${template}`)
  node.ends.set(method, end(names))
}
