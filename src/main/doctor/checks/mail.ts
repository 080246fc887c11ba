/**
 * The mail server that notices go out by, where one is set up: reached, greeting as one, with the TLS
 * that was asked for. Nothing is sent and nobody signs in. It is an address that a person typed, so the
 * guard of all such addresses connects: to the internet, and to what the operator allowed beside it.
 */
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import {
  AddressRefused,
  createGuard,
  networks,
  type Guard,
} from '../../../adapters/egress/guard.ts'
import { isPublicAddress } from '../../../adapters/egress/public-address.ts'
import { fail, ok, passedOver, type Check, type Finding, type Subject } from '../check.ts'
import { ask } from './database.ts'

export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
}

const WITHIN_MS = 5_000

export const mailCheck: Check = {
  name: 'mail',
  title: 'Mail server',
  needs: ['config', 'database'],
  async look(subject) {
    const [row] = await ask<{ settings: MailServer }>(
      subject,
      `select settings from notice_channel where kind = 'email' and enabled limit 1`,
    )
    return row
      ? lookAtMail(row.settings, guardOf(subject))
      : passedOver('No e-mail is set up; notices stand in the app.')
  },
}

function guardOf({ config }: Subject): Guard {
  const allowed = networks(config?.outgoingAllow ?? [])
  return createGuard({ permits: (address) => isPublicAddress(address) || allowed(address) })
}

export async function lookAtMail(server: MailServer, guard: Guard, ca?: string): Promise<Finding> {
  const { host, port, security } = server
  const where = `${host}:${port}`
  let socket: Socket
  try {
    socket = await guard.connect({ host, port, timeoutMs: WITHIN_MS })
  } catch (cause) {
    if (cause instanceof AddressRefused)
      return fail(
        `${where} is in your own network, and Hubward may not go there: no mail is sent.`,
        'Add its network to HUBWARD_OUTGOING_ALLOW, or use a mail server on the internet.',
      )
    return fail(
      `${where} cannot be reached (${codeOf(cause)}).`,
      'Check host and port under Settings, and that a firewall lets this machine out to it.',
    )
  }
  try {
    if (security === 'tls') socket = await secured(socket, host, ca)
    const greeting = await line(socket)
    if (!greeting.startsWith('220'))
      return fail(
        `${where} does not greet as a mail server.`,
        'Check host and port under Settings: 465 wants TLS, 587 STARTTLS.',
      )
    if (security === 'starttls') {
      socket.write('EHLO hubward.invalid\r\n')
      if (!/STARTTLS/i.test(await answer(socket)))
        return fail(
          `${where} offers no STARTTLS, so nothing is sent.`,
          'Use the port that has TLS, as a rule 465.',
        )
    }
    return ok(`${where} greets as a mail server.`)
  } catch (cause) {
    return fail(
      `${where}: ${security === 'tls' ? 'no TLS' : 'no answer'} (${codeOf(cause)}).`,
      'Check port and security under Settings: 465 wants TLS, 587 STARTTLS.',
    )
  } finally {
    socket.destroy()
  }
}

function secured(socket: Socket, host: string, ca: string | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const over = connectTls({ socket, servername: host, ...(ca !== undefined && { ca }) })
    over.setTimeout(WITHIN_MS, () => over.destroy(new Error('no answer in time')))
    over.once('error', reject)
    over.once('secureConnect', () => resolve(over))
  })
}

const line = (socket: Socket): Promise<string> => read(socket, /\r?\n/)
/** The last line of an answer has a space after its code (RFC 5321 §4.2.1). */
const answer = (socket: Socket): Promise<string> => read(socket, /^\d{3} .*\r?\n/m)

function read(socket: Socket, until: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setTimeout(WITHIN_MS, () => reject(new Error('no answer in time')))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('cut off')))
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1').slice(0, 4_096)
      if (until.test(text) || text.length > 16_384) {
        socket.removeAllListeners('data')
        resolve(text)
      }
    })
  })
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : 'unknown'
