/**
 * What one tool is: its words for models, its arguments, its result, and the verb behind it. All
 * words are ours and fixed: no text of HubSpot's ever stands in a description or a schema.
 */
import { z } from 'zod'
import type { ToolCall } from '../../application/mcp/open-connection.ts'
import { openConnection } from '../../application/mcp/open-connection.ts'
import type { ToolContext, ToolOutcome, ToolServices } from '../../application/mcp/tool-context.ts'
import type { ToolView } from '../../domain/mcp/tool-view.ts'

/** Hints for clients (MCP, "ToolAnnotations"); nothing here is enforced by them. */
export interface Annotations {
  readonly readOnlyHint: boolean
  readonly destructiveHint: boolean
  readonly idempotentHint: boolean
  /** The portal is one closed system: nothing a tool does reaches beyond it. */
  readonly openWorldHint: boolean
}

export const READS: Annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
}

/** A top-level argument whose allowed values follow from the caller's grants. */
export type Choices = Readonly<Record<string, (view: ToolView) => readonly string[]>>

export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly annotations: Annotations
  readonly inputSchema: JsonSchema
  readonly outputSchema: JsonSchema
  readonly choices: Choices
  /** Names of the arguments, for whoever sent another. */
  readonly arguments: readonly string[]
  shown(view: ToolView): boolean
  parse(args: unknown): z.ZodSafeParseResult<unknown>
  run(services: ToolServices, call: ToolCall, input: unknown): Promise<ToolOutcome>
}

export type JsonSchema = { type: 'object'; [keyword: string]: unknown }

interface Definition<Shape extends z.ZodRawShape> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly annotations?: Annotations
  readonly input: z.ZodObject<Shape>
  readonly output: z.ZodObject
  readonly choices?: Choices
  shown(view: ToolView): boolean
}

/** A tool that works on one connection. */
export function defineTool<Shape extends z.ZodRawShape>(
  definition: Definition<Shape> & {
    verb(ctx: ToolContext, input: z.output<z.ZodObject<Shape>>): Promise<ToolOutcome>
  },
): Tool {
  const input = definition.input.extend(CONNECTION).strict()
  return defineFreeTool({
    ...definition,
    input,
    choices: { ...definition.choices, connection: (view) => view.connections },
    async verb(services, call, args) {
      const { connection, ...rest } = args as { connection?: string }
      const opened = await openConnection(services, call, connection)
      if (!opened.ok) return opened
      return definition.verb(opened.value, rest as z.output<z.ZodObject<Shape>>)
    },
  })
}

/** A tool that concerns no single connection. */
export function defineFreeTool<Shape extends z.ZodRawShape>(
  definition: Definition<Shape> & {
    verb(
      services: ToolServices,
      call: ToolCall,
      input: z.output<z.ZodObject<Shape>>,
    ): Promise<ToolOutcome>
  },
): Tool {
  const { input, output, verb, ...rest } = definition
  return {
    annotations: READS,
    choices: {},
    ...rest,
    inputSchema: jsonSchema(input, 'input'),
    outputSchema: jsonSchema(output, 'output'),
    arguments: Object.keys(input.shape),
    parse: (args) => input.safeParse(args),
    run: (services, call, args) => verb(services, call, args as z.output<z.ZodObject<Shape>>),
  }
}

const CONNECTION = {
  connection: z
    .string()
    .max(63)
    .optional()
    .describe('The HubSpot connection to use; get_my_access lists yours.'),
}

function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' })
  return { ...rest, type: 'object' }
}
