/** The page about the command line names every command, and the example file is a good one. */
import type { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { checkDocument } from '../src/domain/access/check-document.ts'
import { CLIENT_KEY_PATTERN } from '../src/domain/access/client-key.ts'
import { planDocument } from '../src/domain/access/plan.ts'
import type { OrganisationState } from '../src/domain/access/state.ts'
import { serviceCommands } from '../src/main/service-commands.ts'
import { readOrganisationFile } from '../src/surfaces/admin/organisation-file.ts'
import { buildProgram } from '../src/surfaces/cli/program.ts'
import { connectionNamed } from './support/organisation.ts'

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8')

const silent = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }

const leaves = (command: Command, path: string): string[] =>
  command.commands.length === 0
    ? [path]
    : command.commands.flatMap((sub) => leaves(sub, `${path} ${sub.name()}`))

test('docs/cli.md has a row for every command, and none for another', () => {
  const io = { ...silent, env: {} }
  const program = buildProgram({ ...io, extraCommands: serviceCommands(io) })
  const commands = leaves(program, 'hubward')
  const rows = [...read('docs/cli.md').matchAll(/^\| `(hubward [^`]*)`/gm)].map(
    ([, row = '']) => row,
  )
  const named = rows.map((row) => row.replace(/ (--?\w|[<[]).*$/, ''))
  expect(named.sort()).toEqual(commands.sort())
})

test('docs/cli.md gives secret scanners the pattern that the code has', () => {
  expect(read('docs/cli.md')).toContain(CLIENT_KEY_PATTERN)
})

const EMPTY: OrganisationState = {
  organisation: undefined,
  principals: [],
  groups: [],
  grants: [],
  connections: [connectionNamed('main')],
}

test('examples/org.yaml can be applied to a fresh organisation with a connection "main"', async () => {
  const document = await readOrganisationFile(read('examples/org.yaml'), (raw) =>
    Promise.resolve(checkDocument(raw, EMPTY, { prune: true })),
  )
  const now = new Date('2027-01-01T00:00:00Z')
  const { changes, warnings } = planDocument(EMPTY, document, { prune: true, now })
  expect(warnings).toEqual([])
  expect(changes.map(({ act, name }) => `${act} ${name}`)).toContain(
    'create marketing on main until 2030-07-01T00:00:00.000Z',
  )
})
