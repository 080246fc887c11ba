/** A real mail server on this machine, as strict or as open as a test wants it. */
import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'
import { localhostCertificate } from './certificate.ts'

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** As it came, headers and all. */
  readonly raw: string
  readonly secure: boolean
  readonly user: string | undefined
}

export interface MailServer {
  readonly port: number
  readonly ca: string
  readonly mails: readonly ReceivedMail[]
  /** Connections, whatever came of them. */
  readonly connections: number
  close(): Promise<void>
}

export interface MailServerOptions {
  readonly security: 'tls' | 'starttls' | 'none'
  /** Whoever else signs in is refused; nobody has to where there is none. */
  readonly account?: { readonly user: string; readonly password: string }
  /** Answers a command with this status instead; looked at as each comes, so it may change. */
  readonly refuse?: {
    readonly at: 'sender' | 'recipient' | 'data' | 'nothing'
    readonly status: number
  }
}

export async function mailServer(options: MailServerOptions): Promise<MailServer> {
  const certificate = localhostCertificate()
  const mails: ReceivedMail[] = []
  let connections = 0
  const { account, refuse } = options
  const refusal = (at: string): Error | null =>
    refuse?.at === at
      ? Object.assign(new Error('an answer that nobody shall read'), {
          responseCode: refuse.status,
        })
      : null
  const server = new SMTPServer({
    ...certificate,
    secure: options.security === 'tls',
    disabledCommands: [
      ...(options.security === 'none' ? ['STARTTLS'] : []),
      ...(account ? [] : ['AUTH']),
    ],
    authOptional: !account,
    allowInsecureAuth: options.security === 'none',
    onConnect(_, done) {
      connections += 1
      done()
    },
    onAuth({ username, password }, _, done) {
      if (username === account?.user && password === account?.password)
        return done(null, { user: username })
      done(new Error('an answer that nobody shall read'))
    },
    onMailFrom: (_, __, done) => done(refusal('sender')),
    onRcptTo: (_, __, done) => done(refusal('recipient')),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const failed = refusal('data')
        if (failed) return done(failed)
        mails.push({
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
          user: session.user,
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    ca: certificate.cert,
    mails,
    get connections() {
      return connections
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}
