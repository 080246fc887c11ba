/** Prints what is known of a connection, and the table of what its credential covers. */
import { accountTypeWords } from '../../domain/connection/connection.ts'
import { noticeScopesCommand } from '../../domain/connection/mend.ts'
import { remedyByTable } from '../../domain/hubspot/hubspot-scopes.ts'
import type { ConnectionView, CoverageView, ReportView } from '../admin/contract/connections.ts'
import type { Output, Tone } from './output.ts'

const TONES: Record<CoverageView['state'], Tone> = {
  held: 'good',
  partly: 'strong',
  missing: 'bad',
}

type Reported = Omit<ReportView, 'notices'>

/**
 * Portal, account, kind, user and app behind the credential, then the coverage. `name` is the
 * connection's, where there is one already.
 */
export function showReport(out: Output, report: Reported, name?: string): void {
  const facts: [string, string | null][] = [
    ['Portal', `${report.portalId}${report.portalName ? ` (${report.portalName})` : ''}`],
    ['Account type', accountTypeWords(report.accountType)],
    ['Hublet', `${report.hublet} (${report.baseUrl})`],
    ['Time zone', report.timeZone],
    ['Credential', report.kindTitle],
    ['HubSpot user', report.hubspotUserId === null ? null : String(report.hubspotUserId)],
    ['HubSpot app', report.hubspotAppId === null ? null : String(report.hubspotAppId)],
  ]
  for (const [fact, value] of facts)
    out.line(`${fact.padEnd(16)}${value ?? 'HubSpot does not tell'}`)
  const scopes = folded(report.hubspotScopes).join(`\n${' '.repeat(16)}`)
  out.line(`${'HubSpot scopes'.padEnd(16)}${scopes || 'none'}`)
  out.line()
  showCoverage(out, report)
  const mendable = report.coverage.some(({ remedy }) => remedy !== null)
  if (mendable && name !== undefined)
    out.line(`Then: ${noticeScopesCommand({ name, kind: report.kind })}`)
}

/** Words in lines that a terminal shows whole. */
function folded(words: readonly string[]): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length > 80) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

/**
 * What each scope needs stands in the table, so how to add it is said once: nobody has asked for them all. Of
 * what is held in part the table does not tell which part is missing.
 */
function showCoverage(out: Output, { coverage, kind }: Reported): void {
  out.table(
    ['SCOPE', 'STATE', 'NEEDS AT HUBSPOT'],
    coverage.map(({ scope, needed, state }) => [
      scope,
      { text: state, tone: TONES[state] },
      needed.join(' + '),
    ]),
  )
  const partly = Map.groupBy(
    coverage.filter(({ state }) => state === 'partly'),
    ({ remedy }) => remedy ?? '',
  )
  out.line()
  for (const [remedy, rows] of partly)
    out.line(`${rows.map(({ scope }) => scope).join(', ')}: ${remedy}`)
  if (coverage.some(({ state }) => state === 'missing'))
    out.line(`Should more be needed: ${remedyByTable(kind)}`)
}

export function showConnection(out: Output, connection: ConnectionView): void {
  const { name, title, state, stateReason, budget } = connection
  out.line(`${name}: ${title}`)
  out.line(`${'State'.padEnd(16)}${state}${stateReason ? ` (${stateReason})` : ''}`)
  const byHand = Object.entries(budget).flatMap(([bucket, value]) =>
    value === null ? [] : [`${bucket} ${value}`],
  )
  out.line(`${'Budget'.padEnd(16)}${byHand.join(', ') || 'by account tier'}`)
  out.line(`${'Checked'.padEnd(16)}${connection.checkedAt}`)
  showReport(out, connection, name)
}
