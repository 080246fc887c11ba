import { describe, expect, it } from 'vitest'
import { printFinding } from './finding.ts'
import { MAY_NOT_REACH, MAY_REACH } from './layers.ts'
import { lint } from './lint.ts'

const PACKAGES = {
  name: 'hubward',
  dependencies: { zod: '1' },
  optionalDependencies: { '@duckdb/node-api': '1' },
  devDependencies: { vitest: '1', '@hubspot/api-client': '1' },
}

/** Every file opens with a comment, so that only the rule in question speaks. */
function findingsIn(files: Record<string, string>): string[] {
  const sources = Object.entries(files).map(([path, text]) => ({
    path,
    text: `/** A fixture. */\n${text}\n`,
  }))
  const tree = { paths: Object.keys(files), sources, packages: PACKAGES }
  return lint(tree, { whole: false }).findings.map(printFinding)
}

const inOne = (path: string, text: string): string[] => findingsIn({ [path]: text })

describe('the layers', () => {
  const refused: [file: string, code: string, reason: string][] = [
    ['src/domain/a.ts', "import 'node:fs'", 'the rules must run in a browser, a test and a proof'],
    ['src/domain/a.ts', "import fs from 'fs/promises'", 'the rules must run in a browser'],
    ['src/domain/a.ts', "import { z } from 'zod'", 'a rule that needs a library'],
    ['src/domain/a/b.ts', "import '../../application/ports.ts'", 'does not depend on what is done'],
    ['src/domain/a.ts', "import '../adapters/x.ts'", 'the domain knows nothing of who uses it'],
    ['src/application/a.ts', "import 'node:crypto'", 'verbs name what they need in ports.ts'],
    ['src/application/a.ts', "import 'zod'", 'verbs name what they need in ports.ts'],
    ['src/application/a.ts', "import '../adapters/x.ts'", 'add a port'],
    ['src/application/a.ts', "import '../surfaces/rest/x.ts'", 'through which door'],
    ['src/application/a.ts', "import '../main/x.ts'", 'application reaches domain and itself'],
    ['src/adapters/a.ts', "import '../surfaces/rest/x.ts'", 'only main sees both'],
    ['src/adapters/a.ts', "import '../main/config.ts'", 'wired by main'],
    ['src/surfaces/rest/a.ts', "import '../../adapters/x.ts'", 'adapters and surfaces never meet'],
    ['src/surfaces/rest/a.ts', "import '../mcp/x.ts'", 'one door must not depend on another'],
    ['src/surfaces/mcp/a.ts', "import '../admin/contract/x.ts'", 'one door must not depend'],
    ['src/surfaces/cli/a.ts', "import '../admin/server.ts'", 'a client of the admin contract'],
    ['src/surfaces/cli/a.ts', "import '../../adapters/x.ts'", 'adapters and surfaces never meet'],
    ['src/main/a.ts', "import '../../emulator/cli.ts'", 'only tests may import it'],
    ['src/adapters/a.ts', "import '../../tests/support/x.ts'", 'made for tests'],
    ['src/adapters/a.ts', "import '@hubspot/api-client'", 'must not need devDependencies'],
    ['src/adapters/a.ts', "import 'left-pad/x.js'", 'package.json does not name it'],
    ['src/adapters/a.ts', "import '../../../other/x.ts'", 'the checkout is all there is'],
    ['src/adapters/a.ts', "import '#x'", 'the checkout is all there is'],
    ['src/adapters/a.ts', "import 'data:text/javascript,1'", 'the checkout is all there is'],
    ['emulator/a.ts', "import '../src/domain/errors.ts'", 'repeats our mistakes'],
    ['emulator/a.test.ts', "import '../src/domain/errors.ts'", 'repeats our mistakes'],
    ['emulator/a.test.ts', "import '../tests/support/x.ts'", 'the double must not'],
    ['ui/a.tsx', "import '../src/surfaces/rest/x.ts'", 'only the admin contract'],
    ['bin/a.mjs', "import '../src/domain/errors.ts'", 'hands over'],
    ['lint/a.ts', "import '../src/domain/errors.ts'", 'does not even load'],
    ['demo/a.ts', "import '../src/main/x.ts'", 'by their commands'],
    ['examples/a.ts', "import '../src/main/x.ts'", 'with packages alone'],
    ['vitest.config.ts', "import './src/main/x.ts'", 'before the project is'],
    ['src/rooms/a.ts', '', 'a folder without a row would be free of every rule'],
    ['src/surfaces/a.ts', '', 'a folder without a row would be free of every rule'],
    ['scripts/a.ts', '', 'a folder without a row would be free of every rule'],
  ]
  it.each(refused)('%s may not: %s', (path, code, reason) => {
    const [finding, ...more] = inOne(path, code)
    expect(more).toEqual([])
    expect(finding).toContain(`${path}:`)
    expect(finding).toContain('  layer  ')
    expect(finding).toContain(reason)
  })

  const permitted: [file: string, code: string][] = [
    ['src/domain/a/b.ts', "import type { X } from '../errors.ts'"],
    ['src/application/a.ts', "import '../domain/errors.ts'; import './ports.ts'"],
    [
      'src/adapters/a/b.ts',
      "import 'zod'; import 'node:fs'; import '../c/d.ts'; import '@duckdb/node-api'",
    ],
    ['src/surfaces/rest/a.ts', "import '../../application/x.ts'; import './b.ts'; import 'zod'"],
    ['src/surfaces/cli/a.ts', "import '../admin/contract/x.ts'"],
    ['src/surfaces/cli/a.ts', "import '../admin/contract.ts'"],
    ['src/main/a.ts', "import '../adapters/x.ts'; import '../surfaces/rest/x.ts'"],
    ['demo/run.ts', "import '@hubspot/api-client'"],
    [
      'src/adapters/a.test.ts',
      "import 'vitest'; import '../../emulator/x.ts'; import '../../tests/support/x.ts'",
    ],
    ['emulator/a.test.ts', "import 'vitest'; import '@hubspot/api-client'"],
    ['tests/e2e/a.test.ts', "import '../../src/main/x.ts'; import '../../emulator/x.ts'"],
    ['bin/a.mjs', "import('../src/main/cli.ts'); import './b.mjs'"],
  ]
  it.each(permitted)('%s may: %s', (path, code) => {
    expect(inOne(path, code)).toEqual([])
  })

  it.each([
    "import '../adapters/x.ts'",
    "import type { X } from '../adapters/x.ts'",
    "import { type X } from '../adapters/x.ts'",
    "export * from '../adapters/x.ts'",
    "export type { X } from '../adapters/x.ts'",
    "export { x } from '../adapters/../adapters/x.ts'",
    "const x = await import('../adapters/x.ts')",
    'const x = await import(`../adapters/x.ts`)',
    "type X = import('../adapters/x.ts').X",
    "type X = typeof import('../adapters/x.ts')",
    "import x = require('../adapters/x.ts')",
    "new URL('../adapters/x.ts', import.meta.url)",
  ])('no form of import slips through: %s', (code) => {
    expect(inOne('src/application/a.ts', code)).toEqual([
      expect.stringContaining('may not import src/adapters/x.ts: a verb that knows its database'),
    ])
  })

  it.each(["require('zod')", "require.resolve('zod')"])('nor does %s', (code) => {
    expect(inOne('src/surfaces/admin/a.ts', code)).toEqual([])
    expect(inOne('emulator/a.ts', code.replace('zod', 'vitest'))).toEqual([
      expect.stringContaining('must not need devDependencies'),
    ])
  })

  it('an import whose path is computed is refused, for nobody can tell where it goes', () => {
    expect(inOne('src/adapters/a.ts', 'export const load = (x: string) => import(x)')).toEqual([
      expect.stringContaining('may not import a computed path: an import that cannot be read'),
    ])
  })

  it('every row has a reason for whatever it does not permit', () => {
    expect(Object.keys(MAY_NOT_REACH).toSorted()).toEqual(Object.keys(MAY_REACH).toSorted())
    for (const reasons of Object.values(MAY_NOT_REACH)) expect(reasons['*']).toMatch(/\w+ \w+ \w+/)
  })
})

