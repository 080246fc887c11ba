import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { classifyAnswer } from '../../src/domain/hubspot/errors.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/rest.md'), 'utf8')
const section = page.split(/^## /m).find((text) => text.startsWith('Repeated for you')) ?? ''

/** Statuses of a row, and for which calls it says that they are repeated. */
const rows = section
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .flatMap(([, said = '', whom = '']) =>
    [...said.matchAll(/\b[45]\d\d\b/g)].map(([status]) => ({ status: Number(status), whom })),
  )

describe('the table of what is repeated', () => {
  it('names every status that is repeated, and those that look so but are not', () => {
    const all = Array.from({ length: 200 }, (_, i) => 400 + i)
    const repeated = all.filter(
      (status) => classifyAnswer(status, { 'retry-after': '1' }).retry.afterMs !== undefined,
    )
    const named = rows.map(({ status }) => status)
    for (const status of named) if (status < 500) expect(repeated).toContain(status)
    for (const status of repeated) if (status < 500) expect(named).toContain(status)
  })

  it.each(rows)('$status is repeated for $whom', ({ status, whom }) => {
    const { retry } = classifyAnswer(status, { 'retry-after': '1' })
    const really = retry.safeForWrites
      ? 'every call'
      : retry.safeForReads
        ? 'calls that may run twice'
        : 'no call'
    expect(whom).toBe(really)
  })
})
