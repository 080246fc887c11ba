/** Whether this Node is one that Hubward is made for. */
import { fail, ok, warn, type Check, type Finding } from '../check.ts'

/** As `engines` in package.json has it. */
const LEAST = [24, 15] as const

export const nodeCheck: Check = {
  name: 'node',
  title: 'Node',
  needs: [],
  look: () => nodeVersion(process.versions.node),
}

export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]))
    return fail(
      `Node ${version} runs this; Hubward wants ${LEAST.join('.')} or newer.`,
      'Start it by npm run, npx or the image: they bring the right Node along.',
    )
  if (major > LEAST[0])
    return warn(
      `Node ${version} runs this; Hubward is tested with ${LEAST[0]}.`,
      `Run it on Node ${LEAST[0]}, the one that comes with it.`,
    )
  return ok(`Node ${version}.`)
}
