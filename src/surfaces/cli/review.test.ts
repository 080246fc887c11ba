/** Promises of `hubward review`, as those who run a review, reviewers and programs meet them. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cliRig, play, type CliRig } from '../../../tests/support/cli-rig.ts'
import { secret } from '../../../tests/support/connection-rig.ts'
import { createKey } from '../../application/access/create-key.ts'
import { createMember } from '../../application/access/create-member.ts'
import { connectPortal } from '../../application/connection/connect-portal.ts'

let cli: CliRig
let review: string
/** The environment of a reviewer, who is a plain member. */
let asAna: Record<string, string>

beforeAll(async () => {
  cli = await cliRig({ enforceLimits: false, users: 12 })
  const secrets = { token: secret(cli.rig.portal.tokens[0]?.secret ?? '') }
  await connectPortal(cli.rig.ctx, { title: 'emea', kind: 'service_key', secrets })
  await createMember(cli.rig.ctx, { name: 'Ana Reyes', email: 'ana@example.com', role: 'member' })
  const { text } = await createKey(cli.rig.ctx, {
    principal: 'ana@example.com',
    name: 'cli',
    expiresAt: null,
  })
  asAna = { HUBWARD_KEY: text.reveal() }
})
afterAll(() => cli.close())

const json = async (args: readonly string[], env: Record<string, string> = {}) =>
  JSON.parse((await cli.hubward([...args, '--json'], { env })).out)

it('is made, opened once the portal was read, and shows how far it is', async () => {
  const made = await json([
    'review',
    'create',
    'Q4 sales',
    '--connection=emea',
    '--reviewer=ana@example.com',
    '--fallback=root@example.com',
    '--due=2027-01-31',
  ])
  review = made.id
  expect(made).toMatchObject({ state: 'draft', rows: 0, remindDays: [7, 3, 1] })
  const unread = await cli.hubward(['review', 'open', review])
  expect(unread).toMatchObject({ status: 1 })
  expect(unread.err).toContain('hubward people sync emea')
  await cli.hubward(['people', 'sync', 'emea'])
  const { out } = await cli.hubward(['review', 'open', 'Q4 sales'])
  expect(out).toMatch(/Ana Reyes +0 of \d+/)
  expect((await cli.hubward(['review', 'list'])).out).toMatch(
    /Q4 sales +open +0 of \d+ +2027-01-31/,
  )
})

it('is decided by the reviewer alone, who sees their rows', async () => {
  const rows = await json(['review', 'rows', review, '--mine'], asAna)
  expect(rows.length).toBeGreaterThan(5)
  expect((await cli.hubward(['review', 'rows', review], { env: asAna })).err).toContain(
    'auth.forbidden',
  )
  const notMine = await cli.hubward(['review', 'decide', review, '1', 'keep'])
  expect(notMine).toMatchObject({ status: 1 })
  expect(notMine.err).toContain('review.not_reviewer')
  const kept = await cli.hubward(['review', 'decide', review, '1-3,5', 'keep'], { env: asAna })
  expect(kept.out.match(/keep$/gm)).toHaveLength(4)
  const one = await cli.hubward(
    ['review', 'decide', review, '1', 'exception', '--until', '2026-12-31', '--reason', 'handover'],
    { env: asAna },
  )
  expect(one.out).toContain('exception until 2026-12-31')
  const { out } = await cli.hubward(['review', 'row', review, '1'], { env: asAna })
  expect(out).toMatch(
    /Ana Reyes: keep, one of 4 at once[\s\S]+exception until 2026-12-31\. handover/,
  )
})

it.each([
  [['review', 'decide', 'x', '1,x', 'keep'], 'names no rows'],
  [['review', 'decide', 'x', '9-3', 'keep'], 'names no rows'],
  [['review', 'decide', 'x', '1', 'approve'], 'is no decision'],
  [['review', 'decide', 'x', '1', 'exception'], 'An exception has an end'],
  [['review', 'decide', 'x', '1', 'keep', '--records-to', 'keep'], 'belong to "remove"'],
  [['review', 'decide', 'x', '1', 'remove', '--no-super-admin'], 'belong to "change"'],
])('%j is not understood, and says why', async (args, words) => {
  const { status, err } = await cli.hubward(args)
  expect(status).toBe(2)
  expect(err).toContain(words)
})

it('says what keeps it open, to people and to programs', async () => {
  const gaps = await cli.hubward(['review', 'gaps', review])
  expect(gaps.status).toBe(1)
  expect(gaps.out).toMatch(/Ana Reyes +Nobody has decided yet\./)
  const refused = await cli.hubward(['review', 'freeze', review, '--json'])
  const { error } = JSON.parse(refused.err)
  expect(error.code).toBe('review.not_covered')
  expect(error.details.rows[0]).toMatchObject({ gap: 'undecided' })
})

it('is frozen, closed, and then stays as it is', async () => {
  const rest = await json(['review', 'rows', review, '--mine', '--undecided'], asAna)
  const nos = rest.map(({ no }: { no: number }) => no).join(',')
  await cli.hubward(['review', 'decide', review, nos, 'keep'], { env: asAna })
  const others = await json(['review', 'rows', review, '--undecided'])
  for (const { no } of others) await cli.hubward(['review', 'decide', review, `${no}`, 'keep'])
  expect((await cli.hubward(['review', 'freeze', review])).out).toContain('hubward review plan')
  expect((await cli.hubward(['review', 'plan', review])).err).toContain('Nothing is left to do')
  expect((await cli.hubward(['review', 'close', review])).out).toContain('is closed')
  const late = await cli.hubward(['review', 'reopen', review, '--reason', 'late'])
  expect(late.err).toContain('review.wrong_state')
})

it('leaves evidence that anybody can verify, without Hubward', async () => {
  const file = join(cli.folder, 'evidence.zip')
  expect((await cli.hubward(['review', 'evidence', review, '-o', file])).status).toBe(0)
  const fingerprint = (await cli.hubward(['review', 'key'])).out.trim()
  // No address, no key: nothing but the file.
  const alone = (args: readonly string[]) => play(args, {})
  const verified = await alone(['evidence', 'verify', file, '--fingerprint', fingerprint])
  expect(verified).toMatchObject({ status: 0, err: '' })
  expect(verified.out).toContain('Genuine: "Q4 sales"')
  const unsure = await alone(['evidence', 'verify', file])
  expect(unsure.err).toContain('verify again with --fingerprint')
  expect(unsure.out).toContain('by a key that was not compared: "Q4 sales"')
  const said = async (args: readonly string[]) =>
    JSON.parse((await alone(['evidence', 'verify', file, '--json', ...args])).out) as unknown
  expect(await said([])).toMatchObject({ genuine: null, fingerprintCompared: false })
  expect(await said(['--fingerprint', fingerprint])).toMatchObject({ genuine: true })
  const bytes = await readFile(file)
  bytes[bytes.indexOf('row,connection,user_id,email,name')] = 0x78
  await writeFile(file, bytes)
  const altered = await alone(['evidence', 'verify', file])
  expect(altered).toMatchObject({ status: 1 })
  expect(altered.out).toMatch(/^population\.csv: It is not the file that was signed\.$/m)
  const told = await alone(['evidence', 'verify', file, '--json'])
  expect(JSON.parse(told.out)).toMatchObject({ genuine: false })
  expect((await alone(['evidence', 'verify', join(cli.folder, 'none.zip')])).status).toBe(1)
  expect((await alone(['evidence', 'verify', file, '--fingerprint', 'abc'])).status).toBe(2)
})
