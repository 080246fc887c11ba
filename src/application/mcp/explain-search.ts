/**
 * Why HubSpot may have refused a search. It says no more than "There was a problem with the
 * request" (facts §2), from which no model can go on; the portal's definitions often tell. Asked
 * only after a refusal, so a search in order costs nothing more.
 */
import { valueProblem, type Definitions } from '../../domain/mcp/definitions.ts'
import type { Condition, SearchQuestion } from '../../domain/mcp/search-body.ts'
import { nearest } from '../../domain/hubspot/nearest.ts'
import { readDefinitions } from './read-definitions.ts'
import type { ToolContext, ToolRefusal } from './tool-context.ts'

/** The same refusal; with what is wrong with the question, where that can be told. */
export async function explainSearch(
  ctx: ToolContext,
  objectType: string,
  question: SearchQuestion,
  why: ToolRefusal,
): Promise<ToolRefusal> {
  if (why.code !== null || why.retryAfterSeconds !== null || why.uncertain) return why
  const definitions = await readDefinitions(ctx, objectType)
  if (!definitions.ok) return why
  const { filters = [], any_of = [], sort } = question
  const problems = [...filters, ...any_of.flat()].flatMap((each) =>
    conditionProblems(definitions.value, each),
  )
  if (sort) problems.push(...nameProblems(definitions.value, sort.property))
  if (problems.length === 0) return why
  return {
    ...why,
    message: `HubSpot did not accept the search: ${[...new Set(problems)].join(' ')} Correct that and call again.`,
  }
}

const conditionProblems = (definitions: Definitions, condition: Condition): readonly string[] => {
  const { property, operator, value, high_value: high, values = [] } = condition
  const definition = definitions.get(property)
  if (!definition) return nameProblems(definitions, property)
  // Parts of words: they need not be values.
  if (operator === 'CONTAINS_TOKEN' || operator === 'NOT_CONTAINS_TOKEN') return []
  return [value, high, ...values].flatMap((each) => {
    const problem = each === undefined ? undefined : valueProblem(definition, String(each))
    return problem === undefined ? [] : [`"${property}" ${problem}`]
  })
}

function nameProblems(definitions: Definitions, name: string): readonly string[] {
  if (definitions.has(name)) return []
  const [meant] = nearest(name, [...definitions.keys()])
  return [
    `There is no property ${JSON.stringify(name)}; ${meant === undefined ? 'describe_object lists them.' : `did you mean ${JSON.stringify(meant)}?`}`,
  ]
}
