/** Properties that were asked for and came back with no record, which a model takes for empty ones. */
import type { ToolRecord } from '../../domain/mcp/records.ts'

/** HubSpot answers `null` for an empty property and leaves out one that it does not have. */
export function unansweredNotice(
  asked: readonly string[] | undefined,
  records: readonly ToolRecord[],
): readonly string[] {
  if (!asked || records.length === 0) return []
  const unanswered = asked.filter(
    (name) => !records.some(({ properties }) => Object.hasOwn(properties, name)),
  )
  if (unanswered.length === 0) return []
  const shown = unanswered.slice(0, 10).map((name) => JSON.stringify(name))
  const more =
    unanswered.length > shown.length ? ` and ${unanswered.length - shown.length} more` : ''
  return [
    `HubSpot answered nothing for ${shown.join(', ')}${more}: there may be no such property. describe_object lists them.`,
  ]
}
