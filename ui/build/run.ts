/**
 * `npm run build:ui`: builds the web app into `ui/dist`, packs each file the two ways browsers
 * take, and says what the first paint costs. Refuses a build that is over its budget.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { measure, OVER_BUDGET, printSizes } from './sizes.ts'
import { packAll } from './pack.ts'
import { DIST, hashSources, UI } from './sources.ts'

const quiet = process.argv.includes('--quiet')
const sources = hashSources()
await build({
  root: UI,
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  logLevel: quiet ? 'error' : 'warn',
})
packAll(DIST)
const sizes = measure(DIST)
if (!quiet) process.stdout.write(printSizes(sizes))
// Last: a build that broke off has no such file and is made again.
writeFileSync(join(DIST, 'build.json'), `${JSON.stringify({ sources, sizes })}\n`)
if (OVER_BUDGET(sizes)) {
  process.stderr.write('The first paint is over its budget (ui/build/sizes.ts).\n')
  process.exitCode = 1
}
