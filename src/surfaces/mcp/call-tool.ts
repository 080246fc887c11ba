/** Runs one tool call and shapes its outcome for the protocol. Knows neither HTTP nor eras. */
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import type { ToolCall } from '../../application/mcp/open-connection.ts'
import type { ToolRefusal, ToolServices } from '../../application/mcp/tool-context.ts'
import { thrownRefusal } from '../../application/gateway/refusal.ts'
import { nearest } from '../../domain/hubspot/nearest.ts'
import { ERRORS } from '../../domain/errors.ts'
import type { Tool } from './tool.ts'

/**
 * Every failure that a model can do something about is a tool error; the protocol's own errors
 * are for callers who do not speak the protocol (MCP, "Error handling").
 */
export async function callTool(
  services: ToolServices,
  tool: Tool,
  call: ToolCall,
  args: unknown,
): Promise<CallToolResult> {
  const parsed = tool.parse(args ?? {})
  if (!parsed.success) return failed(misread(tool, parsed.error))
  try {
    const outcome = await tool.run(services, call, parsed.data)
    if (!outcome.ok) return failed(refusalText(outcome.error))
    return {
      content: [{ type: 'text', text: JSON.stringify(outcome.value) }],
      structuredContent: outcome.value,
    }
  } catch (thrown) {
    const why = thrownRefusal(thrown)
    if (why.code === 'internal')
      services.log.error({ err: thrown, tool: tool.name }, 'MCP door: a tool failed')
    return failed(
      refusalText({
        code: why.code,
        message: why.message,
        retryAfterSeconds: why.retryAfterSeconds,
        uncertain: false,
      }),
    )
  }
}

const failed = (text: string): CallToolResult => ({
  content: [{ type: 'text', text }],
  isError: true,
})

/** Clients show some 11,000 characters of an error. */
const ERROR_LIMIT = 8_000

function refusalText(why: ToolRefusal): string {
  const retry =
    why.retryAfterSeconds !== null
      ? ` Retry after ${why.retryAfterSeconds} s.`
      : why.code !== null && ERRORS[why.code].retry !== 'later' && !/retry/i.test(why.message)
        ? ' Retrying the same call will not help.'
        : ''
  const label = why.code === null ? 'HubSpot refused' : why.code
  return `${label}: ${why.message}${retry}`.slice(0, ERROR_LIMIT)
}

function misread(tool: Tool, error: z.ZodError): string {
  const lines = error.issues.slice(0, 20).map((issue) => {
    const where = issue.path.join('.')
    if (issue.code !== 'unrecognized_keys') return `- ${where || 'arguments'}: ${issue.message}`
    const meant = issue.path.length === 0 ? nearest(issue.keys[0] ?? '', tool.arguments) : []
    return `- ${where ? `${where}: ` : ''}unknown argument ${issue.keys.join(', ')}${meant[0] ? `; did you mean ${meant[0]}?` : ''}`
  })
  const takes = tool.arguments.length > 0 ? tool.arguments.join(', ') : 'no arguments'
  return `request.invalid: The arguments of ${tool.name} are not as they should be:\n${lines.join('\n')}\n${tool.name} takes: ${takes}. Correct them and call again.`
}
