import { expect, it } from 'vitest'
import { howLong, pieceText } from './words.ts'

it('says a time as people do, and never rounds it', () => {
  expect([null, 1, 8, 24, 36, 48, 2_160].map(howLong)).toEqual([
    'for good',
    'for 1 hour',
    'for 8 hours',
    'for 24 hours',
    'for 36 hours',
    'for 2 days',
    'for 90 days',
  ])
})

it('names what is asked for, by its id where the portal does not have it any more', () => {
  expect(pieceText({ kind: 'permission_set', id: '5', name: 'Sales manager' })).toBe(
    'Permission set Sales manager',
  )
  expect(pieceText({ kind: 'team', id: '12', name: null })).toBe('Further team 12')
})
