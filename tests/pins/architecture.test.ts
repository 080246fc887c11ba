import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const page = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')

it('the page tells what each migration holds, in their order', () => {
  const files = readdirSync(join(ROOT, 'src/adapters/database/migrations')).toSorted()
  const told = [...page.matchAll(/^\| `(\d{4}_\w+)` \|/gm)].map(([, name]) => `${name}.sql`)
  expect(told).toEqual(files)
})

it('the page names every room of every layer', () => {
  const rooms = ['adapters', 'surfaces'].flatMap((layer) => readdirSync(join(ROOT, 'src', layer)))
  const [, table = ''] = page.split(/^\| Room \|/m)
  for (const room of rooms) expect(table).toContain(`\`${room}\``)
})
