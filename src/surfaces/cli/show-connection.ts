/** Prints what is known of a connection, and the table of what its credential covers. */
import type { ConnectionView, CoverageView, ReportView } from '../admin/contract/connections.ts'
import type { Output, Tone } from './output.ts'

const TONES: Record<CoverageView['state'], Tone> = {
  held: 'good',
  partly: 'strong',
  missing: 'bad',
}

/** Portal, account, kind, user and app behind the credential, then the coverage. */
export function showReport(out: Output, report: Omit<ReportView, 'notices'>): void {
  const facts: [string, string | null][] = [
    ['Portal', `${report.portalId}${report.portalName ? ` (${report.portalName})` : ''}`],
    ['Account type', report.accountType],
    ['Hublet', `${report.hublet} (${report.baseUrl})`],
    ['Time zone', report.timeZone],
    ['Credential', report.kindTitle],
    ['HubSpot user', report.hubspotUserId === null ? null : String(report.hubspotUserId)],
    ['HubSpot app', report.hubspotAppId === null ? null : String(report.hubspotAppId)],
    ['HubSpot scopes', report.hubspotScopes.join(' ') || 'none'],
  ]
  for (const [name, value] of facts)
    out.line(`${name.padEnd(16)}${value ?? 'HubSpot does not tell'}`)
  out.line()
  showCoverage(out, report.coverage)
}

function showCoverage(out: Output, coverage: readonly CoverageView[]): void {
  out.table(
    ['SCOPE', 'NEEDS AT HUBSPOT', 'STATE'],
    coverage.map(({ scope, needed, state }) => [
      scope,
      needed.join(' + '),
      { text: state, tone: TONES[state] },
    ]),
  )
  const remedies = Map.groupBy(
    coverage.filter(({ remedy }) => remedy !== null),
    ({ remedy }) => remedy ?? '',
  )
  if (remedies.size === 0) return
  out.line('\nTo switch on what is missing:')
  for (const [remedy, rows] of remedies)
    out.line(`  ${rows.map(({ scope }) => scope).join(', ')}: ${remedy}`)
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
  showReport(out, connection)
}
