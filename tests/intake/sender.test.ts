/** What whoever handed a key over is told by e-mail, from the decision to a real mail server. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Context } from '../../src/application/context.ts'
import { checkConnection } from '../../src/application/check/check-connection.ts'
import { replaceCredential } from '../../src/application/connection/replace-credential.ts'
import { approveIntake } from '../../src/application/intake/approve-intake.ts'
import { checkSubmission } from '../../src/application/intake/check-submission.ts'
import { expireIntakes } from '../../src/application/intake/expire-intakes.ts'
import { listIntakes, showIntake } from '../../src/application/intake/list-intakes.ts'
import { mailSender } from '../../src/application/intake/mail-sender.ts'
import { refuseIntake } from '../../src/application/intake/refuse-intake.ts'
import { createChannel, updateChannel } from '../../src/application/notice/channels.ts'
import type { SenderOutcome } from '../../src/domain/intake/sender-mail.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { handOver, makeLink } from '../support/intake-sender.ts'
import { mailServer, type MailServer, type ReceivedMail } from '../support/mail-server.ts'
import { product, type Product } from '../support/product.ts'

const TYPED = 'canary-of-what-was-typed'
const PORTAL = 1_234_567

let hubward: Product
let mail: MailServer
const refuse: { at: 'recipient' | 'data' | 'nothing'; status: number } = {
  at: 'nothing',
  status: 550,
}
const settings = (port: number) =>
  ({ host: '127.0.0.1', port, security: 'starttls', user: null, from: 'h@example.com' }) as const

beforeAll(async () => {
  mail = await mailServer({ security: 'starttls', refuse })
  hubward = await product({
    portal: { portalName: TYPED },
    env: { HUBWARD_OUTGOING_ALLOW: '127.0.0.0/8' },
    courier: { ca: mail.ca },
  })
  await createChannel(hubward.admin, {
    kind: 'email',
    name: 'Mail',
    settings: settings(mail.port),
    password: null,
  })
}, 60_000)
afterAll(async () => {
  await hubward.close()
  await mail.close()
})
afterEach(async () => {
  hubward.portal.faults.clear()
  refuse.at = 'nothing'
  await updateChannel(hubward.admin, { channel: 'Mail', enabled: true })
})

/** Each test has a sender and a network of its own. */
let seller = ''
let address = ''
let visitor = 0
beforeEach(() => {
  visitor += 1
  seller = `seller-${visitor}@example.com`
  address = `192.0.2.${visitor}`
})

const job = (): Context => ({
  ...hubward.admin,
  actor: { kind: 'job', name: 'intake.check' },
  door: 'system',
})

/** Handed over, and checked by the product's own job. */
async function handed(
  email: string | null,
  input: { expectedPortalId?: number; replaces?: string } = {},
  token = hubward.portal.tokens[0]?.secret ?? '',
) {
  const made = await makeLink(hubward.admin, { title: TYPED, context: TYPED, ...input })
  const payload = { kind: 'service_key', key: { token }, context: TYPED, email } as const
  const sent = await handOver(hubward.replicas[0]!.services, made, payload, address)
  const intake = made.intake.id
  await vi.waitFor(async () => {
    const now = await hubward.admin.store.read.intakes.get(intake)
    expect(now?.state).not.toBe('submitted')
  }, 8_000)
  return { intake, receipt: sent.receipt.sha256 }
}

const toSeller = (): ReceivedMail[] => mail.mails.filter(({ to }) => to.includes(seller))
const titles = () => toSeller().map(({ raw }) => /^Subject: \[Hubward\] (.*)$/m.exec(raw)?.[1])

async function told(intake: string, action = 'intake.sender_told'): Promise<SenderOutcome[]> {
  const all = await hubward.admin.store.read.audit.list({}, { limit: 200 })
  return all
    .flatMap(({ event }) =>
      event.type === 'change' && event.targetId === intake && event.action === action
        ? [(event.after as { outcome: SenderOutcome }).outcome]
        : [],
    )
    .toSorted()
}

const toldOf = (intake: string, outcomes: SenderOutcome[]) =>
  vi.waitFor(async () => expect(await told(intake)).toEqual(outcomes), 50_000)

