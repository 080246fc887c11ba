/**
 * Lists what a portal has of one kind, to pick an id from: scheduling pages, pipelines with their
 * stages, custom objects, forms, lists. Read at HubSpot each time, metered and recorded; of what
 * the credential may not read it says which HubSpot scope is missing, and shows the rest.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { listAt, textAt } from '../../domain/mcp/read-json.ts'
import {
  narrowed,
  READ_PICK,
  type PickItem,
  type PickListName,
} from '../../domain/hubspot/picks.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { askDefinition, type Definition } from './ask-definitions.ts'
import { demandActive } from './asker.ts'
import type { Told } from './told.ts'

export interface PickListInput {
  /** Id or name. */
  readonly connection: string
  readonly list: PickListName
  /** Words that a name, an id or a fact must hold. */
  readonly search?: string | undefined
}

export interface PickedList {
  readonly connection: Connection
  readonly list: PickListName
  readonly items: readonly PickItem[]
  /** False where HubSpot has more than was read. */
  readonly complete: boolean
  /** HubSpot scopes without which part of the list, or all of it, stays unknown. */
  readonly missingScopes: readonly string[]
  /** What could not be read, in sentences. */
  readonly notices: readonly string[]
}

/** @throws HubwardError `resource.not_found`, `connection.suspended`, `connection.needs_reauth` */
export async function pickList(ctx: Context, input: PickListInput): Promise<PickedList> {
  authorise(ctx, 'operate', 'pick')
  const connection = await findConnection(ctx.store.read, input.connection)
  demandActive(connection)
  const sources = await Promise.all(
    SOURCES[input.list](connection).map((source) => readAll(ctx, connection, input.list, source)),
  )
  const items = sources.flatMap((one) => one.items)
  return {
    connection,
    list: input.list,
    items: narrowed(items, input.search ?? ''),
    complete: sources.every((one) => one.complete),
    missingScopes: [...new Set(sources.flatMap((one) => leastOf(one.scopes)))],
    notices: sources.flatMap((one) => one.notices),
  }
}

/** Any of them would do: the one that lets only the records be read, where there is one. */
function leastOf(scopes: readonly string[]): readonly string[] {
  const reads = scopes.filter((scope) => scope.endsWith('.read'))
  const [least = scopes[0]] = reads.toSorted(
    (a, b) => Number(b.startsWith('crm.objects.')) - Number(a.startsWith('crm.objects.')),
  )
  return least === undefined ? [] : [least]
}

/** One read of HubSpot’s, and how to go on from its answer. */
interface Source {
  /** Of which object type, for the reader. */
  readonly of: string | null
  readonly first: Definition
  readonly results: string
  readonly next?: (body: unknown) => Definition | null
  /** A portal without the feature answers 403 or 404: no reason to bother anybody. */
  readonly quiet?: true
}

const SOURCES: Readonly<Record<PickListName, (connection: Connection) => readonly Source[]>> = {
  meetings: () => [paged('/scheduler/2026-09/meetings/meeting-links')],
  forms: () => [paged('/marketing/v3/forms')],
  objects: () => [
    { of: null, first: { target: '/crm-object-schemas/2026-09/schemas' }, results: 'results' },
  ],
  lists: () => [
    {
      of: null,
      first: searchLists(0),
      results: 'lists',
      next: (body) => {
        const { hasMore, offset } = body as { hasMore?: unknown; offset?: unknown }
        return hasMore === true && typeof offset === 'number' ? searchLists(offset) : null
      },
    },
  ],
  pipelines: ({ customObjectTypes }) => [
    ...STANDARD_PIPELINES.map(([of, quiet]): Source => ({
      ...pipelinesOf(of, of),
      ...(quiet && { quiet }),
    })),
    ...customObjectTypes.map(({ objectTypeId, name }): Source => ({
      ...pipelinesOf(objectTypeId, name),
      quiet: true,
    })),
  ],
}

/** Object types of HubSpot that stand in pipelines; all but deals only where a portal has them. */
const STANDARD_PIPELINES: readonly (readonly [type: string, quiet?: true])[] = [
  ['deals'],
  ['tickets', true],
  ['leads', true],
  ['orders', true],
  ['services', true],
]

const pipelinesOf = (type: string, of: string): Source => ({
  of,
  first: { target: `/crm/pipelines/2026-09/${encodeURIComponent(type)}` },
  results: 'results',
})

const searchLists = (offset: number): Definition => ({
  target: '/crm/lists/2026-09/search',
  body: { offset, count: 500, additionalProperties: ['hs_list_size'] },
})

/** HubSpot’s common form: 100 at a time, `paging.next.after`. */
const paged = (base: string): Source => ({
  of: null,
  first: { target: `${base}?limit=100` },
  results: 'results',
  next: (body) => {
    const after = textAt(body, 'paging', 'next', 'after')
    return after === undefined
      ? null
      : { target: `${base}?limit=100&after=${encodeURIComponent(after)}` }
  },
})

interface ReadSource {
  readonly items: readonly PickItem[]
  readonly complete: boolean
  readonly scopes: readonly string[]
  readonly notices: readonly string[]
}

/** Nobody picks from more; the search of a list narrows what was read. */
const PAGES = 10

async function readAll(
  ctx: Context,
  connection: Connection,
  list: PickListName,
  source: Source,
): Promise<ReadSource> {
  const items: PickItem[] = []
  let next: Definition | null = source.first
  for (let page = 0; next !== null && page < PAGES; page++) {
    const told = await askDefinition(ctx, connection, next)
    if (told.state !== 'found') return { items, ...unread(source, told) }
    for (const json of listAt(told.body, source.results)) {
      const item = READ_PICK[list](json, source.of)
      if (item) items.push(item)
    }
    next = source.next?.(told.body) ?? null
  }
  return { items, complete: next === null, scopes: [], notices: [] }
}

/** A type that the portal has no pipelines for is no news; anything else is said. */
function unread(
  source: Source,
  told: Exclude<Told, { state: 'found' }>,
): Omit<ReadSource, 'items'> {
  const what = source.of === null ? 'They' : `Pipelines of ${source.of.replaceAll('_', ' ')}`
  if (told.state === 'missing') return { complete: true, scopes: [], notices: [] }
  if (told.state === 'refused' && source.quiet) return { complete: true, scopes: [], notices: [] }
  return {
    complete: false,
    scopes: told.state === 'refused' ? told.scopes : [],
    notices: [`${what} could not be read. ${told.why}`],
  }
}
