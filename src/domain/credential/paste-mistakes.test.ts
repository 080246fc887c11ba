import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PASTE_MISTAKES } from './paste-mistakes.ts'

it('explains every mistake in docs/credentials.md, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/credentials.md'), 'utf8')
  const table = page.split('| Mistake |')[1]?.split('\n\n')[0] ?? ''
  const explained = [...table.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name)
  expect(explained).toEqual(Object.keys(PASTE_MISTAKES))
})
