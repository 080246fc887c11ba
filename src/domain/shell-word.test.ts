import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test('a name that needs no quotes has none', () => {
  expect(shellWord('sana@example.com')).toBe('sana@example.com')
})

test('whatever the name, a shell reads it as that one word and runs nothing', () => {
  const awkward = fc.string({ unit: fc.constantFrom(...'a \'"`$()\\;&|<>*?~#!\n-') })
  fc.assert(
    fc.property(awkward, (text) => {
      const said = execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })
      expect(said).toBe(text)
    }),
    { numRuns: 60 },
  )
})
