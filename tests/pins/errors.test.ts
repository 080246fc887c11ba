import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ERRORS, type ErrorSpec } from '../../src/domain/errors.ts'

const FOLDER = join(import.meta.dirname, '../../docs/errors')
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8')
const rows: [code: string, spec: ErrorSpec][] = Object.entries(ERRORS)
const codes = rows.map(([code]) => code)

it('every code has a page and every page a code: a refusal without a way out is a dead end', () => {
  const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md')
  expect(pages.toSorted()).toEqual(codes.map((code) => `${code}.md`).toSorted())
})

describe.each(rows)('the page of %s', (code, { status, title, retry }) => {
  const page = read(`${code}.md`)

  it('is of that code, and says its title, its status and whether to try again', () => {
    const [heading = '', , summary = ''] = page.split('\n')
    expect(heading).toBe(`# \`${code}\``)
    expect(summary).toContain(`**${title}.** HTTP status ${status}. ${AGAIN[retry]}`)
  })

  it('says what happened, why, what to do, and shows an example that names the code', () => {
    const sections = page.split(/^## /m).slice(1)
    expect(sections.map((section) => section.split('\n')[0])).toEqual([
      'What happened',
      'Why',
      'What to do',
      'Example',
    ])
    for (const section of sections) expect(section.split('\n').slice(1).join(' ')).toMatch(/\w{2,}/)
    expect(sections[2]).toMatch(/^- /m)
    expect(sections[3]).toContain(code)
  })

  it('has an example that is valid where it is JSON', () => {
    const [, json] = /```json\n(.*?)```/s.exec(page) ?? []
    expect(json === undefined || typeof JSON.parse(json) === 'object').toBe(true)
  })
})

const AGAIN: Record<ErrorSpec['retry'], string> = {
  no: 'Trying the same again gives the same answer.',
  later: 'The same request may work later.',
  after_change: 'The same request may work once something is changed.',
}

it('the index lists every code in the order of the table, with status and title', () => {
  const listed = [
    ...read('README.md').matchAll(/^\| \[`(.+?)`\]\((.+?)\) \| (\d+) \| .+? \| (.+) \|$/gm),
  ]
  expect(
    listed.map(([, code, link, status, title]) => [code, link, Number(status), title]),
  ).toEqual(rows.map(([code, { status, title }]) => [code, `${code}.md`, status, title]))
})

it.each(rows)(
  '%s is well formed: a named family, an error status, a title of one line',
  (code, spec) => {
    expect(code).toMatch(/^([a-z]+\.[a-z]+(_[a-z]+)*|internal)$/)
    expect(spec.status).toBeGreaterThanOrEqual(400)
    expect(spec.status).toBeLessThan(600)
    expect(spec.title).toMatch(/^[A-Z][^\n]*[^.\s]$/)
    expect(spec.title.length).toBeLessThanOrEqual(90)
  },
)

it('a status that says "wait" goes with an error that waiting can cure', () => {
  const waiting = rows.filter(([, { status }]) => status === 429 || status === 504)
  for (const [code, { retry }] of waiting) expect(retry, code).toBe('later')
})
