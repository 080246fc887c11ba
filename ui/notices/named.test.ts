import { expect, test } from 'vitest'
import { withTitles } from './named.ts'

const TITLES = new Map([['con_0123456789abcdefghjk', 'EMEA portal']])

test('in the app a notice calls a connection as people do', () => {
  expect(withTitles('A check of con_0123456789abcdefghjk failed.', TITLES)).toBe(
    'A check of EMEA portal failed.',
  )
})

test('a connection that is not known keeps its id, and other ids stay', () => {
  const text = 'con_zzz456789abcdefghjk0, by key_0123456789abcdefghjk'
  expect(withTitles(text, TITLES)).toBe(text)
})
