/** The door over real sockets: what robots, guessers and honest senders get. */
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectionRig, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import {
  anonymous,
  makeLink,
  sealFor,
  type MadeLink,
} from '../../../tests/support/intake-sender.ts'
import { checkSubmission } from '../../application/intake/check-submission.ts'
import { outcomeFragment } from '../../domain/intake/link.ts'
import { submitByLink } from '../cli/submit-intake.ts'
import { createIntakeDoor } from './door.ts'
import { intakePage } from './page.ts'

const PAGE = '<html><style>p{}</style><script type="module">start()</script></html>'

let rig: ConnectionRig
let server: Server
let url: string
/** Whom the visitors of a test count as. */
let address = 'unknown'
let visitor = 0

beforeAll(async () => {
  rig = await connectionRig()
  const page = intakePage(Buffer.from(PAGE))
  const door = createIntakeDoor(rig.services, {
    page: () => Promise.resolve(page),
    addressOf: () => address,
  })
  server = createServer(door)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  address = `192.0.2.${(visitor += 1)}`
})
afterAll(async () => {
  server.close()
  await rig.close()
})

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const token = (): string => rig.portal.tokens[0]?.secret ?? ''
const linkTo = (made: MadeLink): string =>
  made.address.reveal().replace(rig.services.signIn.site.publicUrl, url)

const stateOf = async (made: MadeLink) =>
  (await rig.services.store.read.intakes.get(made.intake.id))?.state

const submit = (made: MadeLink, more: object = {}) =>
  submitByLink({
    link: linkTo(made),
    kind: 'service_key',
    portal: null,
    links: async () => [],
    context: '',
    email: null,
    askKey: () => Promise.resolve({ token: token() }),
    tell: () => undefined,
    ...more,
  })

describe('robots', () => {
  it('use nothing up, however often and by whatever method they look', async () => {
    const made = await makeLink(rig.ctx)
    const before = JSON.stringify(await rig.services.store.read.intakes.get(made.intake.id))
    const path = `/i/${made.intake.id}`
    for (let look = 0; look < 20; look++)
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PROPFIND'])
        await (await fetch(url + path, { method })).arrayBuffer()
    expect(JSON.stringify(await rig.services.store.read.intakes.get(made.intake.id))).toBe(before)
    await submit(made)
    expect(await stateOf(made)).toBe('submitted')
  })

  it('get the same bytes for every address, so that these tell nothing', async () => {
    const made = await makeLink(rig.ctx)
    const answers = await Promise.all(
      [made.intake.id, 'itk_00000000000000000000', 'x', `${made.intake.id}/open`].map(
        async (path) => {
          const response = await fetch(`${url}/i/${path}`)
          const headers = [...response.headers].filter(([name]) => name !== 'date')
          return JSON.stringify([response.status, headers, await response.text()])
        },
      ),
    )
    expect(new Set(answers).size).toBe(1)
  })
})

describe('the page', () => {
  it('runs its own script and style by their hash, and nothing else', async () => {
    const response = await fetch(`${url}/i/anything`)
    const policy = response.headers.get('content-security-policy') ?? ''
    const hash = (text: string) => createHash('sha256').update(text).digest('base64')
    expect(policy).toContain(`script-src 'sha256-${hash('start()')}'`)
    expect(policy).toContain(`style-src 'sha256-${hash('p{}')}'`)
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    })
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
    expect(response.headers.has('set-cookie')).toBe(false)
  })

  it('is not made of anything but one script and one style', () => {
    for (const html of ['<style></style>', PAGE + PAGE])
      expect(() => intakePage(Buffer.from(html))).toThrow(/exactly one/)
  })
})

