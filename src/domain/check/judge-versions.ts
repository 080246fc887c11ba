/** What of the API that was used will end, and how soon. */
import type { CredentialKind } from '../credential/kind.ts'
import { failure, fine, judged, warning, type Finding, type Judgement } from './report.ts'
import {
  OWN_PATHS,
  sunsetOf,
  sunsetOfKind,
  versionInPath,
  type Sunset,
  type VersionUse,
} from './sunsets.ts'

export interface VersionInput {
  readonly connection: { readonly name: string; readonly kind: CredentialKind }
  readonly uses: readonly VersionUse[]
  /** How many of the newest calls were looked at; `whole`: there were no more in that time. */
  readonly looked: { readonly calls: number; readonly whole: boolean; readonly days: number }
  readonly now: Date
}

/** Half a year: what a team needs to plan a change, make it and release it. */
const SOON_DAYS = 180
const DAY_MS = 86_400_000
/** A year and a bit: what is worth a sentence. */
const NEAR_DAYS = 400

export function judgeVersions({ connection, uses, looked, now }: VersionInput): Judgement {
  const ending = uses.flatMap((use) => {
    const sunset = sunsetOf(use)
    return sunset ? [{ use, sunset }] : []
  })
  const bySunset = [...Map.groupBy(ending, ({ sunset }) => sunset.id).values()]
  const kindEnds = sunsetOfKind(connection.kind)
  const findings: Finding[] = [
    ...bySunset
      .filter(([first]) => first && isNear(first.sunset, now))
      .map((group) => ofCallers(group, now)),
    ...(kindEnds ? [ofKind(kindEnds, connection.name, now)] : []),
    ofHubward(),
  ]
  if (uses.length === 0)
    findings.unshift(fine(`Nobody called through this connection in ${looked.days} days.`))
  if (!looked.whole)
    findings.push(fine(`Judged by the newest ${looked.calls} calls of ${looked.days} days.`))
  const soon = findings.filter(({ outcome }) => outcome !== 'ok').length
  return judged(summaryOf(soon, looked.calls), findings, {
    days: looked.days,
    calls: looked.calls,
    whole: looked.whole,
    used: uses.map((use) => ({ ...use, ends: sunsetOf(use)?.ends ?? null })),
    sunsets: [
      ...bySunset.flatMap(([first]) => (first ? [first.sunset] : [])),
      ...(kindEnds ? [kindEnds] : []),
    ],
    own: OWN_PATHS.map(({ path, why }) => ({
      path,
      why,
      ends: sunsetOf(versionInPath(path))?.ends ?? null,
    })),
  })
}

function summaryOf(soon: number, calls: number): string {
  if (soon > 0) return `${soon} ${soon === 1 ? 'thing' : 'things'} in use will end soon`
  return calls === 0 ? 'Nothing in use ends soon' : `Nothing that ${calls} calls used ends soon`
}

function ofCallers(
  group: readonly { readonly use: VersionUse; readonly sunset: Sunset }[],
  now: Date,
): Finding {
  const [first] = group
  if (!first) return fine('')
  const { sunset } = first
  const calls = group.reduce((sum, { use }) => sum + use.calls, 0)
  const callers = Math.max(...group.map(({ use }) => use.callers))
  const operations = [...new Set(group.flatMap(({ use }) => use.operations))]
  const named = operations.slice(0, 4).join(', ')
  const more = operations.length > 4 ? ` and ${operations.length - 4} more` : ''
  const who = callers === 1 ? 'One caller' : `At least ${callers} callers`
  const what = calls === 1 ? 'a call' : `${calls} calls`
  const text = `${sunset.what} ${endsInWords(sunset, now)}. ${who} made ${what} there (${named}${more}).`
  return bySoonness(sunset, now, text, `${sunset.instead} Source: ${sunset.source}`)
}

function ofKind(sunset: Sunset, name: string, now: Date): Finding {
  const text = `${sunset.what} ${endsInWords(sunset, now)}, and this credential is one.`
  const instead = sunset.instead.replace('<name>', name)
  return bySoonness(sunset, now, text, `${instead} Source: ${sunset.source}`)
}

/** Ours to mend, not the reader's, so never a warning. */
function ofHubward(): Finding {
  const old = OWN_PATHS.filter(({ path }) => /^v\d$/.test(versionInPath(path).version ?? ''))
  return fine(
    `Hubward itself asks by dated releases where HubSpot has them; ${old.length} of its ${OWN_PATHS.length} paths have none yet, or stand in where a dated one is missing.`,
  )
}

function bySoonness(sunset: Sunset, now: Date, text: string, remedy: string): Finding {
  const days = daysLeft(sunset, now)
  if (days <= 0) return failure(text, remedy)
  return days <= SOON_DAYS ? warning(text, remedy) : { outcome: 'ok', text, remedy }
}

/** What ends later is in the facts: it is nothing to plan for yet. */
const isNear = (sunset: Sunset, now: Date): boolean => daysLeft(sunset, now) <= NEAR_DAYS

const daysLeft = ({ ends }: Sunset, now: Date): number =>
  Math.ceil((Date.parse(`${ends}T00:00:00Z`) - now.getTime()) / DAY_MS)

function endsInWords(sunset: Sunset, now: Date): string {
  const when = sunset.monthOnly ? `in ${sunset.ends.slice(0, 7)}` : `on ${sunset.ends}`
  const days = daysLeft(sunset, now)
  if (days <= 0) return `ended ${when}`
  return `${sunset.many ? 'end' : 'ends'} ${when}, in ${days} ${days === 1 ? 'day' : 'days'}`
}
