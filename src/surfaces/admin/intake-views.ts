/** One-time requests in the contract's shape. */
import type { ShownIntake } from '../../application/intake/list-intakes.ts'
import { describeScope } from '../../domain/access/scope.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { CREDENTIAL_KINDS } from '../../domain/credential/kind.ts'
import { scopesToTick } from '../../domain/hubspot/scopes-to-tick.ts'
import { isBeingChecked, type Findings, type Intake } from '../../domain/intake/intake.ts'
import type { FindingsView, IntakeView } from './contract/intakes.ts'
import { comparisonView } from './rotation-views.ts'

export function intakeView(
  intake: Intake & Partial<Pick<ShownIntake, 'key'>>,
  picture: AccessPicture,
  now: Date,
): IntakeView {
  const { madeBy, madeByName, decidedBy, decidedByName } = intake
  return {
    id: intake.id,
    state: intake.state,
    title: intake.title,
    context: intake.context,
    scopes: intake.scopes.map((scope) => ({ scope, description: describeScope(scope) })),
    hubspotScopes: [...scopesToTick(intake.scopes).toTick],
    wantedLinks: intake.wantedLinks.map(({ label }) => label),
    expectedPortalId: intake.expectedPortalId,
    replaces: named(intake.replaces, picture),
    secondPerson: intake.secondPerson,
    madeBy: { id: madeBy, name: madeByName },
    createdAt: intake.createdAt.toISOString(),
    expiresAt: intake.expiresAt.toISOString(),
    endsAt: intake.endsAt.toISOString(),
    badCapabilities: intake.badCapabilities,
    viewedAt: intake.viewedAt?.toISOString() ?? null,
    submittedAt: intake.submittedAt?.toISOString() ?? null,
    checking: isBeingChecked(intake, now),
    submittedFrom: intake.submittedFrom,
    submissionSha256: intake.submissionHash,
    findings: intake.findings && findingsView(intake.findings, picture),
    refusal: intake.refusal && { portalId: null, ...intake.refusal },
    decidedAt: intake.decidedAt?.toISOString() ?? null,
    decidedBy: decidedBy === null ? null : { id: decidedBy, name: decidedByName ?? decidedBy },
    key: intake.key ?? null,
    connection: standing(intake.connectionId, picture),
  }
}

function standing(id: string | null, picture: AccessPicture): IntakeView['connection'] {
  const connection = id === null ? undefined : picture.connection(id)
  if (!connection) return null
  const { name, state, stateReason } = connection
  return { id: connection.id, name, state, stateReason }
}

function named(id: string | null, picture: AccessPicture): IntakeView['replaces'] {
  const connection = standing(id, picture)
  return connection && { id: connection.id, name: connection.name }
}

const findingsView = (findings: Findings, picture: AccessPicture): FindingsView => ({
  ...findings,
  kindTitle: CREDENTIAL_KINDS[findings.kind].title,
  hubspotScopes: [...findings.hubspotScopes],
  missing: findings.missing.map(({ scope, needs }) => ({ scope, needs: [...needs] })),
  excess: [...findings.excess],
  comparison: findings.comparison
    ? comparisonView(findings.comparison, (id) => picture.group(id)?.name ?? id)
    : null,
  links: findings.links.map((link) => ({ ...link, asked: link.asked ?? null })),
  notices: [...findings.notices],
})
