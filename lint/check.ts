/**
 * `npm run check`: every check that needs no test run, side by side, each reported whether or not
 * another failed. A failed one is printed in full; the exit status is the number that failed.
 * Names on the command line choose among them (`npm run check -- layers types`).
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Check {
  readonly name: string
  /** What a failure means, for whoever reads only the summary. */
  readonly finds: string
  readonly script: string
  readonly args: readonly string[]
}

const ROOT = join(import.meta.dirname, '..')

const CHECKS: readonly Check[] = [
  {
    name: 'layers',
    finds: 'an import, a name or a comment that the house refuses',
    script: join(ROOT, 'lint/run.ts'),
    args: [],
  },
  {
    name: 'types',
    finds: 'a type mistake',
    script: commandOf('typescript', 'tsc'),
    args: ['-p', '.'],
  },
  {
    name: 'ui-types',
    finds: 'a type mistake in the web app',
    script: commandOf('typescript', 'tsc'),
    args: ['-p', 'ui'],
  },
  {
    name: 'oxlint',
    finds: 'a likely mistake',
    script: commandOf('oxlint', 'oxlint'),
    args: ['--deny-warnings'],
  },
  {
    name: 'format',
    finds: 'a file that `npm run format` would rewrite',
    script: commandOf('prettier', 'prettier'),
    args: ['--check', '--log-level', 'warn', '.'],
  },
  {
    name: 'knip',
    finds: 'a file, export or dependency that nothing uses',
    script: commandOf('knip', 'knip'),
    args: ['--no-progress'],
  },
]

/** The script behind a package's command: started by our own Node, on every platform alike. */
function commandOf(name: string, command: string): string {
  // Not by `require.resolve`: some of them export nothing.
  const manifest = join(ROOT, 'node_modules', name, 'package.json')
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    bin: string | Record<string, string>
  }
  const script = typeof bin === 'string' ? bin : bin[command]
  if (script === undefined) throw new Error(`${name} has no command "${command}"`)
  return join(dirname(manifest), script)
}

interface Outcome {
  readonly check: Check
  readonly passed: boolean
  readonly seconds: string
  readonly output: string
}

function run(check: Check): Promise<Outcome> {
  const start = performance.now()
  const child = spawn(process.execPath, [check.script, ...check.args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  return new Promise((resolve) => {
    const end = (passed: boolean): void => {
      const seconds = ((performance.now() - start) / 1000).toFixed(1)
      resolve({ check, passed, seconds, output: output.trim() })
    }
    child.on('error', (error) => {
      output += String(error)
      end(false)
    })
    child.on('close', (status) => end(status === 0))
  })
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !CHECKS.some((check) => check.name === name))
if (unknown.length > 0) {
  const known = CHECKS.map(({ name }) => name).join(', ')
  process.stderr.write(`There is no check "${unknown.join('", "')}". There are: ${known}.\n`)
  process.exit(1)
}
const chosen = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const outcomes = await Promise.all(chosen.map(run))
for (const { check, passed, output } of outcomes)
  if (!passed) process.stdout.write(`${check.name}\n${output}\n\n`)
for (const { check, passed, seconds } of outcomes) {
  const verdict = passed ? 'ok    ' : 'FAILED'
  process.stdout.write(
    `${verdict}  ${check.name.padEnd(8)} ${seconds.padStart(5)} s${passed ? '' : `  ${check.finds}`}\n`,
  )
}
process.exitCode = outcomes.filter(({ passed }) => !passed).length
