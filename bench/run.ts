/** Runs every bench, one after another, and leaves their tables in `bench/results/`. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const BENCHES = {
  gateway: 'gateway/run.ts',
  mcp: 'mcp/run.ts',
  startup: 'startup.ts',
  limiter: 'limiter/run.ts',
  activity: 'activity/run.ts',
  intake: 'intake/run.ts',
  people: 'people/run.ts',
  'people-chaos': 'people-chaos/run.ts',
} as const

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  process.stderr.write(
    `no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`,
  )
  process.exit(2)
}
let failed = 0
for (const [name, file] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const path = join(import.meta.dirname, file)
  if (!existsSync(path)) throw new Error(`bench/${file} is missing`)
  process.stdout.write(`\n— ${name} —\n\n`)
  const { status } = spawnSync(process.execPath, [path], { stdio: 'inherit' })
  if (status !== 0) failed += 1
}
process.exitCode = failed