/** Everything that the database says of requests, jobs and the audit. */
async function everything(): Promise<string> {
  const tables = ['intake', 'intake_sender', 'audit_event', 'notice', 'jobs.job']
  const rows = await Promise.all(
    tables.map((table) =>
      hubward.pool.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`),
    ),
  )
  const text = rows.flatMap((one) => one.rows.map(({ row }) => row)).join('\n')
  // Bytes are hex there.
  return text + Buffer.from(text.match(/[\da-f]{16,}/g)?.join('') ?? '', 'hex').toString('latin1')
}

const addresses = async (): Promise<string[]> => {
  const { rows } = await hubward.pool.query<{ id: string }>(
    'select intake_id as id from intake_sender',
  )
  return rows.map(({ id }) => id)
}

it('is that it was approved, and that its first check was green', async () => {
  const { intake, receipt } = await handed(seller)
  expect((await showIntake(hubward.admin, { intake })).findings?.senderEmail).toBe(seller)
  expect((await listIntakes(hubward.admin)).map((one) => one.findings?.senderEmail)).toEqual([null])
  expect(await everything()).not.toContain(seller)
  await approveIntake(hubward.admin, { intake, portalId: PORTAL, title: 'One' })
  await toldOf(intake, ['active', 'approved'])
  expect(titles().toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
    'The key that you handed over is in use',
    'The key that you handed over was approved',
  ])
  for (const { raw, to, secure } of toSeller()) {
    expect(to).toEqual([seller])
    expect(secure).toBe(true)
    expect(raw).toContain(intake)
    expect(raw).toContain(receipt.slice(0, 12))
    expect(raw).not.toContain(receipt)
    expect(raw).not.toMatch(new RegExp(`${TYPED}|https?:|/i/`))
  }
  expect(await addresses()).not.toContain(intake)
  expect(await everything()).not.toContain(seller)
})

it('is one word of a key that takes another’s place: its connection was checked long ago', async () => {
  const { intake: before } = await handed(null)
  const made = await approveIntake(hubward.admin, {
    intake: before,
    portalId: PORTAL,
    title: 'Renewed',
  })
  const scopes = ['crm.objects.contacts.read']
  const { secret } = hubward.portal.addToken({ kind: 'service_key', scopes })
  const { intake } = await handed(seller, { replaces: made.connection.name }, secret)
  expect((await approveIntake(hubward.admin, { intake, portalId: PORTAL })).staged).not.toBeNull()
  await toldOf(intake, ['staged'])
  expect(titles()).toEqual(['The new key that you handed over was approved'])
  expect(await addresses()).not.toContain(intake)
})

/** Approved while HubSpot answers what the check asks by 503. */
async function approvedRed(intake: string, title: string) {
  const { accounts } = hubward.admin
  const away: Context = {
    ...hubward.admin,
    accounts: {
      ...accounts,
      read: async (credential) => {
        const reading = await accounts.read(credential)
        hubward.portal.faults.set({
          match: { path: '/account-info/2026-09/details$' },
          effect: { kind: 'status', status: 503 },
        })
        return reading
      },
    },
  }
  const { connection } = await approveIntake(away, { intake, portalId: PORTAL, title })
  expect(connection.state).toBe('pending')
  await toldOf(intake, ['approved', 'check_failed'])
  return connection.id
}

it('is that a first check was red, once, and then that it is in use', async () => {
  const { intake } = await handed(seller)
  const connection = await approvedRed(intake, 'Red')
  expect((await checkConnection(hubward.admin, { connection })).verdict).toBe('red')
  expect(await addresses()).toContain(intake)
  expect(await everything()).not.toContain(seller)
  hubward.portal.faults.clear()
  expect((await checkConnection(hubward.admin, { connection })).verdict).toBe('green')
  await toldOf(intake, ['active', 'approved', 'check_failed'])
  expect(titles().toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
    'The key that you handed over is in use',
    'The key that you handed over is not in use yet',
    'The key that you handed over was approved',
  ])
  expect(await addresses()).not.toContain(intake)
})

it('is nothing more where another key is in the place of the one that was red', async () => {
  const { intake } = await handed(seller)
  const connection = await approvedRed(intake, 'Replaced')
  hubward.portal.faults.clear()
  const { secret } = hubward.portal.addToken({
    kind: 'service_key',
    scopes: ['oauth', 'crm.objects.contacts.read'],
  })
  const secrets = { token: redacted(secret) }
  await replaceCredential(hubward.admin, { connection, kind: 'service_key', secrets })
  const { connection: checked } = await checkConnection(hubward.admin, { connection })
  expect(checked.state).toBe('active')
  expect(await addresses()).not.toContain(intake)
  expect(toSeller()).toHaveLength(2)
})

it('is that it was refused, without what somebody typed about it', async () => {
  const { intake } = await handed(seller)
  await refuseIntake(hubward.admin, { intake, message: TYPED })
  await toldOf(intake, ['refused'])
  expect(titles()).toEqual(['The key that you handed over was not taken'])
  expect(toSeller()[0]?.raw).not.toContain(TYPED)
  expect(await addresses()).not.toContain(intake)
})

it('is that the vault refused it, too', async () => {
  const { intake } = await handed(seller, { expectedPortalId: 99 })
  await toldOf(intake, ['refused'])
  expect(titles()).toEqual(['The key that you handed over was not taken'])
  expect(await addresses()).not.toContain(intake)
})

it('is that nobody decided in time', async () => {
  const { intake } = await handed(seller)
  await hubward.pool.query(
    'update intake set expires_at = created_at, ends_at = now() where id = $1',
    [intake],
  )
  await expireIntakes(job())
  await toldOf(intake, ['expired'])
  expect(titles()).toEqual(['Nobody decided about the key that you handed over'])
  expect(await addresses()).not.toContain(intake)
})

it('is nothing where no address was given, or no mail goes out; then the address is wiped', async () => {
  const silent = await handed(null)
  await refuseIntake(hubward.admin, { intake: silent.intake, message: null })
  const { intake } = await handed(seller)
  await updateChannel(hubward.admin, { channel: 'Mail', enabled: false })
  await refuseIntake(hubward.admin, { intake, message: null })
  expect(await addresses()).not.toContain(intake)
  const { rows } = await hubward.pool.query(
    `select 1 from jobs.job where name = 'intake.tell_sender' and data->>'intakeId' = any ($1)`,
    [[silent.intake, intake]],
  )
  expect(rows).toEqual([])
})

it('is told once, however often the job is run', async () => {
  const { intake } = await handed(seller)
  await refuseIntake(hubward.admin, { intake, message: null })
  await toldOf(intake, ['refused'])
  const { signal } = new AbortController()
  await mailSender(job(), { intakeId: intake, outcome: 'refused' }, signal)
  await mailSender(job(), { intakeId: intake, outcome: 'expired' }, signal)
  expect(toSeller()).toHaveLength(1)
  expect(await told(intake)).toEqual(['refused'])
})

it('is given up, and recorded so, where the mail server knows no such recipient', async () => {
  const { intake } = await handed(seller)
  refuse.at = 'recipient'
  await refuseIntake(hubward.admin, { intake, message: null })
  await vi.waitFor(
    async () => expect(await told(intake, 'intake.sender_not_told')).toEqual(['refused']),
    20_000,
  )
  expect(await addresses()).not.toContain(intake)
})

it('is tried again where the mail server cannot take it for a moment', async () => {
  const { intake } = await handed(seller)
  Object.assign(refuse, { at: 'data', status: 451 })
  await refuseIntake(hubward.admin, { intake, message: null })
  await vi.waitFor(async () => {
    const { rows } = await hubward.pool.query(
      `select 1 from jobs.job where name = 'intake.tell_sender' and state = 'retry'
          and data->>'intakeId' = $1`,
      [intake],
    )
    expect(rows).toHaveLength(1)
  }, 8_000)
  expect(await addresses()).toContain(intake)
  refuse.at = 'nothing'
  await toldOf(intake, ['refused'])
  expect(toSeller()).toHaveLength(1)
}, 60_000)

it('goes to one address: what would add a header or another recipient is no submission', async () => {
  const before = mail.mails.length
  const bad = [
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com, b@example.com',
    'A <a@example.com>',
    'a@example.com\u2028',
    'a\u0001@example.com',
  ]
  for (const email of bad) {
    const { intake } = await handed(email)
    expect(await hubward.admin.store.read.intakes.get(intake)).toMatchObject({ state: 'refused' })
    expect(await addresses()).not.toContain(intake)
    expect(await told(intake)).toEqual([])
  }
  expect(mail.mails.length).toBe(before)
})

it('is wiped in the end, whatever became of the mail', async () => {
  const { intake } = await handed(seller)
  await hubward.pool.query('update intake_sender set wipe_at = now() where intake_id = $1', [
    intake,
  ])
  await expireIntakes(job())
  expect(await addresses()).not.toContain(intake)
  expect((await checkSubmission(job(), { intakeId: intake }))?.state).toBe('held')
})
