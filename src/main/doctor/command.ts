/**
 * `hubward doctor`: asks the running Hubward to examine itself; where none answers, examines from
 * outside what can be seen without it. Ends with status 1 where a check failed.
 */
import type { CheckResult } from '../../application/doctor/ports.ts'
import { HubwardError } from '../../domain/errors.ts'
import { doctorEndpoints } from '../../surfaces/admin/contract/doctor.ts'
import { findAddress } from '../../surfaces/cli/address.ts'
import { createClient } from '../../surfaces/cli/client.ts'
import { CliFailure, EXIT } from '../../surfaces/cli/failure.ts'
import type { Io } from '../../surfaces/cli/io.ts'
import { createOutput, type Output, type Tone } from '../../surfaces/cli/output.ts'
import { createLog } from '../../adapters/telemetry/log.ts'
import { readConfig, withoutUnknown, type Config } from '../config.ts'
import { openDatabaseBeside, openExternalDatabase, type OpenDatabase } from '../database.ts'
import { examineSubject } from './run.ts'

export interface DoctorOptions {
  readonly json?: boolean
  readonly url?: string
  /** From outside, also where Hubward answers. */
  readonly offline?: boolean
}

export async function runDoctor(options: DoctorOptions, io: Io): Promise<void> {
  const out = createOutput(io, options.json === true)
  const asked = options.offline ? undefined : await askService(io, options.url)
  if (typeof asked === 'string') out.note(asked)
  const checks = Array.isArray(asked) ? asked : await examineFromOutside(io.env)
  const from = Array.isArray(asked) ? 'service' : 'outside'
  out.show({ from, checks }, () => showChecks(out, checks))
  const failed = checks.filter(({ status }) => status === 'fail')
  if (failed.length > 0)
    throw new CliFailure(EXIT.failed, `Failed: ${failed.map(({ title }) => title).join(', ')}.`)
}

/** What the service found, or why it was not asked. */
async function askService(io: Io, url: string | undefined): Promise<CheckResult[] | string> {
  try {
    const client = createClient(await findAddress(io, url), io.fetch)
    return (await client.call(doctorEndpoints.examine)).checks
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error
    return `Examined from outside: ${error.message}`
  }
}

export async function examineFromOutside(env: NodeJS.ProcessEnv): Promise<readonly CheckResult[]> {
  // What is no setting at all changes nothing: the configuration's own check names it, others go on.
  const config = readOrNothing(env) ?? readOrNothing(withoutUnknown(env))
  const database = config && (await openQuietly(config))
  try {
    return await examineSubject({ env, ...(config && { config }), ...(database && { database }) })
  } finally {
    await database?.close()
  }
}

function readOrNothing(env: NodeJS.ProcessEnv): Config | undefined {
  try {
    return readConfig(env)
  } catch (error) {
    if (error instanceof HubwardError) return undefined
    throw error
  }
}

/** Neither starts nor migrates anything. */
async function openQuietly(config: Config): Promise<OpenDatabase | undefined> {
  const database = config.databaseUrl
    ? openExternalDatabase(config.databaseUrl)
    : openDatabaseBeside(config)
  try {
    await database?.pool.query('select 1')
    return database
  } catch (err) {
    createLog('error').debug({ err }, 'doctor: the database did not answer')
    await database?.close()
    return undefined
  }
}

const LOOKS: Readonly<Record<CheckResult['status'], { word: string; tone: Tone }>> = {
  ok: { word: 'ok', tone: 'good' },
  warn: { word: 'WARN', tone: 'strong' },
  fail: { word: 'FAIL', tone: 'bad' },
  passed_over: { word: '-', tone: 'dim' },
}

function showChecks(out: Output, checks: readonly CheckResult[]): void {
  out.table(
    ['CHECK', 'STATE', 'FOUND'],
    checks.map(({ title, status, found }) => [
      title,
      { text: LOOKS[status].word, tone: LOOKS[status].tone },
      found,
    ]),
  )
  const ill = checks.filter(({ remedy }) => remedy !== null)
  if (ill.length === 0) return
  out.line('\nWhat to do:')
  for (const { title, remedy } of ill) out.line(`  ${title}: ${remedy ?? ''}`)
}
