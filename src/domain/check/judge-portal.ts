/** Whether the portal behind the credential is the one that everybody believes it to be. */
import { accountTypeWords, type AccountType, type Connection } from '../connection/connection.ts'
import { failure, fine, judged, warning, type Finding, type Judgement } from './report.ts'

type Read = Pick<
  Connection,
  'portalId' | 'portalName' | 'accountType' | 'hublet' | 'baseUrl' | 'timeZone'
>

/** HubSpot's words for its kinds of account, and what follows from them. */
const JUDGED: Readonly<Record<AccountType, Finding>> = {
  STANDARD: fine('It is a standard account.'),
  SANDBOX: warning(
    'It is a sandbox: its records are copies, and no customer is in it.',
    'Connect the production account where real work is meant.',
  ),
  DEVELOPER_TEST: warning(
    'It is a developer test account: HubSpot removes it when it is not used.',
    'Connect a standard account where real work is meant.',
  ),
  APP_DEVELOPER: warning(
    'It is an app developer account: it keeps apps, not customers.',
    'Connect the account whose records are meant.',
  ),
  UNKNOWN: fine('HubSpot does not tell what type of account it is.'),
}

export function judgePortal(
  stored: Pick<Connection, 'portalId' | 'hublet'>,
  found: Read,
  /** What somebody was told to expect; `null` where nobody said. */
  expected: number | null,
): Judgement {
  const { portalId, portalName, accountType, hublet, baseUrl, timeZone } = found
  const named = portalName === null ? String(portalId) : `${portalId} (${portalName})`
  const findings = [
    ...sameAs(stored.portalId, portalId),
    ...(expected === null || expected === portalId ? [] : [unexpected(expected, portalId)]),
    JUDGED[accountType],
    ...hosting(stored.hublet, hublet),
  ]
  return judged(`Portal ${named}, ${accountTypeWords(accountType)}, data in ${hublet}`, findings, {
    portalId,
    portalName,
    expectedPortalId: expected ?? stored.portalId,
    accountType,
    hublet,
    baseUrl,
    timeZone,
  })
}

function sameAs(stored: number, found: number): Finding[] {
  if (stored === found) return [fine(`The credential opens portal ${found}, as it did before.`)]
  return [
    failure(
      `The credential opens portal ${found}, but the connection and its grants are for portal ${stored}.`,
      `Give the connection a credential of portal ${stored}, or connect portal ${found} under a name of its own.`,
    ),
  ]
}

const unexpected = (expected: number, found: number): Finding =>
  failure(
    `Portal ${expected} was expected, and this is portal ${found}.`,
    'Ask whoever sent the credential for one of the expected portal.',
  )

function hosting(before: string, now: string): Finding[] {
  if (before === now) return [fine(`HubSpot keeps its data in ${now}.`)]
  return [
    warning(
      `HubSpot keeps its data in ${now} now; it was ${before} when it was connected.`,
      'If an agreement says where data may lie, compare it.',
    ),
  ]
}
