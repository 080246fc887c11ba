/** Pages that point at files: what they name must be there, or the reader stands before a wall. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const PAGES = globSync(['*.md', '{docs,emulator,examples,bench}/**/*.md'], { cwd: ROOT }).toSorted()
/** Folders at the top, by which a path is told from other words in code marks. */
const FOLDERS = 'src|tests|lint|docs|emulator|bench|demo|examples|bin'

it.each(PAGES)('what %s links to is there', (page) => {
  const text = withoutExamples(readFileSync(join(ROOT, page), 'utf8'))
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link)
  const local = links.filter((link) => !/^[a-z]+:/.test(link))
  expect(local.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([])
})

/** It names its sources, which are other repositories' files. */
const OWN_PATHS = PAGES.filter((page) => page !== 'emulator/fidelity.md')

it.each(OWN_PATHS)('what %s names by its path is there', (page) => {
  const text = withoutExamples(readFileSync(join(ROOT, page), 'utf8'))
  const named = [...text.matchAll(new RegExp(`\`((?:${FOLDERS})/[\\w./-]+)\``, 'g'))]
  const paths = named.map(([, path = '']) => path)
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

/** Blocks of code show what a reader would have, not what is here. */
const withoutExamples = (text: string): string => text.replaceAll(/^```.*?^```/gms, '')
