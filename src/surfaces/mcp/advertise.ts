/**
 * The tool lists, made once per set of grants and kept. Everyone with the same grants gets the
 * same list, byte for byte, so that clients' prompt caches hold.
 */
import type { Tool as ProtocolTool } from '@modelcontextprotocol/server'
import type { Caller } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { nextExpiry, reachOf } from '../../domain/mcp/reach.ts'
import { toolView, viewKey, type ToolView } from '../../domain/mcp/tool-view.ts'
import { instructionsFor } from './instructions.ts'
import type { JsonSchema, Tool } from './tool.ts'
import { TOOLS } from './tools.ts'

/** What a caller is told about the server: it follows from the grants alone. */
export interface Offer {
  readonly tools: ProtocolTool[]
  readonly instructions: string
}

/** Views kept at once; each list is some 20 KB. */
const VIEWS = 200

export class Offers {
  #version = -1
  /** By principal, for one version of the picture. */
  #offers = new Map<string, { readonly offer: Offer; readonly until: Date | null }>()
  /** By view, for as long as there is room: a view means the same in every version. */
  readonly #lists = new Map<string, ProtocolTool[]>()

  for(picture: AccessPicture, caller: Caller, now: Date): Offer {
    if (picture.version !== this.#version) {
      this.#version = picture.version
      this.#offers = new Map()
    }
    const { id } = caller.principal
    const known = this.#offers.get(id)
    if (known && (!known.until || known.until > now)) return known.offer
    const reaches = reachOf(picture, id, now).map(({ connection, scopes }) => ({
      name: connection.name,
      scopes,
    }))
    const offer = {
      tools: this.#list(toolView(reaches)),
      instructions: instructionsFor(picture, id),
    }
    this.#offers.set(id, { offer, until: nextExpiry(picture, id, now) })
    return offer
  }

  #list(view: ToolView): ProtocolTool[] {
    const key = viewKey(view)
    const known = this.#lists.get(key)
    if (known) return known
    if (this.#lists.size >= VIEWS) this.#lists.clear()
    const list = TOOLS.filter((tool) => tool.shown(view)).map((tool) => advertise(tool, view))
    this.#lists.set(key, list)
    return list
  }
}

function advertise(tool: Tool, view: ToolView): ProtocolTool {
  const { name, title, description, annotations, outputSchema } = tool
  return {
    name,
    title,
    description,
    inputSchema: narrowed(tool, view),
    outputSchema,
    annotations: { ...annotations },
  }
}

type Properties = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The input schema with what this view may choose; `connection` only where there is a choice. */
function narrowed({ inputSchema, choices }: Tool, view: ToolView): JsonSchema {
  const properties = { ...(inputSchema['properties'] as Properties) }
  let required = (inputSchema['required'] as readonly string[] | undefined) ?? []
  for (const [name, choose] of Object.entries(choices)) {
    const options = choose(view)
    if (name === 'connection' && options.length < 2) {
      delete properties[name]
      continue
    }
    if (name === 'connection') required = [...required, name]
    const {
      maxLength: _,
      minLength: __,
      pattern: ___,
      examples,
      ...schema
    } = properties[name] ?? {}
    const shown = (examples as unknown[] | undefined)?.filter((one) =>
      options.includes(String(one)),
    )
    properties[name] = { ...schema, enum: options, ...(shown?.length && { examples: shown }) }
  }
  return { ...inputSchema, properties, ...(required.length > 0 && { required }) }
}
