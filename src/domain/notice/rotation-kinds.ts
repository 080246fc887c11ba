/** What is told of credentials' age and change, and of the vault's key. */
import type { Role } from '../access/entities.ts'
import type { FactForms } from './facts.ts'
import type { NoticeKindSpec } from './kinds.ts'

const kind = <const F extends FactForms>(spec: NoticeKindSpec<F>): NoticeKindSpec<F> => spec

/** Whoever keeps connections going. */
const KEEPERS = ['admin', 'security_admin', 'operator'] as const satisfies readonly Role[]

export const ROTATION_KINDS = {
  'rotation.due': kind({
    title: 'A credential is due for rotation soon',
    severity: 'attention',
    audience: KEEPERS,
    facts: { connectionId: 'id', days: 'count', dueAt: 'time' },
    text: ({ connectionId, days, dueAt }) =>
      `The credential of ${connectionId} reaches its age limit ${days === '1' ? 'tomorrow' : `in ${days} days`}, on ${dueAt.slice(0, 10)}. Rotate it in HubSpot, then press Rotate on the connection; calls go on meanwhile.`,
  }),
  'rotation.overdue': kind({
    title: 'A credential is older than it should be',
    severity: 'attention',
    audience: KEEPERS,
    facts: { connectionId: 'id', dueAt: 'time' },
    text: ({ connectionId, dueAt }) =>
      `The credential of ${connectionId} was due for rotation on ${dueAt.slice(0, 10)}. Its age alone stops nothing. Rotate it in HubSpot, then press Rotate on the connection.`,
  }),
  'rotation.ends': kind({
    title: 'HubSpot may end the credential in use soon',
    severity: 'urgent',
    audience: KEEPERS,
    facts: { connectionId: 'id', endsAt: 'time' },
    text: ({ connectionId, endsAt }) =>
      `The credential that ${connectionId} uses is from before a rotation. If that was one in HubSpot, it ends there by ${endsAt.slice(0, 10)}, and every call fails from then on. Give the connection the new one before that: press Rotate.`,
  }),
  'rotation.grant_lives': kind({
    title: 'A grant that was ended here may live on',
    severity: 'urgent',
    audience: KEEPERS,
    facts: { connectionId: 'id' },
    text: ({ connectionId }) =>
      `An OAuth grant of ${connectionId} was ended here while HubSpot renewed it, and HubSpot could not be told. Its secrets are wiped. HubSpot ends it where the app is uninstalled, under Connected apps: every other grant of the app ends with it, so authorise it anew where a connection is to go on with it.`,
  }),
  'rotation.promoted': kind({
    title: 'A connection has a new credential',
    severity: 'info',
    audience: KEEPERS,
    facts: { connectionId: 'id' },
    text: ({ connectionId }) =>
      `The credential of ${connectionId} was rotated. If nobody of you did this, open the connection and revoke it.`,
  }),
  'rotation.fell_back': kind({
    title: 'A connection went back to its previous credential',
    severity: 'urgent',
    audience: KEEPERS,
    facts: { connectionId: 'id' },
    text: ({ connectionId }) =>
      `HubSpot refuses the new credential of ${connectionId}, so it went back to the one before, which HubSpot ends within days. Find out at HubSpot what became of the new one, and rotate again.`,
  }),
  'rotation.returned': kind({
    title: 'Somebody went back to the previous credential of a connection',
    severity: 'attention',
    audience: KEEPERS,
    facts: { connectionId: 'id' },
    text: ({ connectionId }) =>
      `Somebody took ${connectionId} back to the credential before its last rotation, by hand; the one that was in use is wiped. If it was rotated in HubSpot, the one before ends there with HubSpot's overlap: rotate again before that.`,
  }),
  'rotation.revoked': kind({
    title: 'The credential of a connection was revoked',
    severity: 'urgent',
    audience: KEEPERS,
    facts: { connectionId: 'id' },
    text: ({ connectionId }) =>
      `Somebody revoked the credential of ${connectionId}: its calls are refused and its secrets are wiped. Grants stay, so a new credential makes it whole again.`,
  }),
  'vault.rotated': kind({
    title: 'The vault has another master key',
    severity: 'attention',
    audience: ['admin', 'security_admin'],
    facts: { version: 'count', before: 'count' },
    text: ({ version, before }) =>
      `New secrets are sealed under version ${version} of the master key; what version ${before} sealed is being rewrapped. Keep both keys until Settings shows that nothing is left, then retire the old one.`,
  }),
} as const
