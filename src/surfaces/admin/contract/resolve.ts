/** What a pasted link means, and lists to pick an id from. */
import { z } from 'zod'
import { LINK_KINDS, type LinkKind } from '../../../domain/hubspot/links/link.ts'
import { PICK_LISTS, type PickListName } from '../../../domain/hubspot/picks.ts'
import { endpoint } from './endpoint.ts'
import { line, reference } from './fields.ts'
import { listOf, none } from './forms.ts'

const tag = 'Ids'

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) =>
  z.enum(Object.keys(table) as [K, ...K[]])

const link = z.object({
  kind: keysOf<LinkKind>(LINK_KINDS),
  /** `null` where the link names none. */
  portalId: z.number().nullable(),
  /** The data centre that the host names: `eu1`. */
  region: z.string().nullable(),
  objectType: z
    .object({ objectTypeId: z.string().nullable(), name: z.string().nullable() })
    .nullable(),
  /** `null`: the page that lists them. */
  id: z.string().nullable(),
  /** Other ids in the link: `view`, `pipeline`, `dashboard`. */
  beside: z.record(z.string(), z.string()),
  host: z.string(),
  /** As it stands in the link; `null` for a bare id. */
  domain: z.string().nullable(),
  /** The form of address that fitted: `/contacts/{portal}/record/{type}/{id}/*`. */
  form: z.string(),
})

const resolution = z.object({
  link,
  /** In a line: `record 451 of deals in portal 123`. */
  says: z.string(),
  connection: z.object({ id: z.string(), name: z.string(), portalId: z.number() }).nullable(),
  portal: z.enum(['same', 'other', 'unsaid']),
  found: z.object({
    state: z.enum(['found', 'missing', 'refused', 'unknown', 'not_looked_up']),
    /** What HubSpot calls it. */
    name: z.string().nullable(),
    /** Where the API takes another id than the link has. */
    apiId: z.string().nullable(),
    why: z.string(),
  }),
  /** The Hubward scope that reads it; `null` where none does. */
  rights: z
    .object({
      scope: z.string(),
      credential: z.boolean(),
      /** HubSpot scopes to switch on. */
      missing: z.array(z.string()),
      you: z.boolean(),
    })
    .nullable(),
  notes: z.array(z.string()),
})
export type ResolutionView = z.output<typeof resolution>

const pick = z.object({
  id: z.string(),
  name: z.string(),
  /** The object type it belongs to. */
  of: z.string().nullable(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Stages of a pipeline. */
  parts: z.array(z.object({ id: z.string(), name: z.string(), note: z.string() })),
})
export type PickView = z.output<typeof pick>

const pickList = listOf(pick).extend({
  /** What an entry’s `id` is. */
  idIs: z.string(),
  /** False where HubSpot has more. */
  complete: z.boolean(),
  /** HubSpot scopes without which some of it stays unknown. */
  missingScopes: z.array(z.string()),
  notices: z.array(z.string()),
})
export type PickListView = z.output<typeof pickList>

const pickListName = keysOf<PickListName>(PICK_LISTS)

export const resolveEndpoints = {
  resolve: endpoint({
    method: 'POST',
    path: '/api/v1/resolutions',
    act: 'operate',
    tag,
    summary: 'What a pasted HubSpot link means, looked up in the portal where it is connected',
    params: none,
    query: none,
    body: z.strictObject({
      /** An address, an object type id, a custom object’s qualified name. Never followed. */
      link: z.string().max(10_000),
      /** Nothing: the connection of the portal that the link names. */
      connection: reference.optional(),
    }),
    answer: resolution,
    status: 200,
  }),
  pick: endpoint({
    // No GET: it asks HubSpot, out of the portal’s allowance.
    method: 'POST',
    path: '/api/v1/connections/{connection}/ids',
    act: 'operate',
    tag,
    summary:
      'Scheduling pages, pipelines, custom objects, forms or lists of a portal, to pick from',
    params: z.strictObject({ connection: reference }),
    query: none,
    body: z.strictObject({ list: pickListName, search: line.max(200).optional() }),
    answer: pickList,
    status: 200,
  }),
}
