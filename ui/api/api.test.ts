/** The client of the admin API against a played network: what is sent, what is made of the answers. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addressOf, api } from './api.ts'
import { answerIdentityChecks } from './identity-check.ts'
import { keyOf, topicOf } from './queries.ts'
import { Refusal } from './refusal.ts'

const problem = (code: string, status: number, fields: unknown[] = []): Response =>
  Response.json(
    { error: { code, message: `about ${code}`, fields, docs: '', correlationId: 'c1' } },
    { status },
  )

const sent: { url: string; init: RequestInit }[] = []
let answers: (() => Response)[] = []

beforeEach(() => {
  sent.length = 0
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url, init })
    const answer = answers.shift()
    if (!answer) throw new TypeError('fetch failed')
    return answer()
  })
})
afterEach(() => {
  answers = []
  vi.unstubAllGlobals()
})

const group = { params: { group: 'a/b?c' } } as const

describe('a call to the admin API', () => {
  it('puts parameters into the path so that none can leave its segment', () => {
    expect(addressOf('GET /api/v1/groups/{group}', group)).toBe('/api/v1/groups/a%2Fb%3Fc')
    expect(addressOf('GET /api/v1/grants', { query: { group: 'sales' } })).toBe(
      '/api/v1/grants?group=sales',
    )
  })

  it('sends JSON from our own page and gives the answer', async () => {
    answers = [() => Response.json({ id: 'grp_1' })]
    const body = { title: 'Sales' }
    await expect(api('PATCH /api/v1/groups/{group}', { ...group, body })).resolves.toEqual({
      id: 'grp_1',
    })
    expect(sent[0]?.init).toMatchObject({
      method: 'PATCH',
      credentials: 'same-origin',
      redirect: 'error',
      body: JSON.stringify(body),
    })
  })

  it('throws what the server said, with the fields it is about', async () => {
    answers = [() => problem('request.invalid', 400, [{ path: 'title', message: 'Too long.' }])]
    const refused = api('PATCH /api/v1/groups/{group}', { ...group, body: {} })
    await expect(refused).rejects.toMatchObject({
      name: 'Refusal',
      code: 'request.invalid',
      status: 400,
      fields: [{ path: 'title', message: 'Too long.' }],
      correlationId: 'c1',
    })
  })

  it('says that nothing answered, and what came from something else than Hubward', async () => {
    await expect(api('GET /api/v1/groups')).rejects.toMatchObject({ code: 'offline', status: 0 })
    answers = [() => new Response('<html>', { status: 502 })]
    await expect(api('GET /api/v1/groups')).rejects.toMatchObject({ code: 'unreadable' })
  })

  it('asks who sits there when a step-up is due, and sends the same again', async () => {
    const asked: string[] = []
    const done = answerIdentityChecks(async (reason) => {
      asked.push(reason)
      return true
    })
    answers = [() => problem('auth.step_up_required', 403), () => Response.json({ items: [] })]
    await expect(api('GET /api/v1/groups')).resolves.toEqual({ items: [] })
    expect(asked).toEqual(['step_up'])
    expect(sent[0]).toEqual({
      ...sent[1],
      init: { ...sent[1]?.init, signal: sent[0]?.init.signal },
    })
    done()
  })

  it('asks nobody where another page of the browser has just replaced the cookie', async () => {
    const asked: string[] = []
    const done = answerIdentityChecks(async (reason) => {
      asked.push(reason)
      return false
    })
    answers = [() => problem('auth.session_replayed', 401), () => Response.json({ items: [] })]
    await expect(api('GET /api/v1/groups')).resolves.toEqual({ items: [] })
    expect(asked).toEqual([])
    // Where it is still the old one, this browser has no newer: it is signed out.
    answers = [0, 1].map(() => () => problem('auth.session_replayed', 401))
    await expect(api('GET /api/v1/groups')).rejects.toMatchObject({ status: 401 })
    expect(asked).toEqual(['signed_out'])
    done()
  })

  it('waits for the dialog, which is fetched after the page', async () => {
    answers = [() => problem('auth.step_up_required', 403), () => Response.json({ items: [] })]
    const asked = api('GET /api/v1/groups')
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    const done = answerIdentityChecks(async () => true)
    await expect(asked).resolves.toEqual({ items: [] })
    done()
  })

  it('asks once for all that wait, and gives up where the person does', async () => {
    let asked = 0
    const done = answerIdentityChecks(async () => {
      asked += 1
      return false
    })
    answers = [() => problem('auth.missing', 401), () => problem('auth.missing', 401)]
    const both = await Promise.allSettled([api('GET /api/v1/groups'), api('GET /api/v1/members')])
    expect(both.map((one) => one.status === 'rejected' && one.reason instanceof Refusal)).toEqual([
      true,
      true,
    ])
    expect(asked).toBe(1)
    done()
  })

  it('never interrupts signing in with a question to sign in', async () => {
    let asked = 0
    const done = answerIdentityChecks(async () => {
      asked += 1
      return true
    })
    answers = [() => problem('auth.invalid', 401)]
    await expect(api('POST /api/v1/sign-in/passkey/begin')).rejects.toBeInstanceOf(Refusal)
    expect(asked).toBe(0)
    done()
  })
})

it('a question is known by its topic first, so that a change can make all of a kind old', () => {
  expect(topicOf('GET /api/v1/groups/{group}')).toBe('groups')
  expect(keyOf('GET /api/v1/groups/{group}', { params: { group: 'sales' } })).toEqual([
    'groups',
    'GET /api/v1/groups/{group}',
    { group: 'sales' },
    {},
  ])
})
