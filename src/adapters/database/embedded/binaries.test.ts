import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hydrate, locate, prepareBinaries } from './binaries.ts'
import { childOptions } from './cluster.ts'
import { identityFor } from './identity.ts'
import { layoutOf } from './layout.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubward-binaries-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The package as npm unpacks it: without links. */
function unpacked(): string {
  const { native } = locate()
  const copy = join(folder, 'package', 'native')
  cpSync(native, copy, {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  })
  return copy
}

it('makes the library links that npm packages cannot hold, again and again', () => {
  const native = unpacked()
  expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(false)
  expect([hydrate(native), hydrate(native)]).toEqual([true, true])
  expect(spawnSync(join(native, 'bin', 'postgres'), ['--version']).stdout.toString()).toMatch(
    / 18\./,
  )
})

it('copies the binaries when the user of the cluster cannot reach or complete them', () => {
  const source = { native: unpacked(), version: '18.0-test' }
  const layout = layoutOf(join(folder, 'data'))
  chmodSync(folder, 0o755)
  chmodSync(layout.dataDir, 0o755)
  chmodSync(join(folder, 'package'), 0o500)
  chmodSync(join(source.native, 'lib'), 0o500)
  const identity = identityFor(layout.cluster)
  const binaries = prepareBinaries(layout, identity, source)
  chmodSync(join(source.native, 'lib'), 0o700)
  expect(binaries.postgres.startsWith(layout.cache)).toBe(true)
  expect(binaries.major).toBe('18')
  const run = spawnSync(binaries.postgres, ['--version'], childOptions(identity))
  expect(run.stdout?.toString()).toMatch(/ 18\./)
  expect(prepareBinaries(layout, identity, source)).toEqual(binaries)
})

it.each([
  ['win32 x64', 'WSL 2'],
  ['freebsd x64', 'Linux (glibc) and macOS'],
  [process.arch === 'x64' ? 'linux arm64' : 'linux x64', 'glibc'],
])('says on %s what to do instead', (key, hint) => {
  expect(() => locate(key)).toThrow(
    expect.objectContaining({ code: 'database.platform_unsupported' }) as Error,
  )
  expect(() => locate(key)).toThrow(hint)
  expect(() => locate(key)).toThrow('DATABASE_URL')
})
