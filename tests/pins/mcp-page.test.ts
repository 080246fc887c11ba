import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { TOOLS } from '../../src/surfaces/mcp/tools.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/mcp.md'), 'utf8')

it('the page lists every tool, in the order in which clients see them', () => {
  const listed = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
  expect(listed).toEqual(TOOLS.map(({ name }) => name))
})
