/**
 * Sends e-mail by the organisation's own server. The connection is made by the guard and handed to
 * nodemailer, which therefore looks up and connects to nothing itself. Without TLS nothing is sent,
 * but to servers in the operator's own networks.
 */
import type { Carried, Mail } from '../../application/notice/ports.ts'
import type { MailSettings } from '../../domain/notice/channel.ts'
import type { FailureCode } from '../../domain/notice/failure.ts'
import type { Guard } from '../egress/guard.ts'
import { connectFailure } from './connect-failure.ts'

/** Out on the internet, mail servers take mail there: a field for a port is no port scanner. */
const MAIL_PORTS = new Set([25, 465, 587, 2525])
const CONNECT_MS = 5_000
/** A mail server may look twice before it takes a message. */
const SILENCE_MS = 15_000

export interface MailerOptions {
  readonly internet: Guard
  readonly own: Guard
  readonly ca?: string
}

/** Without TLS, or at a port where no mail server on the internet listens. */
export const isForOwnNetworks = ({ security, port }: MailSettings): boolean =>
  security === 'none' || !MAIL_PORTS.has(port)

export function createMailer({ internet, own, ca }: MailerOptions) {
  return {
    async send(
      { channel: { settings }, secret, to, id, email }: Mail,
      signal: AbortSignal,
    ): Promise<Carried> {
      const { host, port, security, user, from } = settings
      const guard = isForOwnNetworks(settings) ? own : internet
      const target = { host, port, timeoutMs: CONNECT_MS }
      try {
        // Loaded with the first message, not with the start: 30 MB and a tenth of a second.
        const { createTransport } = await import('nodemailer')
        const connection = await guard.connect(target)
        signal.addEventListener('abort', () => connection.destroy(), { once: true })
        await createTransport({
          connection,
          host,
          port,
          secure: security === 'tls',
          requireTLS: security === 'starttls',
          ignoreTLS: security === 'none',
          tls: { minVersion: 'TLSv1.2', ...(ca && { ca }) },
          ...(user !== null && { auth: { user, pass: secret?.reveal() ?? '' } }),
          greetingTimeout: CONNECT_MS,
          socketTimeout: SILENCE_MS,
          disableFileAccess: true,
          disableUrlAccess: true,
        }).sendMail({
          ...email,
          from: { name: 'Hubward', address: from },
          to: { name: '', address: to },
          messageId: `<${id}@hubward.invalid>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
        return { ok: true }
      } catch (error) {
        return { ok: false, failure: signal.aborted ? 'timeout' : mailFailure(error, security) }
      }
    },
  }
}

/** By nodemailer's codes, and the server's status (RFC 5321 §4.2): 4yz may pass later, 5yz not. */
function mailFailure(error: unknown, security: MailSettings['security']): FailureCode {
  const {
    code = '',
    responseCode = 0,
    command = '',
  } = error as {
    code?: string
    responseCode?: number
    command?: string
  }
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'sign_in_refused'
  if (security === 'starttls' && (code === 'ETLS' || /STARTTLS/.test(messageOf(error))))
    return responseCode >= 400 ? 'tls_missing' : 'tls_failed'
  // nodemailer puts its own code over OpenSSL's and keeps the sentence.
  if (/certificate|\bTLS\b|\bSSL\b|alert/i.test(messageOf(error))) return 'tls_failed'
  if (responseCode >= 400 && responseCode < 500) return 'receiver_error'
  if (responseCode >= 500)
    return command.startsWith('MAIL') ? 'sender_refused' : 'recipient_refused'
  return connectFailure(error)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '')