describe('a link of no use', () => {
  it('gets one answer, whatever is wrong with it', async () => {
    const used = await makeLink(rig.ctx)
    await submit(used)
    const open = await makeLink(rig.ctx)
    const wrong = randomBytes(32).toString('base64url')
    const answers = await Promise.all(
      [
        post(`/i/${used.intake.id}/open`, { capability: used.link.capability }),
        post(`/i/${open.intake.id}/open`, { capability: wrong }),
        post('/i/itk_00000000000000000000/open', { capability: wrong }),
        post('/i/nothing/open', { capability: wrong }),
        post(`/i/${open.intake.id}/outcome`, { receiptKey: wrong }),
      ].map(async (asked) => {
        const response = await asked
        const headers = [...response.headers].filter(([name]) => name !== 'date')
        return JSON.stringify([response.status, headers, await response.text()])
      }),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('404')
  })

  it('tells who sent the very same that it got through, and nobody else', async () => {
    const made = await makeLink(rig.ctx)
    const payload = { kind: 'service_key', key: { token: token() } } as const
    const [mine, other] = await Promise.all(
      [1, 2].map(() => sealFor(anonymous(rig.services), made, payload)),
    )
    const body = (from = mine) => ({
      capability: made.link.capability,
      sealed: Buffer.from(from?.sealed ?? []).toString('base64url'),
      receipt: mine?.receipt,
    })
    const path = `/i/${made.intake.id}/submit`
    const first = await post(path, body())
    const again = await post(path, body())
    expect([again.status, await again.json()]).toEqual([first.status, await first.json()])

    const wrong = randomBytes(32).toString('base64url')
    const answers = await Promise.all(
      [
        body(other),
        { ...body(), receipt: other?.receipt },
        { ...body(), capability: wrong },
        { ...body(other), receipt: other?.receipt },
      ].map(async (one) => {
        const response = await post(path, one)
        return [response.status, await response.text()]
      }),
    )
    const nobody = await post('/i/itk_00000000000000000000/submit', body())
    const nothing = [nobody.status, await nobody.text()]
    expect(answers).toEqual(answers.map(() => nothing))
    expect(nothing[0]).toBe(404)
  })

  it('is answered slower and slower: after ten misses a minute, not at all', async () => {
    const statuses: number[] = []
    for (let miss = 0; miss < 12; miss++) {
      const capability = randomBytes(32).toString('base64url')
      statuses.push((await post('/i/itk_00000000000000000000/open', { capability })).status)
    }
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 404))
    expect(statuses.slice(10)).toEqual([429, 429])
  })
})

describe('what is posted', () => {
  it('is refused in words without being repeated, and never breaks the door', async () => {
    const path = `/i/${(await makeLink(rig.ctx)).intake.id}/submit`
    const secretText = token()
    for (const [body, status] of [
      ['{"token":"' + secretText, 400],
      [JSON.stringify({ capability: secretText }), 400],
      [
        JSON.stringify({
          capability: 'A'.repeat(43),
          sealed: 'AA',
          receipt: '0'.repeat(64),
          [secretText]: 1,
        }),
        400,
      ],
      ['x'.repeat(400_000), 413],
    ] as const) {
      const response = await post(path, body)
      expect(response.status).toBe(status)
      expect(await response.text()).not.toContain(secretText)
    }
    expect((await post(path, '{}', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('/i/x/readback', {})).status).toBe(404)
  })

  it('is answered, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('open', 'submit', 'outcome'),
        fc.oneof(fc.json(), fc.string()),
        async (action, body) => {
          address = `198.51.100.${(visitor += 1) % 250}`
          const response = await post(`/i/itk_00000000000000000000/${action}`, body)
          expect([400, 404, 429]).toContain(response.status)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('a sender with a terminal', () => {
  it('seals, sends, and sees the outcome by the receipt', async () => {
    const made = await makeLink(rig.ctx)
    const told: string[] = []
    const sent = await submit(made, { tell: (sentence: string) => told.push(sentence) })
    expect(told.join(' ')).toContain('crm.objects.contacts.read')
    await checkSubmission(
      { ...rig.services, actor: { kind: 'job', name: 'intake.check' }, door: 'system' },
      { intakeId: made.intake.id },
    )
    const [, receiptKey = ''] = sent.outcome.split(outcomeFragment(''))
    const outcome = await post(`/i/${made.intake.id}/outcome`, { receiptKey })
    expect(await outcome.json()).toMatchObject({
      state: 'held',
      portalId: 1_234_567,
      sha256: sent.sha256,
    })
  })

  it('refuses a server that gives another key than the link’s, before the key is typed', async () => {
    const made = await makeLink(rig.ctx)
    const other = await makeLink(rig.ctx)
    let asked = false
    const swapped: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      const view = (await response.json()) as Record<string, unknown>
      const keys = await rig.services.store.read.intakes.keys(other.intake.id)
      return Response.json({
        ...view,
        publicKey: Buffer.from(keys?.hpke ?? []).toString('base64url'),
      })
    }
    const attempt = submitByLink(
      {
        link: linkTo(made),
        kind: 'service_key',
        portal: null,
        links: async () => [],
        context: '',
        email: null,
        askKey: () => {
          asked = true
          return Promise.resolve({ token: token() })
        },
        tell: () => undefined,
      },
      { fetch: swapped, pause: () => Promise.resolve() },
    )
    await expect(attempt).rejects.toThrow(/another encryption key/)
    expect(asked).toBe(false)
    expect(await stateOf(made)).toBe('open')
  })

  it('is told about a mistake of pasting before anything is sent', async () => {
    const made = await makeLink(rig.ctx)
    await expect(
      submit(made, { askKey: () => Promise.resolve({ token: '12345' }) }),
    ).rejects.toThrow(/number/)
    expect(await stateOf(made)).toBe('open')
  })
})