describe('the inner layers take nothing out of thin air', () => {
  it.each([
    ['Date.now()', 'uses Date.now: time is handed in'],
    ['new Date()', 'uses new Date(): time is handed in'],
    ["Date['now']()", 'uses Date.now: time is handed in'],
    ['const { now } = Date', 'uses Date.now: time is handed in'],
    ['const clock = Date', 'uses Date.now: time is handed in'],
    ['performance.now()', 'uses performance: time is handed in'],
    ['Math.random()', 'uses Math.random: randomness is handed in'],
    ['crypto.randomUUID()', 'uses crypto: randomness is handed in'],
    ['process.env.X', 'uses process: what the process knows'],
    ['setTimeout(() => {}, 5)', 'uses setTimeout: waiting is an effect'],
    ["fetch('https://x')", 'uses fetch: talking to the world'],
    ["Buffer.from('x')", 'uses Buffer: the rules must run in a browser'],
    ['type Bytes = Buffer', 'uses Buffer: the rules must run in a browser'],
    ['globalThis.Date.now()', 'uses globalThis: it reaches every other global'],
    ['import.meta.dirname', 'uses import.meta: the rules must run in a browser'],
    ["console.log('x')", 'uses console: a rule returns what it found'],
    ['const x = { process }', 'uses process: what the process knows'],
    ['const x = (process: string) => 1', 'uses process: what the process knows'],
  ])('domain: %s', (code, says) => {
    expect(inOne('src/domain/a.ts', code).join('\n')).toContain(
      `src/domain/a.ts:2  ambient  ${says}`,
    )
  })

  it.each(['Date.now()', 'new Date()', 'Math.random()', "fetch('x')", 'process.env.X'])(
    'application: %s',
    (code) => {
      expect(inOne('src/application/a.ts', code).join('\n')).toContain('  ambient  ')
      expect(inOne('src/adapters/a.ts', code)).toEqual([])
      expect(inOne('src/domain/a.test.ts', code)).toEqual([])
    },
  )

  it('what is only spelt like a global is none', () => {
    const code = `
      export interface World { now(): Date; fetch: number; process?: string }
      export const at = (ms: number) => new Date(ms)
      export const is = (x: unknown) => x instanceof Date
      export const day = (x: World) => x.fetch + x.now().getTime() + Date.UTC(2026, 1) + Math.max(1, 2)
      export const made = { console: 1, 'crypto': 2 }`
    expect(inOne('src/domain/a.ts', code)).toEqual([])
  })
})

