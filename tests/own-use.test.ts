/** The paths of HubSpot's API in our own sources are those that a check tells people of. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OWN_PATHS, versionInPath } from '../src/domain/check/sunsets.ts'

const ROOT = join(import.meta.dirname, '..')
const ROOMS = ['src/adapters/hubspot', 'src/application/mcp', 'src/application/connection']

/** A path with a version in quotes: `'/account-info/v3/details'`. */
const PATH = /'(\/(?:[a-z-]+\/)+(?:v[1-9]|20\d{2}-\d{2})(?:\/[a-z-]+)*)/g

function pathsOf(room: string): string[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const source = readFileSync(join(ROOT, room, file), 'utf8')
      return [...source.matchAll(PATH)].map(([, path]) => path ?? '')
    })
    .filter((path) => !path.startsWith('/api/'))
}

test('every old version that Hubward asks by itself is named, and none that it does not', () => {
  const old = (paths: readonly string[]) =>
    [...new Set(paths.filter((path) => /^v\d$/.test(versionInPath(path).version ?? '')))].toSorted()
  const ours = ROOMS.flatMap(pathsOf)
  expect(ours.length).toBeGreaterThan(5)
  expect(old(ours)).toEqual(old(OWN_PATHS.map(({ path }) => path)))
})
