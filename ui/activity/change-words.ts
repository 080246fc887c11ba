/** A recorded change in people's words: what was done. What it was done to stands behind it. */
import type { ChangeEvent } from '../../src/surfaces/admin/contract/audit.ts'

/**
 * What a recorded change did, in words that its object is written behind: "Took somebody into group" and
 * the group. `change-words.test.ts` holds that none is
 * missing.
 */
export const SENTENCES: Readonly<Record<string, string>> = {
  'authorisation.create': 'Let in AI client',
  'authorisation.reuse_detected': 'Cut off an AI client whose token was used twice:',
  'authorisation.revoke': 'Cut off AI client',
  'connection.activate': 'Made active',
  'connection.check': 'Checked',
  'connection.check_schedule': 'Set how often is checked:',
  'connection.create': 'Connected portal',
  'connection.discard_credential': 'Wiped the next credential of',
  'connection.fall_back':
    'Went back to the credential before, since HubSpot refuses the new one of',
  'connection.needs_reauth': 'HubSpot refused the credential of',
  'connection.notice_scopes': 'Took note of the HubSpot scopes of',
  'connection.promote_credential': 'Put the next credential into use of',
  'connection.recheck': 'Asked HubSpot anew about',
  'connection.recover': 'HubSpot accepts the credential again of',
  'connection.refresh_rejected': 'HubSpot refused to renew the sign-in of',
  'connection.disconnect': 'Disconnected portal',
  'connection.replace_credential': 'Gave another credential to',
  'connection.return_credential': 'Went back, by hand, to the credential before of',
  'connection.revoke_credential': 'Revoked the credential of',
  'connection.set_budget': 'Set by hand the allowance of',
  'connection.stage_credential': 'Put a next credential beside the one of',
  'connection.grant_not_ended': 'HubSpot could not be told to end an OAuth grant of',
  'connection.way_back_ended': 'HubSpot ended the credential before the present one of',
  'connection.wipe_next': 'Wiped a next credential that nobody put into use, of',
  'connection.wipe_previous': 'Wiped the credential before the present one of',
  'first_admin_link.create': 'Made a link for',
  'group.add_member': 'Took somebody into group',
  'group.remove_member': 'Took somebody out of group',
  'health.change': 'Found another state of',
  'health.key_event': 'HubSpot tells of the key of',
  'intake.approve': 'Approved the key for',
  'intake.burn': 'Ended, after too many wrong guesses, the link for',
  'intake.cancel': 'Took back the link for',
  'intake.create': 'Asked for a key for',
  'intake.expire': 'Time ran out for',
  'intake.guess': 'Somebody guessed wrong at the link for',
  'intake.hold': 'Holds a key for',
  'intake.refuse': 'Refused the key for',
  'intake.reject': 'Could not take the key for',
  'intake.renew': 'Showed anew what HubSpot says of the key for',
  'intake.sender_not_told': 'Could not tell the sender of',
  'intake.sender_told': 'Told the sender of',
  'intake.submit': 'Handed over a key for',
  'intake.view': 'Opened the link for',
  'invitation.create': 'Made an invitation for',
  'key.create': 'Made client key',
  'notice.choose': 'Chose notices:',
  'notice.sweep': 'Removed notices',
  'notice_channel.disable': 'Switched off, since it failed, the notice channel',
  'notice_channel.route': 'Said who gets what by notice channel',
  'notice_channel.test': 'Tried out notice channel',
  'notice_delivery.replay': 'Sent once more the notice',
  'organisation.set': 'Named the organisation',
  'oauth_settings.set': 'Set',
  'organisation.update': 'Named the organisation',
  'people.apply': 'Began to carry out plan',
  'people.approvers': 'Named who approves access to',
  'people.automatic': 'Set what is carried out without a person in',
  'people.change': 'Changed portal user',
  'people.close_alert': 'Closed an alert about a user of',
  'people.create': 'Created portal user',
  'people.finish': 'Carried out plan',
  'people.flag': 'Marked as leaving portal user',
  'people.halt': 'Halted or went on with changes to users of',
  'people.link': 'Said who is portal user',
  'people.plan': 'Planned changes to portal users:',
  'people.reassign': 'Gave to somebody else the records of',
  'people.refuse': 'Did not carry out a change:',
  'people.release': 'Let a guard pass of plan',
  'people.remove': 'Removed portal user',
  'people.request_approve': 'Approved access for',
  'people.request_ask': 'Asked for access for',
  'people.request_begin': 'Began to give access to',
  'people.request_drift': 'Cannot give back the access of',
  'people.request_end': 'Ended the access of',
  'people.request_grant': 'Gave access to',
  'people.request_keep': 'Found the access already there of',
  'people.request_lapse': 'Nobody answered in time about access for',
  'people.request_not_begun': 'Did not begin to give access to',
  'people.request_refuse': 'Refused access for',
  'people.request_restore': 'Gave back the access of before of',
  'people.request_settle': 'Settled by hand the access of',
  'people.request_withdraw': 'Withdrew the request of access for',
  'people.restore': 'Took back the leaving of portal user',
  'people.settings': 'Set how portal users are read of',
  'people.stop': 'Stopped plan',
  'people.strip': 'Took the permissions from portal user',
  'people.sync': 'Read the users of',
  'people.task': 'Left to a person a task about',
  'people.task_done': 'Closed a task about',
  'people.task_needless': 'Dropped a task about',
  'people.unlink': 'No longer says who is portal user',
  'review.assign': 'Gave rows to somebody else in review',
  'review.cancel': 'Gave up review',
  'review.close': 'Closed and signed review',
  'review.create': 'Drafted review',
  'review.decide': 'Decided in review',
  'review.evidence': 'Took the evidence of review',
  'review.exception_over': 'An exception ended of review',
  'review.freeze': 'Froze the rows of review',
  'review.open': 'Opened review',
  'review.remind': 'Reminded reviewers of',
  'review.reopen': 'Opened again review',
  'session.create': 'Signed in:',
  'session.end': 'Ended',
  'session.replayed': 'Refused a replaced cookie of',
  'session.step_up': 'Confirmed who they are:',
  'sign_in.fail': 'Somebody failed to sign in, by',
  'vault.add_key': 'Added master key',
  'vault.retire': 'Retired master key',
  'vault.rotate': 'Went over to master key',
}

