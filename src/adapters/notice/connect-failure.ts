/** Why a connection was not made or did not last, in our words, by the codes of Node, TLS and undici. */
import type { FailureCode } from '../../domain/notice/failure.ts'

const BY_CODE: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ENODATA: 'unknown_host',
  EDNS: 'unknown_host',
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  ABORT_ERR: 'timeout',
  ECONNRESET: 'broken',
  EPIPE: 'broken',
  UND_ERR_SOCKET: 'broken',
  ETLS: 'tls_failed',
}

export function connectFailure(error: unknown): FailureCode {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one.name === 'AddressRefused') return 'address_refused'
    if (one.name === 'TimeoutError' || one.name === 'AbortError') return 'timeout'
    const code = 'code' in one ? String(one.code) : ''
    const known = BY_CODE[code]
    if (known) return known
    // OpenSSL's and Node's own names: CERT_HAS_EXPIRED, ERR_TLS_CERT_ALTNAME_INVALID, ERR_SSL_….
    if (/CERT|TLS|SSL|SIGNATURE|VERIFY/.test(code)) return 'tls_failed'
    if (one instanceof AggregateError && one.errors.length > 0) return connectFailure(one.errors[0])
  }
  return 'broken'
}
