/** Checks through the admin API: progress line by line, the report as JSON and as a PDF, by role. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { adminApi, type AdminApi } from '../../../tests/support/admin-api.ts'
import { connectionRig, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import { textOfPdf } from '../../../tests/support/pdf-text.ts'
import { startCheck } from '../../application/check/check-connection.ts'
import { adminApp } from './app.ts'
import { checkEndpoints, checkProgress, type CheckProgressView } from './contract/checks.ts'
import { connectionEndpoints } from './contract/connections.ts'

let rig: ConnectionRig
let api: AdminApi
let app: ReturnType<typeof adminApp>
let count = 0
let connection: string

beforeAll(async () => {
  rig = await connectionRig({ enforceLimits: false })
  const roles = ['admin', 'operator', 'auditor', 'member'] as const
  api = await adminApi(rig.organisation, roles, rig.services)
  app = adminApp(rig.services)
})
afterAll(() => rig.close())
beforeEach(async () => {
  count++
  const token = rig.portal.tokens[0]?.secret ?? ''
  const body = { title: `Portal ${count}`, kind: 'service_key', token, check: 'later' }
  const made = await api.ask(connectionEndpoints.connect, { body })
  connection = made.connection.name
})

const ask = (path: string, role = 'admin', body?: unknown) =>
  app.request(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${api.keys[role]}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

async function run(role = 'admin', body: object = {}): Promise<CheckProgressView[]> {
  const answer = await ask(`/api/v1/connections/${connection}/checks`, role, body)
  expect(answer.status).toBe(200)
  const text = await answer.text()
  return text
    .trim()
    .split('\n')
    .map((line) => checkProgress.parse(JSON.parse(line)))
}

const reportOf = (events: readonly CheckProgressView[]) => {
  const last = events.at(-1)
  if (last?.event !== 'done') throw new Error(`it ended with ${last?.event}`)
  return last.report
}

describe('a check', () => {
  test('tells its progress line by line, each as the contract has it, and turns green to active', async () => {
    const before = await api.ask(connectionEndpoints.get, { params: { connection } })
    expect(before.state).toBe('pending')
    const events = await run('operator')
    expect(events[0]?.event).toBe('begun')
    const report = reportOf(events)
    expect(report).toMatchObject({ verdict: 'green', connection: { state: 'active' } })
    const { items } = await api.ask(checkEndpoints.list, { params: { connection }, as: 'auditor' })
    expect(items).toEqual([
      expect.objectContaining({ id: report.id, state: 'finished', verdict: 'green' }),
    ])
    expect(await api.ask(checkEndpoints.report, { params: { check: report.id } })).toEqual(report)
  })

  test('is shown with what changed since the one before', async () => {
    const first = reportOf(await run())
    const second = reportOf(await run('admin', { expectedPortalId: 7 }))
    const shown = await api.ask(checkEndpoints.get, { params: { check: second.id } })
    expect(shown.previous).toMatchObject({
      id: first.id,
      changes: [{ step: 'portal', before: 'ok', after: 'failed' }],
    })
  })

  test('is forwarded as a PDF that says the same', async () => {
    const report = reportOf(await run())
    const answer = await ask(`/api/v1/checks/${report.id}/report.pdf`, 'auditor')
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    const text = textOfPdf(await answer.bytes())
    expect(text).toContain(`Check of Portal ${count}`)
    for (const { title, summary } of report.steps) {
      expect(text).toContain(title)
      expect(text).toContain(summary)
    }
    expect(text).not.toContain(rig.portal.tokens[0]?.secret)
  })

  test('is for roles that operate; a test flow for those that secure; reports for those that read', async () => {
    const params = { connection }
    const refusals = [
      [{ params, body: {}, as: 'auditor' }, checkEndpoints.run],
      [{ params, body: { testFlow: true }, as: 'operator' }, checkEndpoints.run],
      [{ params, body: { showSample: true }, as: 'operator' }, checkEndpoints.run],
      [{ params, as: 'member' }, checkEndpoints.list],
    ] as const
    for (const [asking, endpoint] of refusals)
      expect((await api.refused(endpoint, asking)).code).toBe('auth.forbidden')
    const unknown = { params: { check: 'chk_00000000000000000000' } }
    expect((await api.refused(checkEndpoints.get, unknown)).code).toBe('resource.not_found')
    expect((await api.refused(checkEndpoints.pdf, unknown)).code).toBe('resource.not_found')
  })

  test('goes on when whoever watched has left, and is not run twice at once', async () => {
    const running = await startCheck(rig.ctx, { connection })
    const second = { params: { connection }, body: {} }
    expect((await api.refused(checkEndpoints.run, second)).code).toBe('check.running')
    await running.done
    const answer = await ask(`/api/v1/connections/${connection}/checks`, 'admin', {})
    await answer.body?.cancel()
    await expect
      .poll(async () => {
        const { items } = await api.ask(checkEndpoints.list, { params: { connection } })
        return items.map(({ state }) => state)
      })
      .toEqual(['finished', 'finished'])
  })

  test('is run by connecting unless it is left for later', async () => {
    const token = rig.portal.tokens[0]?.secret ?? ''
    const body = { title: `Checked ${count}`, kind: 'service_key', token }
    const made = await api.ask(connectionEndpoints.connect, { body })
    expect(made).toMatchObject({ connection: { state: 'active' }, check: { verdict: 'green' } })
  })
})