describe('secrets', () => {
  it.each(['key.reveal()', 'key?.reveal()', "key['reveal']()", 'const { reveal } = key'])(
    'stay wrapped outside the listed places: %s',
    (code) => {
      expect(inOne('src/application/a.ts', code)).toEqual([
        'src/application/a.ts:2  reveal  opens a Redacted: a secret is opened only where lint/reveal.ts lists it: hand the wrapper on',
      ])
      expect(inOne('src/adapters/crypto/a.ts', code)).toEqual([])
      expect(inOne('src/application/a.test.ts', code)).toEqual([])
    },
  )
})

describe('the shape of a file', () => {
  it.each([
    'src/adapters/utils.ts',
    'src/adapters/string-helpers.ts',
    'emulator/poolManager.ts',
    'src/adapters/common/x.ts',
  ])('a name that means nothing is refused: %s', (path) => {
    expect(inOne(path, '')).toEqual([expect.stringContaining('  name  is called ')])
  })

  it('400 lines are the most, with or without a last line break', () => {
    expect(inOne('src/domain/a.ts', 'export {}\n'.repeat(398).trimEnd())).toEqual([])
    expect(inOne('src/domain/a.ts', 'export {}\n'.repeat(399))).toEqual([
      expect.stringContaining('a.ts:401  length  has 401 lines: 400 is the most'),
    ])
  })

  it.each([
    ['// ----- Reading -----', 'section banner'],
    ['// ===', 'section banner'],
    ['/* ****** x ****** */', 'section banner'],
    ['/**\n * ── Writing ──────\n */', 'section banner'],
    ['//#region x', 'section banner'],
    ['// TODO: later', 'note to self'],
    ['// @ts-ignore', 'silenced check'],
    ['// oxlint-disable-next-line no-console', 'silenced check'],
    ['/* eslint-disable */', 'silenced check'],
  ])('a comment that hides something is refused: %s', (comment, name) => {
    expect(inOne('src/domain/a.ts', comment)).toEqual([expect.stringContaining(`comment  ${name}`)])
  })

  it.each([
    '/**\n * | a | b |\n * |---|---|\n */',
    '// a -> b --> c',
    "export const x = '// TODO'",
  ])('an honest comment, or a text that only looks like one, is left alone: %s', (code) => {
    expect(inOne('src/domain/a.ts', code)).toEqual([])
  })

  it('SQL is read for banners as well', () => {
    const sources = [{ path: 'src/adapters/a.sql', text: '-- why\n-- ======\nselect 1\n' }]
    const tree = { paths: ['src/adapters/a.sql'], sources, packages: PACKAGES }
    expect(lint(tree, { whole: false }).findings.map(printFinding)).toEqual([
      expect.stringContaining('a.sql:2  comment  section banner'),
    ])
  })

  it('a file that says nowhere what it is for is refused', () => {
    const said = {
      path: 'src/domain/a.ts',
      text: "import './b.ts'\n\n/** Says. */\nexport const a = 1\n",
    }
    const silent = { path: 'src/domain/b.ts', text: 'export const a = () => {\n  // inner\n}\n' }
    const tree = { paths: [], sources: [said, silent], packages: PACKAGES }
    expect(lint(tree, { whole: false }).findings.map(printFinding)).toEqual([
      expect.stringContaining('src/domain/b.ts:1  opening  '),
    ])
  })

  it('what cannot be parsed is a finding, not a file without imports', () => {
    expect(inOne('src/domain/a.ts', "import from 'node:fs")).toEqual([
      expect.stringContaining('  syntax  '),
    ])
  })
})
