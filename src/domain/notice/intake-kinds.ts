/** What is told of one-time requests: each step that somebody waits for, by the request's id alone. */
import type { Role } from '../access/entities.ts'
import type { NoticeKindSpec } from './kinds.ts'
import type { Severity } from './pace.ts'

type IntakeForms = { readonly intakeId: 'id' }

/** Whoever may approve a credential that was handed over. */
const DECIDERS = ['admin', 'security_admin'] as const satisfies readonly Role[]

const about = (
  severity: Severity,
  audience: readonly Role[],
  title: string,
  text: (intakeId: string) => string,
): NoticeKindSpec<IntakeForms> => ({
  title,
  severity,
  audience,
  facts: { intakeId: 'id' },
  text: ({ intakeId }) => text(intakeId),
})

/** Who asked gets each of them, too, whatever their role. */
export const INTAKE_KINDS = {
  'intake.viewed': about(
    'info',
    [],
    'A one-time link was opened',
    (id) =>
      `Somebody pressed "Show the request" behind the link of ${id}. Nothing was handed over yet, and the link is not used up. If you have not sent it yet, cancel it.`,
  ),
  'intake.submitted': about(
    'info',
    [],
    'A key was handed over',
    (id) =>
      `Something was handed over for ${id}, sealed. The vault opens it and asks HubSpot whose it is.`,
  ),
  'intake.held': about(
    'attention',
    DECIDERS,
    'A key waits to be approved',
    (id) =>
      `HubSpot accepts the key that was handed over for ${id}. Look at its portal and its scopes, then approve or refuse it; after seven days it is wiped.`,
  ),
  'intake.approved': about(
    'info',
    DECIDERS,
    'A key was approved',
    (id) =>
      `The key that was handed over for ${id} is a connection now. Nobody may use it until a group is granted something on it.`,
  ),
  'intake.staged': about(
    'attention',
    DECIDERS,
    'A new key waits to be promoted',
    (id) =>
      `The key that was handed over for ${id} was approved as the next credential of a connection. Calls go on with the one in use: open the connection and promote the new one within a day, or it is wiped.`,
  ),
  'intake.refused': about(
    'attention',
    DECIDERS,
    'A key was not taken',
    (id) =>
      `What was handed over for ${id} was refused and wiped. The request says why; its sender sees the same. Make a new link to try again.`,
  ),
  'intake.expired': about(
    'info',
    [],
    'A request for a key has run out',
    (id) =>
      `The time of ${id} is over. Whatever lay there was wiped. Make a new link if the key is still needed.`,
  ),
  'intake.burned': about(
    'urgent',
    DECIDERS,
    'Somebody tried to guess a one-time link',
    (id) =>
      `The link of ${id} was tried with wrong secrets twenty times, so it was ended. Nothing was handed over by it. Make a new link, and send it another way.`,
  ),
} as const
