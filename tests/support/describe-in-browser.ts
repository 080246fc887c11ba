import { describe } from 'vitest'
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts'

/** Tests in the browser; where there is none, the report says what was skipped and why. */
export const describeInBrowser = (name: string, tests: () => void): void => {
  const title = CHROMIUM === undefined ? `${name}: skipped, since ${NO_CHROMIUM}` : name
  describe.runIf(CHROMIUM !== undefined)(`${title}`, { timeout: 90_000 }, () => {
    tests()
  })
}
