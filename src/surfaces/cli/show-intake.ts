/** Prints one request for people: what was asked, how far it is, what was found. */
import { accountTypeWords } from '../../domain/connection/connection.ts'
import type { FindingsView, IntakeView } from '../admin/contract/intakes.ts'
import type { Output } from './output.ts'

/** @param twins connections of the portal that the key is of */
export function showIntake(
  out: Output,
  intake: IntakeView,
  twins: readonly { readonly name: string }[] = [],
): void {
  const line = (name: string, value: string | number | null): void => {
    if (value !== null && value !== '') out.line(`${name.padEnd(12)}${value}`)
  }
  line('Request', intake.title)
  line('State', intake.state)
  line('Asked by', intake.madeBy.name)
  line('Scopes', intake.scopes.map(({ scope }) => scope).join(' '))
  line('For portal', intake.expectedPortalId)
  line('Replaces', intake.replaces && `the key of ${intake.replaces.name}`)
  line('Link until', intake.expiresAt)
  line('Viewed', intake.viewedAt)
  line('Guessed at', intake.badCapabilities > 0 ? `${intake.badCapabilities} times` : null)
  line('Submitted', intake.submittedAt && `${intake.submittedAt} from ${intake.submittedFrom}`)
  line('SHA-256', intake.submissionSha256)
  line('Refused', intake.refusal && intake.refusal.message)
  line('Was of', intake.refusal?.portalId ? `portal ${intake.refusal.portalId}` : null)
  line('Decided', intake.decidedAt && `${intake.decidedAt} by ${intake.decidedBy?.name}`)
  line('Connection', intake.connection && intake.connection.name)
  if (intake.findings) showFindings(out, intake.findings)
  if (intake.state === 'held' && twins.length > 0 && intake.replaces === null)
    out.note(
      `Note: this portal is connected already, as ${twins.map(({ name }) => name).join(', ')}; HubSpot counts one daily allowance for all. To replace that key, ask for it with --replaces.`,
    )
  if (intake.connection?.state === 'pending')
    out.note(
      intake.connection.stateReason
        ? `Its check is red: ${intake.connection.stateReason}`
        : 'Its check is not done yet.',
    )
  if (intake.state === 'held' && intake.findings)
    out.note(
      `Next: hubward intake approve ${intake.id} --portal ${intake.findings.portalId} (or refuse)`,
    )
}

function showFindings(out: Output, found: FindingsView): void {
  const name = found.portalName === null ? '' : ` (${found.portalName})`
  out.line(
    `\nHanded over as a ${found.kindTitle}, of portal ${found.portalId}${name}, ${accountTypeWords(found.accountType)}`,
  )
  out.line(`HubSpot scopes held: ${found.hubspotScopes.join(' ')}`)
  for (const { scope, needs } of found.missing)
    out.line(`Missing for ${scope}: ${needs.join(', ')}`)
  if (found.excess.length > 0)
    out.line(`More than asked for, could be switched off: ${found.excess.join(' ')}`)
  for (const { scope, groups, needs } of found.comparison?.broken ?? [])
    out.line(`With it ${groups.join(', ')} would lose ${scope}: it needs ${needs.join(', ')}`)
  for (const { asked, url, saw } of found.links) {
    out.line(`${asked ?? 'Link'}: ${url}`)
    out.line(`      ${saw}`)
  }
  if (found.statedPortalId !== null && found.statedPortalId !== found.portalId)
    out.line(`The sender said that it is of portal ${found.statedPortalId}.`)
  if (found.senderEmail !== null) out.line(`The sender can be reached at ${found.senderEmail}`)
  // Each line marked, so that none of them can pass for one of ours.
  if (found.context !== '')
    out.line(`The sender wrote:\n${found.context.replaceAll(/^/gm, '  | ')}`)
  for (const notice of found.notices) out.note(`Note: ${notice}`)
}
