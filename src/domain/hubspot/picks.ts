/**
 * Lists to pick an id from, so that nobody has to find one in an address: what each is of, what
 * Hubward scope reads it, and how one entry of HubSpot’s answer is read. Any field may be absent
 * (facts §2); an entry without an id is none.
 */
import type { Scope } from '../access/scope.ts'
import { cleanText } from '../mcp/clean.ts'
import { listAt, numberAt, textAt, type Json } from '../mcp/read-json.ts'
import { standardType } from './object-types.ts'

export const PICK_LISTS = {
  meetings: {
    title: 'Scheduling pages',
    one: 'scheduling page',
    scopes: ['meetings:read'],
    id: 'Slug, as the meetings API takes it',
  },
  pipelines: {
    title: 'Pipelines and stages',
    one: 'pipeline',
    scopes: ['deals:read'],
    id: 'Pipeline id; stages have ids of their own',
  },
  objects: {
    title: 'Custom objects',
    one: 'custom object',
    scopes: ['schema:read'],
    id: 'Object type id',
  },
  forms: { title: 'Forms', one: 'form', scopes: ['forms:read'], id: 'Form GUID' },
  lists: {
    title: 'Lists',
    one: 'list',
    scopes: ['lists:read'],
    id: 'List id, as the API takes it',
  },
} as const satisfies Record<
  string,
  { title: string; one: string; scopes: readonly Scope[]; id: string }
>
export type PickListName = keyof typeof PICK_LISTS

export interface PickItem {
  /** What an integration or a call wants. */
  readonly id: string
  readonly name: string
  /** The object type it belongs to: `deals`; `null` where it belongs to none. */
  readonly of: string | null
  /** Other ids and marks of it: `link`, `type`. */
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  /** Stages of a pipeline, in order. */
  readonly parts: readonly { readonly id: string; readonly name: string; readonly note: string }[]
}

export const READ_PICK: Readonly<
  Record<PickListName, (json: Json, of: string | null) => PickItem | null>
> = {
  meetings: (json) =>
    item(json, 'slug', 'name', {
      facts: { link: textAt(json, 'link'), type: MEETING_TYPES[textAt(json, 'type') ?? ''] },
    }),
  pipelines: (json, of) =>
    json['archived'] === true
      ? null
      : item(json, 'id', 'label', {
          of,
          parts: inOrder(listAt(json, 'stages')).flatMap((stage) => {
            const id = textAt(stage, 'id')
            return id === undefined || stage['archived'] === true
              ? []
              : [{ id, name: shown(textAt(stage, 'label') ?? id), note: stageNote(stage) }]
          }),
        }),
  objects: (json) =>
    item({ ...json, label: textAt(json, 'labels', 'plural') }, 'objectTypeId', 'label', {
      facts: { name: textAt(json, 'name'), 'full name': textAt(json, 'fullyQualifiedName') },
    }),
  forms: (json) =>
    json['archived'] === true
      ? null
      : item(json, 'id', 'name', { facts: { type: textAt(json, 'formType') } }),
  lists: (json) => {
    const type = textAt(json, 'objectTypeId')
    const size = numberAt(json, 'size') ?? textAt(json, 'additionalProperties', 'hs_list_size')
    return item(json, 'listId', 'name', {
      of: type === undefined ? null : (standardType(type)?.name ?? type),
      facts: {
        kind: LIST_TYPES[textAt(json, 'processingType') ?? ''],
        size: size === undefined ? undefined : String(size),
      },
    })
  },
}

const MEETING_TYPES: Readonly<Record<string, string>> = {
  PERSONAL_LINK: 'one person',
  GROUP_CALENDAR: 'group',
  ROUND_ROBIN_CALENDAR: 'round robin',
}
const LIST_TYPES: Readonly<Record<string, string>> = {
  MANUAL: 'by hand',
  DYNAMIC: 'active',
  SNAPSHOT: 'snapshot',
}

/** The entries whose name, id or facts hold every word that was typed. */
export function narrowed(items: readonly PickItem[], search: string): readonly PickItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return items.filter(({ id, name, of, facts, parts }) => {
    const text = [
      id,
      name,
      of,
      ...facts.map(({ value }) => value),
      ...parts.flatMap((part) => [part.id, part.name]),
    ]
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

interface Rest {
  readonly of?: string | null
  readonly facts?: Readonly<Record<string, string | undefined>>
  readonly parts?: PickItem['parts']
}

function item(json: Json, id: string, name: string, rest: Rest): PickItem | null {
  const found = textAt(json, id)
  if (found === undefined) return null
  return {
    id: shown(found),
    name: shown(textAt(json, name) ?? found),
    of: rest.of ?? null,
    facts: Object.entries(rest.facts ?? {}).flatMap(([key, value]) =>
      value === undefined ? [] : [{ name: key, value: shown(value) }],
    ),
    parts: rest.parts ?? [],
  }
}

/** Names come from people who may write anything into HubSpot. */
const shown = (text: string): string => cleanText(text).replaceAll(/\s+/g, ' ').slice(0, 300)

const inOrder = (stages: readonly Json[]): readonly Json[] =>
  [...stages].sort(
    (a, b) => (numberAt(a, 'displayOrder') ?? 0) - (numberAt(b, 'displayOrder') ?? 0),
  )

/** What a stage means for a deal or a ticket. */
function stageNote(stage: Json): string {
  const probability = textAt(stage, 'metadata', 'probability')
  if (textAt(stage, 'metadata', 'ticketState') === 'CLOSED') return 'closed'
  if (textAt(stage, 'metadata', 'isClosed') !== 'true') return ''
  return probability === '0.0' || probability === '0'
    ? 'lost'
    : probability === undefined
      ? 'closed'
      : 'won'
}
