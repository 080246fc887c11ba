/** The certificate under which people reach Hubward: trusted, for that name, and not about to end. */
import { connect, type PeerCertificate } from 'node:tls'
import { fail, ok, passedOver, warn, type Check, type Finding } from '../check.ts'

const DAY_MS = 24 * 60 * 60_000
/** Renewals come a month ahead; three weeks before the end one has failed. */
const SOON_DAYS = 21
const WITHIN_MS = 5_000

export const certificateCheck: Check = {
  name: 'certificate',
  title: 'Certificate of the public address',
  needs: ['config'],
  look({ config }) {
    const url = new URL(config?.publicUrl ?? 'http://localhost')
    if (url.protocol !== 'https:')
      return passedOver(`${url.origin} is no https address, so there is no certificate.`)
    return lookAtCertificate(url)
  },
}

export async function lookAtCertificate(url: URL, ca?: string): Promise<Finding> {
  const seen = await peerOf(url, ca).catch((cause: unknown) =>
    cause instanceof Error ? cause.message : String(cause),
  )
  if (typeof seen === 'string')
    return fail(
      `${url.host} could not be asked for its certificate from here (${seen}).`,
      'Check that the TLS proxy runs and that this machine reaches its public address.',
    )
  const { certificate, error } = seen
  const issuer = oneOf(certificate.issuer['O']) ?? oneOf(certificate.issuer['CN']) ?? 'nobody named'
  const days = Math.floor((new Date(certificate.valid_to).getTime() - Date.now()) / DAY_MS)
  const told = `Issued by ${issuer}, valid for ${days} more days.`
  if (days < 0) return fail(`It ended ${-days} days ago (issued by ${issuer}).`, 'Renew it now.')
  if (error !== null)
    return fail(
      `It is not trusted: ${error}. ${told}`,
      'Serve the whole chain, for this very name. An authority of your own: NODE_EXTRA_CA_CERTS.',
    )
  return days < SOON_DAYS
    ? warn(told, 'See why the renewal has not come: it should be a month ahead.')
    : ok(told)
}

const oneOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value

interface Seen {
  readonly certificate: PeerCertificate
  readonly error: string | null
}

/** The connection is let stand whatever its certificate is, to be able to say what is wrong with it. */
function peerOf({ hostname, port }: URL, ca: string | undefined): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port: Number(port || 443),
      servername: hostname,
      rejectUnauthorized: false,
      ...(ca !== undefined && { ca }),
    })
    socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error('no answer in time')))
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate()
      const { authorized, authorizationError: error } = socket
      socket.destroy()
      resolve({ certificate, error: authorized ? null : String(error) })
    })
  })
}
