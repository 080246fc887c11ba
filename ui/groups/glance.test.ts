import { describe, expect, test } from 'vitest'
import { untilWords } from './ends.ts'
import { glanceEnd, glancesOf } from './glance.ts'
import { keyOf, lastEndOf, type GroupView } from './matrix.ts'

const END = '2027-01-31T00:00:00.000Z'
const LATER = '2027-03-31T00:00:00.000Z'

const grant = (scopes: string[], expiresAt: string | null): GroupView['grants'][number] =>
  ({
    connection: { id: 'con_1', name: 'main' },
    scopes,
    expiresAt,
    state: 'live',
  }) as unknown as GroupView['grants'][number]

describe('a group’s access at a glance', () => {
  test('an end that only some of it has is not said of all', () => {
    const [glance] = glancesOf({
      grants: [grant(['contacts:read'], null), grant(['deals:write'], END)],
    })
    expect(glance && glanceEnd(glance)).toBe(`some ${untilWords(END)}`)
  })

  test('an end that all of it has is said plainly, and of none nothing', () => {
    const [ending] = glancesOf({
      grants: [grant(['contacts:read'], END), grant(['deals:write'], END)],
    })
    const [standing] = glancesOf({ grants: [grant(['contacts:read'], null)] })
    expect(ending && glanceEnd(ending)).toBe(untilWords(END))
    expect(standing && glanceEnd(standing)).toBeNull()
  })
})

describe('how long a scope is granted', () => {
  const cell = (end: string | null): string =>
    keyOf({ connection: 'con_1', scope: 'deals:write', end })

  test('is until the last of its grants ends, whatever others have', () => {
    const others = [
      keyOf({ connection: 'con_2', scope: 'deals:write', end: null }),
      keyOf({ connection: 'con_1', scope: 'deals:read', end: null }),
    ]
    expect(lastEndOf(new Set([cell(LATER), cell(END), ...others]), 'con_1', 'deals:write')).toBe(
      LATER,
    )
  })

  test('is for good where one of them has no end', () => {
    expect(lastEndOf(new Set([cell(END), cell(null)]), 'con_1', 'deals:write')).toBeNull()
  })
})
