import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createOutput } from './output.ts'
import { printable, textWidth } from './text-width.ts'

test.each([
  ['plain', 5],
  ['Müller', 6],
  ['Mu\u0308ller', 6],
  ['株式会社', 8],
  ['한국', 4],
  ['👩‍👩‍👧 family', 9],
  ['🇮🇪', 2],
  ['', 0],
])('"%s" takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width)
})

test('a name cannot move the cursor, colour the screen or turn the line around', () => {
  expect(printable('a\u001b[2Jb\rc\nd\u202ee')).toBe('a�[2Jb�c�d�e')
})

function printed(work: (out: ReturnType<typeof createOutput>) => void, colours = false): string {
  const stdout = Object.assign(new PassThrough(), { isTTY: colours })
  work(
    createOutput({ stdout, stderr: new PassThrough(), stdin: new PassThrough(), env: {} }, false),
  )
  return (stdout.read() as Buffer).toString()
}

test('columns stand under each other, wide characters or not, and lines do not end in spaces', () => {
  const text = printed((out) =>
    out.table(
      ['NAME', 'STATE', 'NOTE'],
      [
        ['株式会社', 'active', ''],
        ['ab', { text: 'off', tone: 'bad' }, 'x'],
      ],
    ),
  )
  expect(text).toBe('NAME      STATE   NOTE\n株式会社  active\nab        off     x\n')
})

test('colour is for terminals only', () => {
  const table = (out: ReturnType<typeof createOutput>) =>
    out.table(['A'], [[{ text: 'x', tone: 'good' }]])
  expect(printed(table)).not.toContain('\u001b')
  expect(printed(table, true)).toContain('\u001b[32mx')
})
