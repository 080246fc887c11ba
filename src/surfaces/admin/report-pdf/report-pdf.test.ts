/** The PDF of a report, read back as text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textOfPdf } from '../../../../tests/support/pdf-text.ts'
import {
  REPORT_SCHEMA,
  STEPS,
  type CheckReport,
  type StepName,
  type StepResult,
} from '../../../domain/check/report.ts'
import { printable } from './printable.ts'
import { reportPdf } from './report-pdf.ts'

const step = (name: StepName, more: Partial<StepResult> = {}): StepResult => ({
  step: name,
  title: STEPS[name],
  outcome: 'ok',
  summary: `${name} is well`,
  findings: [{ outcome: 'ok', text: `All is well with ${name}.`, remedy: null }],
  facts: {},
  durationMs: 1,
  ...more,
})

const report = (more: Partial<CheckReport> = {}): CheckReport => ({
  schema: REPORT_SCHEMA,
  id: 'chk_0123456789abcdefghjk',
  startedAt: '2026-11-29T20:11:38.000Z',
  finishedAt: '2026-11-29T20:11:42.000Z',
  verdict: 'red',
  connection: {
    id: 'con_0123456789abcdefghjk',
    name: 'emea',
    title: 'EMEA Portal',
    kind: 'service_key',
    state: 'pending',
  },
  portal: {
    id: 48_291_034,
    name: 'Harbour Tea',
    accountType: 'STANDARD',
    hublet: 'eu1',
    timeZone: 'Europe/Dublin',
  },
  steps: [
    step('credential'),
    step('scopes', {
      outcome: 'failed',
      summary: 'One is missing',
      findings: [
        {
          outcome: 'failed',
          text: 'deals:read is granted to sales, but the credential lacks it.',
          remedy: 'Switch it on at HubSpot.',
        },
      ],
    }),
  ],
  ...more,
})

async function made(one: CheckReport): Promise<{ text: string; bytes: Buffer }> {
  const chunks: Uint8Array[] = []
  for await (const chunk of reportPdf(one)) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  return { text: textOfPdf(bytes), bytes }
}

describe('the PDF of a report', () => {
  it('says what the report says, as text', async () => {
    const { text, bytes } = await made(report())
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    for (const said of [
      'Check of EMEA Portal',
      'RED',
      '1 failed, 1 ok. The connection is not active yet.',
      '48291034 (Harbour Tea)',
      'a standard account, data in eu1',
      'service key',
      '2026-11-29 20:11:38 UTC',
      'HubSpot scopes against grants',
      'failed: deals:read is granted to sales, but the credential lacks it.',
      'What to do: Switch it on at HubSpot.',
      'Page 1',
    ])
      expect(text).toContain(said)
  })

  it('goes on overleaf, with its foot on every page', async () => {
    const findings = Array.from({ length: 120 }, (_, index) => ({
      outcome: 'warning' as const,
      text: `Finding number ${index} of many.`,
      remedy: null,
    }))
    const { text } = await made(report({ steps: [step('versions', { findings })] }))
    expect(text).toContain('Finding number 119 of many.')
    expect(text).toContain('Page 3')
    expect(text.match(/Hubward · check chk_/g)?.length).toBeGreaterThanOrEqual(3)
  })

  it('says where a letter could not be shown', async () => {
    const base = report()
    const { text } = await made({ ...base, connection: { ...base.connection, title: 'Tea 茶 ő' } })
    expect(text).toContain('Check of Tea ? o')
    expect(text).toContain('cannot be shown in this PDF')
    expect((await made(base)).text).not.toContain('cannot be shown')
  })
})

it('every text becomes one that the fonts can show, and Western letters stay', () => {
  expect(printable('Zoë’s “Crème” – 5 €')).toEqual({ text: 'Zoë’s “Crème” – 5 €', lossy: false })
  expect(printable('a\u0000b\nc\t')).toEqual({ text: 'ab c ', lossy: false })
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { text: shown } = printable(text)
      expect(printable(shown)).toEqual({ text: shown, lossy: false })
    }),
  )
})
