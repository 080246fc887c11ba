import { Redacted } from '../../domain/redacted.ts'
import { describe, expect, it } from 'vitest'
import type { CallEvent } from '../../domain/audit/event.ts'
import { maskSecrets } from '../../domain/credential/mask.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'

const TOKEN = 'pat-na1-0d4f6f2c-9c1e-4d3a-8b7e-5f2a1c0e9d8b'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('debug', { write: (line: string) => void lines.push(line) }))
  return lines.join('')
}

describe('the log', () => {
  it('shows a wrapped secret as redacted, wherever it hides in an entry', () => {
    const line = logged((log) =>
      log.info({ deep: { token: new Redacted(TOKEN) }, list: [new Redacted(TOKEN)] }, 'x'),
    )
    expect(line).toContain('[redacted]')
    expect(line).not.toContain('0d4f6f2c')
  })

  it.each([
    ['in a message', () => TOKEN],
    ['in an error and its cause', () => new Error(`for ${TOKEN}`, { cause: new Error(TOKEN) })],
    ['in a header', () => ({ authorization: `Bearer ${TOKEN}` })],
  ])('masks what looks like a token %s, as a second net', (_where, what) => {
    const line = logged((log) => log.error({ err: what(), what: what() }, `it was ${TOKEN}`))
    expect(line).not.toContain('0d4f6f2c')
  })

  it('masks client keys and refresh tokens too, and leaves other words alone', () => {
    expect(maskSecrets('key hw_76xbcv4dvsz9chfxz9vp_psskmtrdv75z for sales')).toBe(
      'key [redacted] for sales',
    )
    expect(maskSecrets('refresh na1-1a2b-3c4d5e6f7a8b')).toBe('refresh [redacted]')
    expect(maskSecrets('portal in na1, path /crm/v3/objects')).toBe(
      'portal in na1, path /crm/v3/objects',
    )
  })
})

describe('the metrics', () => {
  const event = {
    type: 'call',
    door: 'rest',
    decision: 'refused',
    status: 403,
    durationMs: 2,
    waitedMs: 0,
  }

  it('count what the audit recorded, by door, decision and status', async () => {
    const metrics = createMetrics()
    const log = metrics.metered({ record: async () => undefined })
    await log.record(event as CallEvent)
    expect(await metrics.text()).toMatch(
      /hubward_calls_total\{door="rest",decision="refused",status="4xx"\} 1/,
    )
  })

  it('tell times in buckets that add up, with their sum and number', async () => {
    const metrics = createMetrics()
    const log = metrics.metered({ record: async () => undefined })
    for (const durationMs of [1, 2, 4_000, 90_000])
      await log.record({ ...event, durationMs, waitedMs: 500 } as CallEvent)
    const lines = (await metrics.text()).split('\n')
    expect(lines).toEqual(
      expect.arrayContaining([
        '# TYPE hubward_call_duration_seconds histogram',
        'hubward_call_duration_seconds_bucket{le="0.001",door="rest"} 1',
        'hubward_call_duration_seconds_bucket{le="0.005",door="rest"} 2',
        'hubward_call_duration_seconds_bucket{le="60",door="rest"} 3',
        'hubward_call_duration_seconds_bucket{le="+Inf",door="rest"} 4',
        'hubward_call_duration_seconds_sum{door="rest"} 94.003',
        'hubward_call_duration_seconds_count{door="rest"} 4',
        'hubward_budget_wait_seconds_bucket{le="0.1"} 0',
        'hubward_budget_wait_seconds_bucket{le="0.5"} 4',
        'hubward_budget_wait_seconds_count 4',
      ]),
    )
  })

  it('count a call that could not be recorded apart, and hand the failure on', async () => {
    const metrics = createMetrics()
    const log = metrics.metered({ record: () => Promise.reject(new Error('away')) })
    await expect(log.record(event as CallEvent)).rejects.toThrow('away')
    expect(await metrics.text()).toMatch(/hubward_audit_failures_total 1/)
    expect(await metrics.text()).not.toMatch(/hubward_calls_total\{/)
  })
})
