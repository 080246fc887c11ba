/**
 * One call of a tool to HubSpot through the one pipeline, and what its failure means in words for
 * a model: what was refused, what is missing, who can give it, what to do instead, whether to
 * try again.
 */
import { cleanText } from '../../domain/mcp/clean.ts'
import { listAt, objectAt, textAt } from '../../domain/mcp/read-json.ts'
import { classifyAnswer } from '../../domain/hubspot/errors.ts'
import { err, type Result } from '../../domain/result.ts'
import { callOnce, type OnceRequest, type WholeAnswer } from '../gateway/call-once.ts'
import type { CallRefusal } from '../gateway/refusal.ts'
import type { ToolContext, ToolRefusal } from './tool-context.ts'

export type Asked = Pick<OnceRequest, 'method' | 'target' | 'body'>

/** HubSpot's answer below 400, or why there is none. */
export async function askHubSpot(
  ctx: ToolContext,
  call: Asked,
): Promise<Result<WholeAnswer, ToolRefusal>> {
  const answer = await callOnce(ctx.services, {
    ...call,
    caller: ctx.caller,
    connectionName: ctx.connection.name,
    tool: ctx.tool,
    patienceMs: ctx.patienceMs,
    ...(ctx.signal && { signal: ctx.signal }),
  })
  if (!answer.ok) return err(refusalInWords(answer.error))
  return answer.value.status < 400 ? answer : err(hubspotRefusal(answer.value))
}

/** `/crm/objects/2026-09/…` with each part encoded, so that no value can become another path. */
export const path = (base: string, ...parts: readonly string[]): string =>
  [base, ...parts.map(encodeURIComponent)].join('/')

export const query = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** Refused before HubSpot could do anything: everything but a lost answer. */
const TOUCHED: ReadonlySet<string> = new Set([
  'upstream.unreachable',
  'upstream.timeout',
  'upstream.broken',
  'audit.unavailable',
  'audit.answer_withheld',
  'internal',
])

/** What a model may do instead, by code. */
const INSTEAD: Readonly<Record<string, string>> = {
  'access.connection_not_found': 'get_my_access lists the connections you have.',
  'access.scope_missing':
    'get_my_access lists what you may do now: do that part, or tell your user whom to ask.',
  'access.body_refused': 'Leave out the part that it names.',
  'access.operation_refused': 'No grant opens this; tell your user.',
  'access.operation_unknown': 'describe_object lists the object types and properties there are.',
  'budget.spent': 'Wait that long, or ask for less at once.',
  'connection.suspended': 'Tell your user; do not retry.',
  'connection.needs_reauth': 'Tell your user; do not retry.',
}

export function refusalInWords(why: CallRefusal): ToolRefusal {
  const instead = INSTEAD[why.code]
  const message =
    why.code === 'access.connection_not_found'
      ? why.message.replace(/ GET \/api\S* .*$/, '')
      : why.message
  return {
    code: why.code,
    message: instead ? `${message} ${instead}` : message,
    retryAfterSeconds: why.retryAfterSeconds,
    uncertain: TOUCHED.has(why.code) && why.facts['sent'] !== false,
  }
}

/** HubSpot's own refusal. Its message is quoted as data, cleaned. */
function hubspotRefusal({ status, body }: WholeAnswer): ToolRefusal {
  const answer = classifyAnswer(status, {}, body)
  const said = cleanText(textAt(body, 'message') ?? '').slice(0, 1_000)
  const quoted = said ? ` HubSpot said: ${JSON.stringify(said)}` : ''
  const { afterMs } = answer.retry
  return {
    code: null,
    message: `${meaning(answer, body)}${quoted}`,
    retryAfterSeconds: afterMs === undefined ? null : Math.ceil(afterMs / 1000),
    // 5xx may have done it; the statuses that say otherwise are safe for writes to repeat.
    uncertain: answer.kind === 'server_error' && !NOT_ARRIVED.has(status),
  }
}

/** Cloudflare could not reach HubSpot's own server. */
const NOT_ARRIVED: ReadonlySet<number> = new Set([521, 522, 523])

function meaning(answer: ReturnType<typeof classifyAnswer>, body: unknown): string {
  switch (answer.kind) {
    case 'missing_scopes': {
      const which = answer.required.map(cleanText).slice(0, 5).join(', ')
      return `Your grant allows this, but the connection's credential lacks a HubSpot scope${which ? ` (${answer.of === 'any' ? 'any of' : 'all of'} ${which})` : ''}. An admin must add it in HubSpot. Do not retry until then.`
    }
    case 'not_found':
      return 'There is no such thing in HubSpot.'
    case 'conflict':
      return 'HubSpot already has it. Update the existing record, or use upsert.'
    case 'rate_limited':
      return "HubSpot's allowance for this portal is used up for now; try again later."
    case 'creator_without_permission':
      return 'Whoever made the credential has lost rights in HubSpot. An admin must renew it.'
    case 'locked':
      return 'HubSpot has locked it for a moment; try again in 2 seconds.'
    case 'migrating':
      return 'HubSpot is moving the portal to another data centre; try again later.'
    case 'server_error':
      return 'HubSpot failed. A read may be tried again.'
    case 'invalid':
      return invalidInWords(body)
    default:
      return 'HubSpot refused the call.'
  }
}

/** Since 2026-09 an admin's rules bind API writes too; the answer names the properties. */
const RULES: Readonly<Record<string, string>> = {
  MISSING_REQUIRED_PROPERTY: 'is required by a rule of the portal',
  MISSING_CONDITIONAL_REQUIRED_PROPERTY: 'is required by a rule of the portal for these values',
  PROPERTY_DOESNT_EXIST: 'does not exist',
}

function invalidInWords(body: unknown): string {
  const ruled = listAt(body, 'errors').flatMap((error) => {
    const rule = RULES[textAt(error, 'code') ?? '']
    const names = objectAt(error, 'context')['propertyName']
    return rule && Array.isArray(names)
      ? names.map((name) => `${cleanText(String(name))} ${rule}`)
      : []
  })
  return ruled.length > 0
    ? `HubSpot did not accept it: ${[...new Set(ruled)].join('; ')}. Ask your user for the values; describe_object shows what they may be.`
    : 'HubSpot did not accept it. Correct it as it says, then try again.'
}
