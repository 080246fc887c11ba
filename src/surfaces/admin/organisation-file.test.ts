import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OrganisationDocument } from '../../domain/access/document.ts'
import type { HubwardError } from '../../domain/errors.ts'
import { readOrganisationFile, writeOrganisationFile } from './organisation-file.ts'

const noMistakes = () => Promise.resolve([])

/** What people paste into texts, and what YAML could take for something else. */
const awkward = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    'no',
    'null',
    '~',
    '1e3',
    '0x10',
    '2027-01-01',
    '- item',
    'key: value # not a comment',
    '---',
    '{{ template }}',
    '*alias',
    '&anchor',
    '!tag',
    '"quoted"',
    'a\n\n  indented\n\ttab\n',
    '\n',
    ' leading',
    'trailing ',
    'x'.repeat(300),
    '株式会社\n👩‍👩‍👧',
  ),
)
const prose = awkward.filter((text) => !/\p{Cc}/u.test(text.replaceAll(/[\n\t\r]/g, '')))
const name = prose
  .map((text) => text.trim())
  .filter((text) => text !== '' && text.length <= 100 && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text))

const document: fc.Arbitrary<OrganisationDocument> = fc.record({
  version: fc.constant(1 as const),
  organisation: fc.record({ name }),
  members: fc.array(
    fc.record({
      email: fc.stringMatching(/^[a-z0-9]{1,8}@example\.com$/),
      name,
      role: fc.constantFrom('admin' as const, 'auditor' as const, 'member' as const),
    }),
    { maxLength: 2 },
  ),
  groups: fc.array(
    fc.record({
      name: fc.stringMatching(/^[a-z0-9]{1,8}$/),
      title: name,
      description: prose,
      context: prose,
      members: fc.array(name, { maxLength: 2 }),
      grants: fc.array(
        fc.record({
          connection: fc.stringMatching(/^[a-z0-9]{1,8}$/),
          scopes: fc.constant(['contacts:read']),
          expires: fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  ),
})

test('whatever the texts, a written file reads back as the same document', async () => {
  await fc.assert(
    fc.asyncProperty(document, async (original) => {
      const text = writeOrganisationFile(original)
      expect(await readOrganisationFile(text, noMistakes)).toEqual(original)
    }),
  )
})

test('JSON is YAML: the same document may come as either', async () => {
  const json = JSON.stringify({ version: 1, groups: [{ name: 'sales' }] })
  expect(await readOrganisationFile(json, noMistakes)).toEqual({
    version: 1,
    groups: [{ name: 'sales' }],
  })
})

test('a bomb of aliases is refused, not unfolded', async () => {
  const bomb = `a: &a [${'x,'.repeat(20)}x]
${Array.from('bcdefgh', (letter, i) => `${letter}: &${letter} [${`*${'abcdefg'[i] ?? ''},`.repeat(20)}x]`).join('\n')}`
  await expect(readOrganisationFile(bomb, noMistakes)).rejects.toMatchObject({
    code: 'request.invalid',
  })
})

test('an anchor may be used again, and an alias to nothing is a mistake', async () => {
  const text = (alias: string) => `version: 1
groups:
  - { name: a, members: &all [x, y] }
  - { name: b, members: *${alias} }
`
  const read = await readOrganisationFile(text('all'), noMistakes)
  expect(read.groups?.[1]?.members).toEqual(['x', 'y'])
  await expect(readOrganisationFile(text('none'), noMistakes)).rejects.toMatchObject({
    code: 'request.invalid',
  })
})

test('a mistake at something missing points to where it is missing from', async () => {
  const text = 'version: 1\nmembers:\n  - email: a@example.com\n  - name: B\n'
  await expect(readOrganisationFile(text, noMistakes)).rejects.toMatchObject({
    fields: [
      { path: 'members.0.name', message: 'line 3, column 5: This field is missing.' },
      { path: 'members.1.email', message: 'line 4, column 5: This field is missing.' },
    ],
  })
})

test('of a hundred thousand mistakes the first hundred are told, and how many there are', async () => {
  const lines = Array.from({ length: 5_000 }, (_, at) => `  - { x${at}: y }`)
  const refused = readOrganisationFile(`version: 1\nmembers:\n${lines.join('\n')}\n`, noMistakes)
  const thrown: unknown = await refused.catch((error: unknown) => error)
  const { fields, message } = thrown as HubwardError
  expect(message).toContain('15000 mistakes')
  expect(fields).toHaveLength(101)
  expect(fields.at(-1)?.message).toBe('And 14900 more.')
})
