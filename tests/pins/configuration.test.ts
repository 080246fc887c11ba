import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { CLIENT_VARIABLES, VARIABLES } from '../../src/main/config.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8')

/** The rows of a section's table: name, default as it is written, and the sentence. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', ''))
        .slice(1, -1),
    )
}

const defaults: Readonly<Record<string, string | number | readonly string[] | undefined>> = z
  .object(VARIABLES)
  .parse({})

const written = (value: string | number | readonly string[] | undefined): string =>
  value === undefined ? 'not set' : String(value) || 'none'

it('every variable of the service is on the page, in the order of the table, with its default', () => {
  expect(rowsUnder('The service').map(([name, standard]) => [name, standard])).toEqual(
    Object.keys(VARIABLES).map((name) => [name, written(defaults[name])]),
  )
})

it('every variable of the command line as a client is on the page', () => {
  expect(rowsUnder('The command line as a client').map(([name]) => name)).toEqual(CLIENT_VARIABLES)
})

it('every row says what the variable is for', () => {
  const rows = [...rowsUnder('The service'), ...rowsUnder('The command line as a client')]
  for (const [name, , sentence] of rows) expect(sentence, name).toMatch(/^[A-Z].{20,}\.$/)
})
