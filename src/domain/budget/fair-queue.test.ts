import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FairQueue } from './fair-queue.ts'
import type { Lane } from './lane.ts'

let serial = 0
const drain = (queue: FairQueue<string>, lane: Lane): string[] => {
  const order: string[] = []
  for (let item = queue.next(lane); item !== undefined; item = queue.next(lane)) order.push(item)
  return order
}

describe('a fair queue', () => {
  it('lets groups take turns, whatever number of callers each has', () => {
    const queue = new FairQueue<string>(100)
    for (let i = 0; i < 4; i++) queue.push('interactive', 'greedy', `greedy ${i}`)
    queue.push('interactive', 'polite', 'polite')
    expect(drain(queue, 'interactive')).toEqual([
      'greedy 0',
      'polite',
      'greedy 1',
      'greedy 2',
      'greedy 3',
    ])
  })

  it('gives who comes late neither a debt nor a credit', () => {
    const queue = new FairQueue<string>(100)
    for (let i = 0; i < 50; i++) queue.push('bulk', 'early', `early ${i}`)
    for (let i = 0; i < 40; i++) queue.next('bulk')
    for (let i = 0; i < 10; i++) queue.push('bulk', 'late', `late ${i}`)
    const next = Array.from({ length: 10 }, () => queue.next('bulk'))
    expect(next.filter((item) => item?.startsWith('late')).length).toBeGreaterThanOrEqual(4)
    expect(next.filter((item) => item?.startsWith('early')).length).toBeGreaterThanOrEqual(4)
  })

  it('gives a group that waits in four processes a quarter of a turn in each', () => {
    const queue = new FairQueue<string>(100)
    queue.setSpread('interactive', { wide: 4 })
    for (let i = 0; i < 40; i++) queue.push('interactive', 'wide', `wide ${i}`)
    for (let i = 0; i < 40; i++) queue.push('interactive', 'here', `here ${i}`)
    const next = Array.from({ length: 25 }, () => queue.next('interactive'))
    expect(next.filter((item) => item?.startsWith('wide')).length).toBe(5)
  })

  it('holds no more of one group than its bound, and others not at all', () => {
    const queue = new FairQueue<string>(2)
    expect(queue.push('interactive', 'a', 'a1')).toBe(true)
    expect(queue.push('interactive', 'a', 'a2')).toBe(true)
    expect(queue.push('interactive', 'a', 'a3')).toBe(false)
    expect(queue.push('interactive', 'b', 'b1')).toBe(true)
    expect(queue.size('interactive')).toBe(3)
  })

  it('gives out everybody once, in order within a group, whoever leaves meanwhile', () => {
    const step = fc.oneof(
      fc.record({ push: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ remove: fc.nat({ max: 30 }) }),
      fc.record({ next: fc.constant(true) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const queue = new FairQueue<number>(1000)
        const inside = new Map<number, string>()
        const out: number[] = []
        let count = 0
        for (const one of steps) {
          if ('push' in one) {
            inside.set(count, one.push)
            queue.push('bulk', one.push, count++)
          } else if ('remove' in one) {
            const group = inside.get(one.remove)
            const removed = queue.remove('bulk', group ?? 'a', one.remove)
            expect(removed).toBe(group !== undefined)
            inside.delete(one.remove)
          } else {
            const item = queue.next('bulk')
            expect(item === undefined).toBe(inside.size === 0)
            if (item === undefined) continue
            const group = inside.get(item)
            expect(group).toBeDefined()
            const older = [...inside].filter(([id, other]) => other === group && id < item)
            expect(older).toEqual([])
            inside.delete(item)
            out.push(item)
          }
          expect(queue.size('bulk')).toBe(inside.size)
        }
        expect(new Set(out).size).toBe(out.length)
      }),
    )
  })

  it('never names fewer ahead than are then served first', () => {
    const callers = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })
    fc.assert(
      fc.property(callers, fc.nat({ max: 20 }), (groups, served) => {
        const queue = new FairQueue<string>(1000)
        for (const group of groups) queue.push('interactive', group, `${group}${serial++}`)
        for (let i = 0; i < served; i++) queue.next('interactive')
        const ahead = queue.ahead('interactive', 'a')
        queue.push('interactive', 'a', 'me')
        const order = drain(queue, 'interactive')
        expect(order.indexOf('me')).toBeLessThanOrEqual(ahead)
      }),
    )
  })
})
