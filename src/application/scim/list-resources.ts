/**
 * Lists resources: by filter, in order, page by page. Where an index answers the filter's equality
 * only those rows are read; the filter itself is always asked, so an index decides nothing.
 *
 * @see RFC 7644 §3.4.2
 */
import { testOf, type Filter, type Test } from '../../domain/scim/filter.ts'
import type { JsonObject } from '../../domain/scim/json.ts'
import { isShown, project, type Wanted } from '../../domain/scim/project.ts'
import { placeOf, RESOURCE_TYPES, type ResourceKind } from '../../domain/scim/resource-type.ts'
import { demandSortable, orderOf, type Order } from '../../domain/scim/sort.ts'
import type { HubwardError } from '../../domain/errors.ts'
import { adoptPortal } from './adopt-portal.ts'
import { pathsOf } from './filter-paths.ts'
import { byIndex } from './by-index.ts'
import type { ScimResource } from './ports.ts'
import { relatedTo } from './show-resource.ts'
import { represent } from './represent.ts'
import type { ScimContext } from './scim-context.ts'

export interface Query {
  /** One kind, or all: at the root. */
  readonly kinds: readonly ResourceKind[]
  readonly filter: Filter | null
  readonly order: Order | null
  readonly wanted: Wanted
}

export interface Slice {
  /** From 0. */
  readonly offset: number
  /** `null`: all of them. */
  readonly limit: number | null
}

export interface Listed {
  readonly total: number
  readonly resources: readonly JsonObject[]
}

/** @throws HubwardError `scim.invalid_filter`, `scim.invalid_path` */
export async function listScimResources(
  scim: ScimContext,
  query: Query,
  slice: Slice,
): Promise<Listed> {
  await adoptPortal(scim)
  const tests = testsOf(query)
  if (query.order)
    demandSortable(
      query.kinds.map((kind) => RESOURCE_TYPES[kind]),
      query.order.by,
    )
  const [only, ...more] = query.kinds
  if (only && more.length === 0 && !query.filter && !query.order)
    return plainPage(scim, only, query, slice)
  const found = (
    await Promise.all(query.kinds.map((kind) => matching(scim, kind, query, tests.get(kind))))
  ).flat()
  const sorted = query.order ? inOrder(found, query.order) : found
  const end = slice.limit === null ? undefined : slice.offset + slice.limit
  const chosen = sorted.slice(slice.offset, end).map(({ resource }) => resource)
  return { total: found.length, resources: await shown(scim, chosen, query.wanted) }
}

/** Without a filter the database counts and cuts. */
async function plainPage(
  scim: ScimContext,
  kind: ResourceKind,
  { wanted }: Query,
  { offset, limit }: Slice,
): Promise<Listed> {
  const { read } = scim.store
  const { id } = scim.connection
  const [total, rows] = await Promise.all([
    read.scim.count(id, kind),
    read.scim.list(id, kind, { offset, ...(limit !== null && { limit }) }),
  ])
  return { total, resources: await shown(scim, rows, wanted) }
}

/** At the root a name that only one kind has is a matter of that kind. */
function testsOf({ kinds, filter }: Query): ReadonlyMap<ResourceKind, Test | null> {
  if (!filter) return new Map()
  const tests = new Map<ResourceKind, Test | null>()
  let refused: unknown
  for (const kind of kinds)
    try {
      tests.set(kind, testOf(RESOURCE_TYPES[kind], filter))
    } catch (thrown) {
      refused = thrown
      tests.set(kind, null)
    }
  if ([...tests.values()].every((test) => test === null)) throw refused as HubwardError
  return tests
}

interface Found {
  readonly resource: ScimResource
  readonly whole: JsonObject
}

async function matching(
  scim: ScimContext,
  kind: ResourceKind,
  { filter, order }: Query,
  test: Test | null | undefined,
): Promise<Found[]> {
  if (test === null) return []
  const { read } = scim.store
  const by = filter ? byIndex(RESOURCE_TYPES[kind], filter) : undefined
  const rows = await read.scim.list(scim.connection.id, kind, by && { by })
  const named = [...(filter ? pathsOf(filter) : []), ...(order ? [order.by] : [])]
  const related = isRelated(kind, named)
    ? await relatedTo(
        read,
        kind,
        rows.map(({ id }) => id),
      )
    : null
  return rows.flatMap((resource) => {
    const whole = represent(scim.base, resource, related && (related.get(resource.id) ?? []))
    return !test || test(whole) ? [{ resource, whole }] : []
  })
}

const isRelated = (kind: ResourceKind, paths: readonly string[]): boolean =>
  paths.some((path) => {
    const name = placeOf(RESOURCE_TYPES[kind], path)?.attribute?.name
    return name === 'groups' || name === 'members'
  })

function inOrder(found: readonly Found[], order: Order): readonly Found[] {
  const compare = new Map(
    (['User', 'Group'] as const).map((kind) => [kind, orderOf(RESOURCE_TYPES[kind], order)]),
  )
  // Both kinds have `id` and `meta`; what only one of them has comes before the other's.
  return found.toSorted((a, b) => compare.get(a.resource.kind)?.(a.whole, b.whole) ?? 0)
}

async function shown(
  { store, base }: ScimContext,
  resources: readonly ScimResource[],
  wanted: Wanted,
): Promise<JsonObject[]> {
  const related = new Map<string, Awaited<ReturnType<typeof relatedTo>>>()
  for (const [kind, own] of Map.groupBy(resources, (one) => one.kind)) {
    if (!isShown(RESOURCE_TYPES[kind], wanted, kind === 'User' ? 'groups' : 'members')) continue
    related.set(
      kind,
      await relatedTo(
        store.read,
        kind,
        own.map(({ id }) => id),
      ),
    )
  }
  return resources.map((resource) => {
    const { kind, id } = resource
    const others = related.get(kind)
    const whole = represent(base, resource, others ? (others.get(id) ?? []) : null)
    return project(RESOURCE_TYPES[kind], whole, wanted)
  })
}
