import { describe, expect, it } from 'vitest'
import { Stock } from './stock.ts'

describe('the tokens in hand', () => {
  it('are nothing once the lease is over: somebody else has them by then', () => {
    const stock = new Stock()
    stock.add('interactive', 0)
    expect(stock.usable('interactive', 10)).toBe(false)
    stock.renew(100)
    expect(stock.usable('interactive', 99)).toBe(true)
    expect(stock.usable('interactive', 100)).toBe(false)
    expect(stock.take('interactive', 100)).toBeUndefined()
  })

  it('serve bulk only where they were granted to bulk: the rest is the people’s reserve', () => {
    const stock = new Stock()
    stock.renew(100)
    stock.add('interactive', 0)
    expect(stock.take('bulk', 1)).toBeUndefined()
    stock.add('bulk', 0)
    expect(stock.take('interactive', 1)).toBe('interactive')
    expect(stock.take('interactive', 1)).toBe('bulk')
    expect(stock.size).toBe(0)
  })

  it('may not be used before their start', () => {
    const stock = new Stock()
    stock.renew(1_000)
    stock.add('bulk', 60)
    stock.add('bulk', 50)
    expect(stock.usable('bulk', 49)).toBe(false)
    expect(stock.firstStart('bulk')).toBe(50)
    expect(stock.firstStart('interactive')).toBe(50)
    expect(stock.usable('bulk', 50)).toBe(true)
  })

  it('are given up from the latest on', () => {
    const stock = new Stock()
    stock.renew(1_000)
    for (const start of [30, 10, 20]) stock.add('interactive', start)
    stock.trim('interactive', 1)
    expect(stock.size).toBe(1)
    expect(stock.firstStart('interactive')).toBe(10)
  })
})
