import { describe, expect, it } from 'vitest'
import { checklist, type Known } from './checklist-steps.ts'

const done = (known: Known): boolean[] => checklist(known).map((step) => step.done)

const portal = (lastCallAt: string | null) => ({ title: 'Main', lastCallAt })
const grant = (state: 'live' | 'ended') => ({
  id: 'grt_1',
  group: { id: 'grp_1', name: 'sales', title: 'Sales' },
  connection: { id: 'con_1', name: 'main' },
  scopes: ['contacts:read'],
  expiresAt: null,
  state,
})
const ada = { id: 'mem_1', kind: 'member' as const, name: 'Ada', email: 'ada@example.com' }

describe('the way to the first call', () => {
  it('is ticked off step by step as things come to be, and by nothing else', () => {
    const group = { name: 'sales', title: 'Sales' }
    expect(done({ connections: [], groups: [] })).toEqual([false, false, false, false, false])
    expect(done({ connections: [portal(null)], groups: [] })).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
    const granted = { ...group, members: [], grants: [grant('live')] }
    expect(done({ connections: [portal(null)], groups: [granted] })).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    const peopled = { ...granted, members: [ada] }
    expect(done({ connections: [portal('2026-05-12T10:00:00Z')], groups: [peopled] })).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
  })

  it('does not count a grant that ended, nor people in a group that may do nothing', () => {
    const group = { name: 'sales', title: 'Sales', members: [ada], grants: [grant('ended')] }
    expect(done({ connections: [], groups: [group] })).toEqual([false, true, false, false, false])
  })

  it('leads to the group that came furthest, so that nobody grants twice', () => {
    const empty = { name: 'empty', title: 'Empty', members: [], grants: [] }
    const sales = { name: 'sales', title: 'Sales', members: [], grants: [grant('live')] }
    const steps = checklist({ connections: [], groups: [empty, sales] })
    const people = steps.find(({ name }) => name === 'people')
    expect(people).toMatchObject({ page: '/groups/sales', tab: 'members' })
  })
})
