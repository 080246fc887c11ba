import { expect, it } from 'vitest'
import { limitProfile } from './limits.ts'

const burst = (input: Parameters<typeof limitProfile>[0]) => limitProfile(input).burst.limit

it('has the burst of each tier as the usage guidelines have it', () => {
  expect(burst({ tier: 'free' })).toBe(100)
  expect(burst({ tier: 'starter' })).toBe(100)
  expect(burst({ tier: 'professional' })).toBe(190)
  expect(burst({ tier: 'enterprise' })).toBe(190)
})

it('widens by the add-on: the burst once, the day by each pack', () => {
  expect(burst({ tier: 'free', increases: 1 })).toBe(250)
  expect(limitProfile({ tier: 'professional', increases: 2 })).toMatchObject({
    burst: { limit: 250, windowMs: 10_000 },
    associations: { limit: 200 },
    daily: 2_625_000,
    associationsDaily: 1_000_000,
  })
})

it('gives a marketplace app its own burst, which no add-on widens', () => {
  expect(
    limitProfile({ tier: 'enterprise', increases: 2, distribution: 'marketplace' }),
  ).toMatchObject({ burst: { limit: 110 }, daily: null })
})

it('allows five searches a second to everybody', () => {
  expect(limitProfile({ tier: 'enterprise', increases: 2 }).search).toEqual({
    limit: 5,
    windowMs: 1_000,
  })
})
