/** A refusal has used the link up, so whoever could mend it must be told to ask for another. */
import { expect, it } from 'vitest'
import { INTAKE_REFUSALS } from './refusals.ts'

const mendable = Object.entries(INTAKE_REFUSALS).filter(([reason]) => reason !== 'connection_gone')

it.each(mendable)('%s tells that a new link is needed', (_, message) => {
  expect(message).toMatch(/\bask for a new link\b/i)
})
