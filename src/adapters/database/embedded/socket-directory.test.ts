import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { identityFor } from './identity.ts'
import { layoutOf, type Layout } from './layout.ts'
import { dropSocketDirectory, fits, socketDirectory } from './socket-directory.ts'

let folder: string
let used: { layout: Layout; directory: string } | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubward-socket-'))
  chmodSync(folder, 0o755)
})
afterEach(() => {
  if (used) dropSocketDirectory(used.layout, used.directory)
  used = undefined
  rmSync(folder, { recursive: true })
})

function directoryIn(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true })
  const layout = layoutOf(dataDir)
  const directory = socketDirectory(layout, identityFor(layout.cluster))
  used = { layout, directory }
  return directory
}

it('uses the data folder when its path is short and open', () => {
  expect(directoryIn(folder)).toBe(join(folder, 'postgres', 'run'))
})

it('uses a private directory elsewhere for a long path, and the same one next time', () => {
  const deep = join(folder, 'x'.repeat(100))
  const directory = directoryIn(deep)
  expect(directory.startsWith(folder)).toBe(false)
  expect(fits(directory)).toBe(true)
  expect(lstatSync(directory).mode & 0o777).toBe(0o700)
  expect(directoryIn(deep)).toBe(directory)
})

it('does not trust the noted directory once others may enter it', () => {
  const deep = join(folder, 'x'.repeat(100))
  const first = directoryIn(deep)
  chmodSync(first, 0o777)
  const second = directoryIn(deep)
  rmSync(first, { recursive: true })
  expect(second).not.toBe(first)
})

it('knows to the byte which path a socket address can hold', () => {
  const limit = (process.platform === 'linux' ? 108 : 104) - 1 - '/.s.PGSQL.5432'.length
  expect(fits('/' + 'x'.repeat(limit - 1))).toBe(true)
  expect(fits('/' + 'x'.repeat(limit))).toBe(false)
  expect(fits('/' + 'ä'.repeat(limit / 2 + 1))).toBe(false)
})
