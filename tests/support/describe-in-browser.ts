import { describe } from 'vitest'
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts'

const WHY_NOT = CHROMIUM === undefined ? `: skipped, since ${NO_CHROMIUM}` : ''

/** Tests in the browser; where there is none, the report says what was skipped and why. */
export const describeInBrowser = (name: string, tests: () => void): void => {
  describe.runIf(CHROMIUM !== undefined)(`${name}${WHY_NOT}`, { timeout: 90_000 }, () => {
    tests()
  })
}
