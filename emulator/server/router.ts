// Finds the route for a method and path, by a tree of path segments. A fixed segment wins over a
// parameter. It does not decode, normalise or guess: `%2f` stays inside its segment.
import type { Method, Route } from './route.ts'

export type Match =
  | { found: 'route'; route: Route; params: Record<string, string> }
  | { found: 'path'; allow: string[] }
  | { found: 'nothing' }

type Node = {
  fixed: Map<string, Node>
  param: Node | undefined
  routes: Map<Method, { route: Route; names: string[] }> | undefined
}

const node = (): Node => ({ fixed: new Map(), param: undefined, routes: undefined })

export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const root = node()
  for (const route of routes) insert(root, route)
  return (method, path) => {
    const segments = path.slice(1).split('/')
    if (segments.length > 1 && segments.at(-1) === '') segments.pop()
    const values: string[] = []
    const leaf = find(root, segments, 0, values, method as Method)
    if (!leaf?.routes) return { found: 'nothing' }
    const hit = leaf.routes.get(method as Method)
    if (!hit) return { found: 'path', allow: [...leaf.routes.keys()] }
    const params: Record<string, string> = {}
    for (let i = 0; i < hit.names.length; i += 1) params[hit.names[i]!] = decode(values[i]!)
    return { found: 'route', route: hit.route, params }
  }
}

function insert(root: Node, route: Route): void {
  let at = root
  const names: string[] = []
  for (const segment of route.path.slice(1).split('/')) {
    if (segment.startsWith(':')) {
      names.push(segment.slice(1))
      at.param ??= node()
      at = at.param
    } else {
      let next = at.fixed.get(segment)
      if (!next) at.fixed.set(segment, (next = node()))
      at = next
    }
  }
  at.routes ??= new Map()
  if (at.routes.has(route.method)) throw new Error(`Two routes for ${route.method} ${route.path}`)
  at.routes.set(route.method, { route, names })
}

/** Depth first; a leaf without the method is kept only if no other path has it. */
function find(
  at: Node,
  segments: string[],
  depth: number,
  values: string[],
  method: Method,
): Node | undefined {
  if (depth === segments.length) return at.routes ? at : undefined
  const segment = segments[depth]!
  const fixed = at.fixed.get(segment)
  let fallback: Node | undefined
  if (fixed) {
    const leaf = find(fixed, segments, depth + 1, values, method)
    if (leaf?.routes?.has(method)) return leaf
    fallback = leaf
  }
  if (at.param && segment !== '') {
    const length = values.length
    values.push(segment)
    const leaf = find(at.param, segments, depth + 1, values, method)
    if (leaf?.routes?.has(method)) return leaf
    values.length = length
    fallback ??= leaf
  }
  return fallback
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
