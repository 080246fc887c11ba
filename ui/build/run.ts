/**
 * `npm run build:ui`: builds the web app into `ui/dist`, packs each file the two ways browsers
 * take, and says what the first paint costs. Refuses a build that is over its budget. With
 * `--if-older` it does nothing where `ui/dist` is of these very sources.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DIST, hashSources, UI } from './sources.ts'

const quiet = process.argv.includes('--quiet')
const sources = hashSources()
if (process.argv.includes('--if-older') && builtFrom() === sources) process.exit(0)

// Only now: reading the compiler takes longer than finding out that it is not needed.
const [
  { build },
  { buildHandOver, HAND_OVER_BUDGET },
  { packAll },
  { isOverBudget, measure, printSizes },
] = await Promise.all([
  import('vite'),
  import('./hand-over.ts'),
  import('./pack.ts'),
  import('./sizes.ts'),
])
// Beside the old one until it is whole: several may build at once, and one may be killed.
const making = join(UI, `../.cache/ui-${process.pid}`)
mkdirSync(making, { recursive: true })
await build({
  root: UI,
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  logLevel: quiet ? 'error' : 'warn',
  build: { outDir: making },
})
const handOverBytes = await buildHandOver(making, quiet)
packAll(making)
const sizes = measure(making)
writeFileSync(join(making, 'build.json'), `${JSON.stringify({ sources, sizes })}\n`)
swap()
if (!quiet) {
  process.stdout.write(printSizes(sizes))
  const kilobytes = (handOverBytes / 1000).toFixed(1).padStart(7)
  process.stdout.write(
    `${kilobytes} KB  the page of one-time requests, of ${HAND_OVER_BUDGET / 1000}\n`,
  )
}
if (isOverBudget(sizes)) fail('The first paint is over its budget (ui/build/sizes.ts).')
if (handOverBytes > HAND_OVER_BUDGET)
  fail('The page of one-time requests is over its budget (ui/build/hand-over.ts).')

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
}

function builtFrom(): unknown {
  try {
    const { sources: of } = JSON.parse(readFileSync(join(DIST, 'build.json'), 'utf8')) as {
      sources: unknown
    }
    return of
  } catch {
    return undefined
  }
}

/** Two renames; whoever reads in between reads again. */
function swap(): void {
  const old = `${making}-old`
  try {
    renameSync(DIST, old)
  } catch {
    // There was none.
  }
  try {
    renameSync(making, DIST)
  } catch (error) {
    // Another one was put there meanwhile, of the same sources or of newer ones.
    if (builtFrom() === undefined) throw error
    rmSync(making, { recursive: true, force: true })
  }
  rmSync(old, { recursive: true, force: true })
}
