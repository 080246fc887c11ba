/** The page about links names every form of address, kind and refusal that the parser knows. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { APP_FORMS } from '../../src/domain/hubspot/links/app-forms.ts'
import type { LinkForm } from '../../src/domain/hubspot/links/form.ts'
import { LINK_KINDS } from '../../src/domain/hubspot/links/link.ts'
import { OTHER_FORMS } from '../../src/domain/hubspot/links/other-forms.ts'
import { LINK_REFUSALS } from '../../src/domain/hubspot/links/refusals.ts'
import { PICK_LISTS } from '../../src/domain/hubspot/picks.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/resolve.md'), 'utf8')

const MARKS = { official: '✔', seen: '◐', assumed: '?' } as const
const rowOf = ({ at, kind, withId, source }: LinkForm): string =>
  `| \`${at}\` | ${kind}${withId === undefined ? '' : `, ${withId}`} | ${MARKS[source]} |`

it('has a row for every form of address, with its kind and how sure it is', () => {
  const forms = [...APP_FORMS, ...Object.values(OTHER_FORMS).flat()]
  expect(forms.map(rowOf).filter((row) => !page.includes(row))).toEqual([])
  const rows = page.match(/^\| `\/.*` \| .* \| [✔◐?] \|$/gm) ?? []
  expect(rows).toHaveLength(forms.length)
})

it('names every kind, every reason to refuse and every list', () => {
  const words = [LINK_KINDS, LINK_REFUSALS, PICK_LISTS].flatMap((table) => Object.keys(table))
  expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([])
})
