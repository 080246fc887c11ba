/** One-time requests in the contract's shape. */
import { describeScope } from '../../domain/access/scope.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { CREDENTIAL_KINDS } from '../../domain/credential/kind.ts'
import { scopesToTick } from '../../domain/hubspot/scopes-to-tick.ts'
import type { Findings, Intake } from '../../domain/intake/intake.ts'
import type { FindingsView, IntakeView } from './contract/intakes.ts'

export function intakeView(intake: Intake, picture: AccessPicture): IntakeView {
  const { madeBy, madeByName, decidedBy, decidedByName, connectionId } = intake
  const connection = connectionId === null ? undefined : picture.connection(connectionId)
  return {
    id: intake.id,
    state: intake.state,
    title: intake.title,
    context: intake.context,
    scopes: intake.scopes.map((scope) => ({ scope, description: describeScope(scope) })),
    hubspotScopes: [...scopesToTick(intake.scopes).toTick],
    wantedLinks: intake.wantedLinks.map(({ label }) => label),
    expectedPortalId: intake.expectedPortalId,
    secondPerson: intake.secondPerson,
    madeBy: { id: madeBy, name: madeByName },
    createdAt: intake.createdAt.toISOString(),
    expiresAt: intake.expiresAt.toISOString(),
    endsAt: intake.endsAt.toISOString(),
    badCapabilities: intake.badCapabilities,
    viewedAt: intake.viewedAt?.toISOString() ?? null,
    submittedAt: intake.submittedAt?.toISOString() ?? null,
    submittedFrom: intake.submittedFrom,
    submissionSha256: intake.submissionHash,
    findings: intake.findings && findingsView(intake.findings),
    refusal: intake.refusal && { ...intake.refusal },
    decidedAt: intake.decidedAt?.toISOString() ?? null,
    decidedBy: decidedBy === null ? null : { id: decidedBy, name: decidedByName ?? decidedBy },
    connection: connection ? { id: connection.id, name: connection.name } : null,
  }
}

const findingsView = (findings: Findings): FindingsView => ({
  ...findings,
  kindTitle: CREDENTIAL_KINDS[findings.kind].title,
  hubspotScopes: [...findings.hubspotScopes],
  missing: findings.missing.map(({ scope, needs }) => ({ scope, needs: [...needs] })),
  excess: [...findings.excess],
  links: findings.links.map((link) => ({ ...link })),
  notices: [...findings.notices],
})
