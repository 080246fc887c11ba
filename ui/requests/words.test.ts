import { expect, it } from 'vitest'
import { howLong, pieceText, pieceWithNote } from './words.ts'

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

const set = {
  kind: 'permission_set',
  id: '5',
  name: 'Sales manager',
  had: false,
  replaces: [],
} as const

it('names what is asked for, by its id where the portal does not have it any more', () => {
  expect(pieceText({ ...set, replaces: [] })).toBe('Permission set Sales manager')
  const team = { kind: 'team', id: '12', name: null, had: false, replaces: [] } as const
  expect(pieceText({ ...team, replaces: [] })).toBe('Further team 12')
})

it('says what goes for it, and what would change nothing', () => {
  expect(pieceWithNote({ ...set, replaces: ['Sales rep', 'Viewer'] })).toBe(
    'Permission set Sales manager, in the place of Sales rep and Viewer',
  )
  expect(pieceWithNote({ ...set, had: true, replaces: [] })).toBe(
    'Permission set Sales manager, there already',
  )
  expect(pieceWithNote({ ...set, replaces: [] })).toBe('Permission set Sales manager')
})
