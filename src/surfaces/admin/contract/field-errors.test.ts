/** What stands beside a field is a sentence that whoever typed there can act on. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fieldErrors } from './field-errors.ts'
import { email } from './fields.ts'

const shape = z.object({ name: z.string().min(1).max(5), scopes: z.array(z.string()).min(2) })

function told(sent: unknown) {
  const { error } = shape.safeParse(sent, { reportInput: true })
  return error && fieldErrors(shape, error)
}

describe('a field error', () => {
  it('says of a field that nobody filled in that it is empty, not how short it is', () => {
    expect(told({ name: '', scopes: ['a', 'b'] })).toEqual([
      { path: 'name', message: 'This is empty.' },
    ])
  })

  it('says of an e-mail address that is not there only that', () => {
    const asked = z.object({ email })
    const { error } = asked.safeParse({ email: ' ' }, { reportInput: true })
    expect(error && fieldErrors(asked, error)).toEqual([
      { path: 'email', message: 'This is empty.' },
    ])
  })

  it('says what it counts', () => {
    expect(told({ name: 'longer', scopes: ['a'] })).toEqual([
      { path: 'name', message: 'This must have at most 5 characters.' },
      { path: 'scopes', message: 'This must have at least 2 entries.' },
    ])
  })
})
