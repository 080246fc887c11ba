/** Handing over from a terminal, through the real door: files, passphrases, and answers that are lost. */
import { createServer, type Server } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { play, type Played } from '../../../tests/support/cli-rig.ts'
import { connectionRig, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import {
  ageFile,
  agePassphraseFile,
  armored,
  REFUSED_ZIPS,
  ZIP_PASSPHRASE,
  zipFile,
} from '../../../tests/support/handed-files.ts'
import { makeLink, type MadeLink } from '../../../tests/support/intake-sender.ts'
import { checkSubmission } from '../../application/intake/check-submission.ts'
import { showIntake } from '../../application/intake/list-intakes.ts'
import { createIntakeDoor } from '../intake/door.ts'
import { askReceipt } from './ask-receipt.ts'
import { submitByLink, type SubmitParts } from './submit-intake.ts'

let rig: ConnectionRig
let server: Server
let url: string
let folder: string
let asked: string[] = []
let address = ''
let visitor = 0
let made: MadeLink

beforeAll(async () => {
  rig = await connectionRig({ contacts: 0, companies: 0, deals: 0 })
  folder = await mkdtemp(join(tmpdir(), 'hubward-submit-'))
  const door = createIntakeDoor(rig.services, {
    page: () => Promise.reject(new Error('nobody asks for the page')),
    addressOf: () => address,
  })
  server = createServer((request, response) => {
    asked.push(request.url?.split('/').at(-1) ?? '')
    door(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(async () => {
  address = `192.0.2.${(visitor += 1)}`
  made = await makeLink(rig.ctx)
  asked = []
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rig.close()
  await rm(folder, { recursive: true })
})

const token = (): string => rig.portal.tokens[0]?.secret ?? ''
const link = (): string => made.address.reveal().replace(rig.services.signIn.site.publicUrl, url)
const submit = (args: readonly string[], played: Played = {}) =>
  play(['intake', 'submit', link(), ...args], played)

async function saved(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

const state = async () => (await rig.services.store.read.intakes.get(made.intake.id))?.state

/** What the vault makes of what was sent. */
const opened = () =>
  checkSubmission(
    { ...rig.services, actor: { kind: 'job', name: 'intake.check' }, door: 'system' },
    { intakeId: made.intake.id },
  )

describe('a file', () => {
  it.each([
    ['binary', (file: Uint8Array) => file],
    ['armored', armored],
  ])('of age, %s, to the recipient that the terminal tells', async (_, form) => {
    // Who has no file yet learns the recipient by looking, which uses nothing up.
    const { err } = await submit(['--token-stdin'], { input: 'no key' })
    const recipient = /^Recipient of an age file.*: (age1\w+)$/m.exec(err)?.[1] ?? ''
    const path = await saved('key.age', form(await ageFile(token(), recipient)))
    const { status, out, ...rest } = await submit(['--file', path, '--kind', 'private_app'])
    expect({ status, err: rest.err }).toMatchObject({ status: 0 })
    expect(await opened()).toMatchObject({ state: 'held', findings: { portalId: 1_234_567 } })
    expect(out).toContain('SHA-256 of the sealed bytes')
    expect(out + rest.err).not.toContain(token())
  })

  it.each([
    ['at the prompt', [], { terminal: true, input: `${ZIP_PASSPHRASE}\r` }],
    ['on stdin', ['--passphrase-stdin'], { input: `${ZIP_PASSPHRASE}\n` }],
    ['in a file', ['--passphrase-file'], {}],
  ])('of ZIP with AES-256, its passphrase %s', async (_, options, played) => {
    const path = await saved('key.zip', await zipFile(`${token()}\n`))
    const file = options[0] === '--passphrase-file' ? [await saved('words', ZIP_PASSPHRASE)] : []
    const { status, out, err } = await submit(['--file', path, ...options, ...file], played)
    expect({ status, err }).toMatchObject({ status: 0 })
    expect(await opened()).toMatchObject({ state: 'held' })
    expect(out + err).not.toContain(ZIP_PASSPHRASE)
  })

  it.each(REFUSED_ZIPS)('of ZIP %s is refused before anybody is asked', async (_, options) => {
    const path = await saved('key.zip', await zipFile(token(), options))
    const { status, err } = await submit(['--file', path])
    expect([status, err]).toEqual([1, expect.stringContaining('was not sent')])
    expect([asked, await state()]).toEqual([[], 'open'])
  })

  it('of ZIP under another passphrase than the one that is typed leaves the link as it was', async () => {
    const path = await saved('key.zip', await zipFile(token()))
    const words = await saved('words', `${ZIP_PASSPHRASE} `)
    const { status, err } = await submit(['--file', path, '--passphrase-file', words])
    expect([status, err]).toEqual([1, expect.stringContaining('does not open the ZIP')])
    expect([asked, await state()]).toEqual([['open'], 'open'])
  })

  it('in clear, under a passphrase of age, too large or missing is refused likewise', async () => {
    for (const [name, bytes, why] of [
      ['key.txt', token(), 'plain file'],
      ['key.age', await agePassphraseFile(token(), 'correct horse'), 'with a passphrase'],
      ['big.zip', new Uint8Array(200_000), '64 KiB'],
      [null, '', 'cannot be read'],
    ] as const) {
      const path = name === null ? join(folder, 'nothing') : await saved(name, bytes)
      const { status, err } = await submit(['--file', path])
      expect([status, err]).toEqual([1, expect.stringContaining(why)])
      expect(err).not.toContain(token())
    }
    expect([asked, await state()]).toEqual([[], 'open'])
  })
})

describe('what the vault would refuse', () => {
  it.each([
    ['an address that is none', ['--email', 'ada at example'], '--email is no e-mail address'],
    ['too many words', ['--context', 'so it is '.repeat(600)], '--context is longer'],
    [
      'too long an address',
      ['--link', `https://app.hubspot.com/${'x'.repeat(2_100)}`],
      'addresses',
    ],
  ])('such as %s is named, and the link is as it was', async (_, args, why) => {
    const { status, err } = await submit(['--token-stdin', ...args], { input: token() })
    expect([status, err]).toEqual([2, expect.stringContaining(why)])
    expect([asked, await state()]).toEqual([['open'], 'open'])
  })
})

describe('what they ask for', () => {
  it('is told whole, and a key of another portal leaves the link as it was', async () => {
    made = await makeLink(rig.ctx, {
      expectedPortalId: 1_234_567,
      context: 'For the new app.\nSent: ok',
    })
    const { status, err } = await submit(['--token-stdin', '--portal', '99999'], { input: token() })
    expect([status, err]).toEqual([1, expect.stringContaining('link still works')])
    expect(err).toContain('Only of portal 1234567')
    expect(err).toContain('  | For the new app.\n  | Sent: ok')
    expect(err).toContain(made.intake.expiresAt.toISOString())
    expect([asked, await state()]).toEqual([['open'], 'open'])
  })

  it('is asked of a person address by address, and of a program by its options', async () => {
    const wantedLinks = ['A pipeline', 'A form']
    made = await makeLink(rig.ctx, { wantedLinks })
    const pipeline = 'https://app.hubspot.com/contacts/1234567/objects/0-3/views/all/list'
    const { status, err } = await submit([], {
      terminal: true,
      input: [`${pipeline}\r`, '\r', `${token()}\r`],
    })
    expect({ status, err }).toMatchObject({ status: 0 })
    await opened()
    expect(await showIntake(rig.ctx, { intake: made.intake.id })).toMatchObject({
      findings: { links: [{ asked: 'A pipeline', url: pipeline }] },
    })
    made = await makeLink(rig.ctx, { wantedLinks })
    const piped = await submit(['--token-stdin'], { input: token() })
    expect(piped).toMatchObject({ status: 0 })
    expect(piped.err).toContain('by --link in this order: A pipeline; A form')
  })
})

describe('what belongs to no command line', () => {
  it('is a passphrase: it is refused there, and not repeated', async () => {
    const path = await saved('key.zip', await zipFile(token()))
    for (const args of [['--passphrase', ZIP_PASSPHRASE], [`--passphrase=${ZIP_PASSPHRASE}`]]) {
      const { status, out, err } = await submit(['--file', path, ...args])
      expect([status, err]).toEqual([2, expect.stringContaining('on the command line')])
      expect(out + err).not.toContain(ZIP_PASSPHRASE)
    }
    expect(asked).toEqual([])
  })

  it('is two answers to one question', async () => {
    const path = await saved('key.zip', await zipFile(token()))
    for (const args of [
      [link(), '--file', path, '--token-stdin'],
      [link(), '--passphrase-stdin'],
      ['--file', path, '--passphrase-stdin'],
      [link(), '--file', path, '--passphrase-stdin', '--passphrase-file', path],
    ])
      expect((await play(['intake', 'submit', ...args], {})).status).toBe(2)
    expect(await state()).toBe('open')
  })
})

const isSubmit = (to: Parameters<typeof fetch>[0]): boolean =>
  (to instanceof Request ? to.url : to.toString()).endsWith('/submit')

/** The server does what it does; the first answers to a submission get lost, each in its way. */
function losing(...ways: readonly ('network' | 'gateway' | 'half')[]) {
  const left = [...ways]
  const waited: number[] = []
  const parts: SubmitParts = {
    fetch: async (to, init) => {
      const response = await fetch(to, init)
      const way = isSubmit(to) ? left.shift() : undefined
      if (way === undefined) return response
      await response.arrayBuffer()
      if (way === 'network') throw new TypeError('fetch failed')
      return way === 'half'
        ? new Response('{"intakeId":', { status: 201 })
        : new Response('<html>Bad gateway</html>', { status: 502 })
    },
    pause: async (ms) => void waited.push(ms),
  }
  return { parts, waited }
}

const byHand = (parts: SubmitParts, told: string[] = [], meanwhile = async () => {}) =>
  submitByLink(
    {
      link: link(),
      kind: 'service_key',
      portal: null,
      links: async () => [],
      context: '',
      email: null,
      askKey: async () => {
        await meanwhile()
        return { token: token() }
      },
      tell: (sentence) => told.push(sentence),
    },
    parts,
  )

const submissions = async () =>
  (await rig.organisation.events()).filter(
    ({ event }) =>
      event.type === 'change' &&
      event.action === 'intake.submit' &&
      event.targetId === made.intake.id,
  ).length

describe('an answer that is lost', () => {
  it('is asked for again with the very same, which was taken once', async () => {
    const { parts, waited } = losing('network', 'gateway', 'half')
    const sent = await byHand(parts)
    const kept = await rig.services.store.read.intakes.get(made.intake.id)
    expect(sent).toMatchObject({
      sha256: kept?.submissionHash,
      submittedAt: kept?.submittedAt?.toISOString(),
    })
    expect(waited).toHaveLength(3)
    expect([await submissions(), kept?.badCapabilities]).toEqual([1, 0])
  })

  it('for good leaves the address that tells, and that address tells', async () => {
    const told: string[] = []
    const { parts } = losing('network', 'network', 'network', 'network')
    await expect(byHand(parts, told)).rejects.toMatchObject({
      exitCode: 3,
      details: [expect.stringContaining('may have arrived')],
    })
    const [, where = ''] = /intake receipt '(.*)'$/.exec(told.at(-1) ?? '') ?? []
    const { status, out } = await play(['intake', 'receipt', where], {})
    const kept = await rig.services.store.read.intakes.get(made.intake.id)
    expect([status, out]).toEqual([0, expect.stringContaining(kept?.submissionHash ?? 'none')])
    expect(out).toContain('It is being checked')
    expect((await play(['intake', 'receipt'], { terminal: true, input: `${where}\r` })).out).toBe(
      out,
    )
  })

  it('of what never arrived is told as such: the link is as good as before', async () => {
    const told: string[] = []
    const dead: SubmitParts = {
      fetch: async (to, init) => {
        if (isSubmit(to)) throw new TypeError('fetch failed')
        return fetch(to, init)
      },
      pause: async () => undefined,
    }
    await expect(byHand(dead, told)).rejects.toMatchObject({ exitCode: 3 })
    const [, where = ''] = /intake receipt '(.*)'$/.exec(told.at(-1) ?? '') ?? []
    await expect(askReceipt(where)).rejects.toThrow(/Nothing arrived/)
    expect(await state()).toBe('open')
    expect((await submit(['--token-stdin'], { input: token() })).status).toBe(0)
  })
})

it('a no is a no, and is not asked for again', async () => {
  const { parts, waited } = losing()
  const faster = async () => {
    await byHand(parts)
    asked = []
  }
  const late = byHand(parts, [], faster)
  await expect(late).rejects.toMatchObject({ exitCode: 1, details: ['(intake.not_available)'] })
  expect([asked, waited, await submissions()]).toEqual([['submit'], [], 1])
})

it('an address that shows an outcome is told from one that does not', async () => {
  for (const [text, why] of [
    [link(), 'was changed on its way'],
    [link().split('#')[0] ?? '', 'is missing'],
    ['hello', 'no web address'],
  ] as const)
    expect((await play(['intake', 'receipt', text], {})).err).toContain(why)
})
