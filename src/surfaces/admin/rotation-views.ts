/** Credentials' slots in the contract's shapes. No secret is near. */
import type { CredentialSlot } from '../../application/rotation/ports.ts'
import type { ShownSlots } from '../../application/rotation/show-slots.ts'
import { CREDENTIAL_KINDS } from '../../domain/credential/kind.ts'
import type { ScopeComparison } from '../../domain/rotation/compare-scopes.ts'
import { CREDENTIAL_STEPS } from '../../domain/rotation/end-steps.ts'
import type { ComparisonView, SlotsView, SlotView } from './contract/rotation.ts'

type NameOfGroup = (id: string) => string

export function slotsView(shown: ShownSlots, nameOf: NameOfGroup, now: Date): SlotsView {
  const { rotate, end } = CREDENTIAL_STEPS[shown.connection.kind]
  return {
    current: slotView(shown.current, now),
    next: slotView(shown.next, now),
    previous: slotView(shown.previous, now),
    comparison: shown.comparison && comparisonView(shown.comparison, nameOf),
    dueAt: shown.dueAt?.toISOString() ?? null,
    steps: { rotate: [...rotate], end: [...end] },
  }
}

export const comparisonView = (
  { lost, gained, broken }: ScopeComparison,
  nameOf: NameOfGroup,
): ComparisonView => ({
  lost: [...lost],
  gained: [...gained],
  broken: broken.map(({ scope, groupIds, needs }) => ({
    scope,
    groups: groupIds.map(nameOf),
    needs: [...needs],
  })),
})

const DAY_MS = 86_400_000

function slotView(slot: CredentialSlot | undefined, now: Date): SlotView | null {
  if (!slot) return null
  const { kind, facts, storedAt, endsAt } = slot
  return {
    kind,
    kindTitle: CREDENTIAL_KINDS[kind].title,
    hubspotScopes: facts ? [...facts.reading.hubspotScopes] : null,
    storedAt: storedAt.toISOString(),
    ageDays: Math.max(0, Math.floor((now.getTime() - storedAt.getTime()) / DAY_MS)),
    endsAt: endsAt?.toISOString() ?? null,
  }
}
