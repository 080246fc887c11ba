/**
 * `npm run demo`: the whole job before the reader's eyes. It uses what a stranger could use: the
 * commands, HTTP, and packages. It imports neither Hubward nor the emulated portal.
 */
import { styleText } from 'node:util'
import { ADMIN_STEPS } from './admin-steps.ts'
import { HELP, readArguments, UsageError, type Arguments } from './arguments.ts'
import { ASSISTANT_STEPS } from './assistant-steps.ts'
import { whatNext } from './next.ts'
import { PROGRAM_STEPS } from './program-steps.ts'
import { AlreadyTold, belongings, cleanUp, setUp, type Belongings, type Stage } from './set-up.ts'
import type { Step } from './step.ts'

const STEPS: readonly Step[] = [...ASSISTANT_STEPS, ...PROGRAM_STEPS, ...ADMIN_STEPS]

interface Outcome {
  readonly title: string
  readonly ok: boolean
  /** What there was to see, or what went wrong. */
  readonly lines: readonly string[]
}

process.exitCode = await main(process.argv.slice(2))

/** 0 every step did what it should, 1 not, 2 usage. */
async function main(argv: readonly string[]): Promise<number> {
  let options: Arguments
  try {
    options = readArguments(argv)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\nnpm run demo -- --help says what there is.\n`)
    return 2
  }
  if (options.help) {
    process.stdout.write(HELP)
    return 0
  }
  const mine = belongings()
  const stopped = stopSignal(mine)
  try {
    return await perform(options, mine, stopped)
  } catch (error) {
    if (!(error instanceof AlreadyTold))
      process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    await cleanUp(mine)
  }
}

async function perform(
  options: Arguments,
  mine: Belongings,
  stopped: Promise<string>,
): Promise<number> {
  const stage = await Promise.race([setUp(options, mine), stopped])
  if (typeof stage === 'string') return 1
  const outcomes = await Promise.race([
    allSteps(stage, options.json ? () => undefined : print),
    stopped,
    stage.crashed,
  ])
  if (typeof outcomes === 'string') throw new Error(outcomes)
  const ok = outcomes.every((outcome) => outcome.ok)
  if (options.json) printJson(stage, ok, outcomes)
  else say(ok ? '\nEvery step did what it should.' : '\nNot every step did what it should.')
  if (options.once) return ok ? 0 : 1
  if (!options.json) say(whatNext(stage))
  const how = await Promise.race([stopped, stage.crashed.then((why) => new Error(why))])
  if (how instanceof Error) throw how
  return ok ? 0 : 1
}

async function allSteps(stage: Stage, tell: (outcome: Outcome) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const { title, run } of STEPS) {
    const outcome = await run(stage).then(
      (lines): Outcome => ({ title, ok: true, lines }),
      (error: unknown): Outcome => ({ title, ok: false, lines: String(error).split('\n') }),
    )
    tell(outcome)
    outcomes.push(outcome)
  }
  return outcomes
}

function print({ title, ok, lines }: Outcome): void {
  say(`\n${ok ? styleText('green', '✔') : styleText('red', '✖')} ${styleText('bold', title)}`)
  for (const line of lines) say(`  ${line}`.trimEnd())
}

function printJson(stage: Stage, ok: boolean, steps: readonly Outcome[]): void {
  const { hubwardUrl, emulatorUrl, keys } = stage
  const connection = `${hubwardUrl}/hubspot/main`
  say(
    JSON.stringify({
      ok,
      hubwardUrl,
      emulatorUrl,
      mcp: `${hubwardUrl}/mcp`,
      connection,
      keys,
      steps,
    }),
  )
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Resolves at the first wish to end; the second one ends everything at once. */
function stopSignal({ programs }: Belongings): Promise<string> {
  return new Promise((resolve) => {
    let wished = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (wished) {
          for (const program of programs) program.kill()
          process.exit(130)
        }
        wished = true
        process.stderr.write('\nStopping …\n')
        resolve(`Stopped by ${signal}.`)
      })
  })
}