const KINDS: Record<string, string> = {
  service_account: 'service account',
  oauth_settings: 'AI client settings',
  identity_provider: 'identity provider',
  identity: 'sign-in link',
  sign_in: 'sign-in',
  saved_filter: 'saved filter',
  authorisation: 'AI client',
}

const VERBS: Record<string, string> = {
  create: 'Added',
  update: 'Changed',
  set: 'Set',
  remove: 'Removed',
  revoke: 'Revoked',
  suspend: 'Paused',
  resume: 'Resumed',
}

/** Names that a record of a group keeps beside the ids. */
function listed(record: unknown, as: string): string | undefined {
  const names: unknown = Object.entries(record ?? {}).find(([name]) => name === as)?.[1]
  return Array.isArray(names) && names.length > 0 ? names.join(', ') : undefined
}

/** "Added group"; its object is `targetName`. */
export function changeTitle({
  action,
  targetKind,
  before,
  after,
}: Pick<ChangeEvent, 'action' | 'targetKind'> & Partial<Pick<ChangeEvent, 'before' | 'after'>>) {
  const people = listed(before, 'left') ?? listed(after, 'joined') ?? 'somebody'
  const sentence = SENTENCES[action]?.replace('somebody', () => people)
  if (sentence !== undefined) return sentence
  const verb = VERBS[action.slice(action.lastIndexOf('.') + 1)]
  const kind = KINDS[targetKind] ?? targetKind.replaceAll('_', ' ')
  // One that is recorded by a newer release than this window's.
  return verb === undefined ? plain(action) : `${verb} ${kind}`
}

const plain = (action: string): string => {
  const words = action.replace('.', ': ').replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}:`
}
