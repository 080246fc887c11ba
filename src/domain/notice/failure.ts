/**
 * Why a message did not arrive, in words of ours: what the receiver answered is never repeated,
 * since an answer from inside a network is what somebody might be after.
 */

export interface FailureSpec {
  /** For the person who set the channel up. */
  readonly sentence: string
  /** Whether the same message may arrive later. */
  readonly again: boolean
}

export const FAILURES = {
  address_refused: {
    sentence:
      'The address is inside a private network or on this machine, or its scheme or port is for such a place alone. Hubward does not go there unless the operator allows it (HUBWARD_OUTGOING_ALLOW).',
    again: false,
  },
  unknown_host: {
    sentence: 'The host has no address. Check how its name is spelt.',
    again: true,
  },
  unreachable: {
    sentence: 'Nobody takes connections there. Check host, port and firewall.',
    again: true,
  },
  timeout: { sentence: 'There was no answer in time.', again: true },
  broken: { sentence: 'The connection ended before there was an answer.', again: true },
  tls_failed: {
    sentence:
      'No TLS could be agreed: the certificate is not valid for this host, or the port speaks something else.',
    again: true,
  },
  tls_missing: {
    sentence: 'The mail server offers no TLS, so nothing was sent. Choose another port or server.',
    again: false,
  },
  redirected: {
    sentence:
      'The receiver sent us elsewhere. Redirects are not followed: enter the final address.',
    again: false,
  },
  gone: {
    sentence: 'The receiver says that this webhook does not exist any more. Make a new one there.',
    again: false,
  },
  forbidden: {
    sentence: 'The receiver does not let us in. Its address or key may have been changed.',
    again: false,
  },
  not_taken: {
    sentence: 'The receiver does not take the message as it is.',
    again: false,
  },
  slow_down: { sentence: 'The receiver gets too many messages just now.', again: true },
  receiver_error: { sentence: 'The receiver has an error of its own.', again: true },
  sign_in_refused: {
    sentence: 'The mail server refused user or password.',
    again: false,
  },
  sender_refused: {
    sentence: 'The mail server does not let this sender address through.',
    again: false,
  },
  recipient_refused: {
    sentence: 'The mail server does not take mail for this recipient.',
    again: false,
  },
  no_address: { sentence: 'The person has no e-mail address, or has been removed.', again: false },
  sealed: {
    sentence: 'The secret of the channel could not be opened by the vault.',
    again: true,
  },
} as const satisfies Record<string, FailureSpec>

export type FailureCode = keyof typeof FAILURES

/** By the status of an HTTP answer; none for success. */
export function failureOfStatus(status: number): FailureCode | undefined {
  if (status >= 200 && status < 300) return undefined
  if (status >= 300 && status < 400) return 'redirected'
  if (status === 408) return 'timeout'
  if (status === 425 || status === 429) return 'slow_down'
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 404 || status === 410) return 'gone'
  return status >= 500 ? 'receiver_error' : 'not_taken'
}
