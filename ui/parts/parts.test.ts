/** The pure functions behind the parts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { narrow } from './combobox.tsx'
import { summary } from './chart.tsx'
import { assignErrors } from './form-state.ts'
import { relativeTime } from './relative-time.ts'

describe('a refusal in a form', () => {
  it('stands beside the field whose path it has, also for what lies within the field', () => {
    const fields = [
      { path: 'name', message: 'This field is missing.' },
      { path: 'scopes.3', message: 'There is no such scope.' },
      { path: 'person.email', message: 'This is not an e-mail address.' },
    ]
    expect(assignErrors({ fields, message: 'x' }, ['name', 'scopes', 'person.email'])).toEqual({
      errors: {
        name: 'This field is missing.',
        scopes: 'There is no such scope.',
        'person.email': 'This is not an e-mail address.',
      },
    })
  })

  it('is never swallowed: what no field claims is told above the buttons', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ path: fc.string(), message: fc.string({ minLength: 1 }) })),
        fc.array(fc.string({ minLength: 1 })),
        fc.string({ minLength: 1 }),
        (fields, names, message) => {
          const { errors, problem = '' } = assignErrors({ fields, message }, names)
          const told = `${Object.values(errors).join(' ')} ${problem}`
          for (const field of fields) expect(told).toContain(field.message)
          if (fields.length === 0) expect(problem).toBe(message)
        },
      ),
    )
  })

  it('does not mistake one field for another whose name begins the same', () => {
    const { errors, problem } = assignErrors(
      { fields: [{ path: 'nameOfGroup', message: 'No.' }], message: 'x' },
      ['name'],
    )
    expect(errors).toEqual({})
    expect(problem).toBe('nameOfGroup: No.')
  })
})

describe('what a combobox offers', () => {
  const options = [
    { value: 'mem_1', label: 'Sales rep', words: 'sales-rep@harbour-tea.example' },
    { value: 'mem_2', label: 'Seller' },
    { value: 'svc_1', label: 'Nightly newsletter' },
  ]
  it('is found by any of its words, in any case and order', () => {
    expect(narrow(options, 'REP sal').map(({ value }) => value)).toEqual(['mem_1'])
    expect(narrow(options, 'harbour')).toHaveLength(1)
    expect(narrow(options, 'nothing like it')).toEqual([])
  })
  it('is everything while nothing is typed, and begins with what begins with the text', () => {
    expect(narrow(options, ' ')).toBe(options)
    expect(narrow(options, 'n')[0]?.value).toBe('svc_1')
  })
})

describe('a span of time in words', () => {
  it.each([
    [-4_000, 'just now'],
    [-61_000, '1 minute ago'],
    [-7_300_000, '2 hours ago'],
    [-86_400_000 * 3, '3 days ago'],
    [86_400_000 * 5, 'in 5 days'],
    [30_000, 'in a moment'],
    [3_000, 'just now'],
  ])('%d ms is "%s"', (milliseconds, words) => {
    expect(relativeTime(milliseconds)).toBe(words)
  })
})

it('a chart is summed up for those who do not see it', () => {
  expect(summary([])).toBe('no values')
  expect(summary([1, 40, 1_000])).toBe('3 values, 1,041 in all, at most 1,000')
})
