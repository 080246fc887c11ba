/** The check of the mail server meets real ones: right, silent, without TLS, of nobody we know. */
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { SMTPServer } from 'smtp-server'
import { createGuard } from '../../src/adapters/egress/guard.ts'
import { lookAtMail } from '../../src/main/doctor/checks/mail.ts'
import { localhostCertificate } from '../support/certificate.ts'

const own = createGuard({ permits: () => true })
const certificate = localhostCertificate()
const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

async function smtp(options: ConstructorParameters<typeof SMTPServer>[0]): Promise<number> {
  const server = new SMTPServer({ ...options, logger: false })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  closing.push(() => server.close())
  return (server.server.address() as AddressInfo).port
}

async function tcp(greeting: string): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(greeting)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => void server.close())
  return (server.address() as AddressInfo).port
}

const look = (port: number, security: 'tls' | 'starttls' | 'none', ca?: string) =>
  lookAtMail({ host: 'localhost', port, security }, own, ca)

test('a mail server is recognised in each of the three ways', async () => {
  expect((await look(await smtp({ secure: false }), 'none')).status).toBe('ok')
  expect((await look(await smtp({ secure: false, ...certificate }), 'starttls')).status).toBe('ok')
  const tls = await smtp({ secure: true, ...certificate })
  expect((await look(tls, 'tls', certificate.cert)).status).toBe('ok')
})

test('what is wrong is said, with what to do', async () => {
  const noTls = await smtp({ secure: false, disabledCommands: ['STARTTLS'] })
  const cases = [
    await look(9, 'none'),
    await look(await tcp('HTTP/1.1 400 Bad Request\r\n'), 'none'),
    await look(await tcp(''), 'none'),
    await look(noTls, 'starttls'),
    await look(await smtp({ secure: true, ...certificate }), 'tls'),
  ]
  expect(cases.map(({ status }) => status)).toEqual(['fail', 'fail', 'fail', 'fail', 'fail'])
  expect(cases.every(({ remedy = '' }) => remedy.length > 10)).toBe(true)
})

test('one in a network that nobody allowed is not tried, and it says that no mail goes out', async () => {
  const port = await smtp({ secure: false })
  const found = await lookAtMail({ host: 'localhost', port, security: 'none' }, createGuard())
  expect(found).toMatchObject({ status: 'fail' })
  expect(found.remedy).toContain('HUBWARD_OUTGOING_ALLOW')
})
