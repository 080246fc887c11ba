/** Where a link that is pasted into the search leads: to the connection whose portal it is of. */
import { describeLink } from '../../src/domain/hubspot/links/link.ts'
import { parseLink } from '../../src/domain/hubspot/links/parse-link.ts'
import type { Goal } from './command-palette.tsx'

interface Known {
  readonly name: string
  readonly title: string
  readonly portalId: number
}

interface LinkGoals {
  readonly goals: readonly Goal[]
  /** Why there is none, for the reader. */
  readonly none: string
}

/**
 * `null` where what is typed is no address, so that it is a name to find. Connections are absent
 * for roles that may look nothing up.
 */
export function linkGoals(
  typed: string,
  connections: readonly Known[] | undefined,
): LinkGoals | null {
  const text = typed.trim()
  if (!connections || !/^https?:\/\/|^[a-z0-9-]+\.(?:hubspot|hsforms|hubapi)\.com\//i.test(text))
    return null
  const parsed = parseLink(text)
  if (!parsed.ok) return { goals: [], none: parsed.error.needs }
  const { portalId } = parsed.value
  const says = describeLink(parsed.value)
  const fitting = connections.filter((one) => portalId === null || one.portalId === portalId)
  return {
    goals: fitting.map(({ name, title }) => ({
      value: `/connections/${name}?tab=ids`,
      label: `Look up on ${title}`,
      detail: says,
      icon: 'search',
      kind: 'Link',
      pastedLink: text,
    })),
    none: `That is a ${says}. No connection here is of that portal.`,
  }
}
