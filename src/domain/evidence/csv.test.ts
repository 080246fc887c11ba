/** What somebody wrote as their name in HubSpot is text in every spreadsheet, and reads back as it was. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvOf, recordsIn } from './csv.ts'

const tableOf = (names: readonly string[]) =>
  csvOf<string>(
    [
      ['name', (name) => name],
      ['n', () => 1],
    ],
    names,
  )

it.each([
  '=1+1',
  '+49',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =cmd|x',
  '\u200B=1',
  '＝1',
  '|calc',
  '%0A=1',
])('%j is no formula', (name) => {
  const cell = tableOf([name]).split('\r\n').slice(1).join('\r\n')
  expect(cell.replace(/^"/, '').startsWith("'")).toBe(true)
})

// Excel with `;` between cells splits there, for the quote is not at the cell's beginning.
it.each(['A;=1+1;B', 'A,=1+1', 'A\n=1+1', 'A; "=1+1', 'A;\u200B＝1'])(
  '%j is no formula behind a separator',
  (name) => {
    const cells = tableOf([name]).split(/[;,\r\n\t]/)
    for (const cell of cells) expect(cell).not.toMatch(/^[\s\p{C}"]*[=+\-@＝＋－＠|%]/u)
    expect(tableOf([name])).toContain("'")
  },
)

it('every table reads back with as many records as it has, and every cell as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }), (names) => {
      const csv = tableOf(names)
      expect(recordsIn(csv)).toBe(names.length)
      const cells = parse(csv.slice(1)).slice(1)
      expect(cells.map(([name = '']) => name.replaceAll("'", ''))).toEqual(
        names.map((name) => name.toWellFormed().replaceAll("'", '')),
      )
    }),
  )
})

/** RFC 4180 §2, read by the letter. */
function parse(csv: string): string[][] {
  const rows: string[][] = []
  for (const [, line = ''] of csv.matchAll(/((?:"(?:[^"]|"")*"|[^"\r\n])*)\r\n/g))
    rows.push(
      [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^",]*)/g)].map(([, cell = '']) =>
        cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
      ),
    )
  return rows
}
