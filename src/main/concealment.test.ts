import { describe, expect, it } from 'vitest'
import { coreFileAdvice } from './concealment.ts'

const limits = (soft: string): string =>
  [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max stack size            8388608              unlimited            bytes     ',
    `Max core file size        ${soft.padEnd(21)}unlimited            bytes     `,
    'Max open files            1024                 1048576              files     ',
  ].join('\n')

describe('core files', () => {
  it.each(['unlimited', '1048576'])(
    'are warned of where one of %s bytes would be written',
    (soft) => {
      expect(coreFileAdvice(limits(soft))).toMatch(/LimitCORE=0/)
    },
  )

  it.each([limits('0'), ''])('are no matter where none is written or nothing is known', (text) => {
    expect(coreFileAdvice(text)).toBeUndefined()
  })
})
