/** The commands that run on the service's own machine: `init` and `start`. */
import { Command } from 'commander'
import { HubwardError } from '../domain/errors.ts'
import type { Redacted } from '../domain/redacted.ts'
import { CliFailure, EXIT } from '../surfaces/cli/failure.ts'
import type { Io } from '../surfaces/cli/io.ts'
import type { Config } from './config.ts'
import type { InitInput, InitReport } from './init.ts'

export function serviceCommands(io: Io): Command[] {
  return [
    new Command('init')
      .description('set up a fresh Hubward: master key, organisation, first admin')
      .option('--organisation <name>', 'name of the organisation')
      .option('--admin-email <address>', 'address of the first admin')
      .option('--admin-name <name>', 'name of the first admin')
      .option('--new-key', 'all keys of admins are lost: make one more')
      .action((_options, command: Command) =>
        inWords(() => runInit(optionsOf(command), linesOf(io))),
      ),
    new Command('start')
      .description('run Hubward; a fresh data folder is set up on the way')
      .action((_options, command: Command) =>
        inWords(() => runStart(optionsOf(command), linesOf(io))),
      ),
  ]
}

interface Options extends Partial<InitInput> {
  readonly json?: boolean
}

const optionsOf = (command: Command): Options => command.optsWithGlobals()

interface Lines {
  readonly env: NodeJS.ProcessEnv
  out(text: string): void
  note(text: string): void
}

const linesOf = (io: Io): Lines => ({
  env: io.env,
  out: (text) => void io.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  note: (text) => void io.stderr.write(`${text}\n`),
})

/** Errors with a code become what the command line shows; others are defects and stay what they are. */
async function inWords(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof HubwardError)) throw error
    throw new CliFailure(EXIT.failed, error.message, {
      details: [`${error.code}: docs/errors/${error.code}.md`],
      answer: { error: { code: error.code, message: error.message, fields: error.fields } },
      cause: error,
    })
  }
}

async function runInit(options: Options, io: Lines): Promise<void> {
  const [{ readConfig }, { createLog }, { openDatabase }, init] = await Promise.all([
    import('./config.ts'),
    import('../adapters/telemetry/log.ts'),
    import('./database.ts'),
    import('./init.ts'),
  ])
  const config = readConfig(io.env)
  const log = createLog('warn')
  const database = await openDatabase(config, log, (step) => io.note(PROGRESS[step]))
  try {
    const { organisation, adminEmail, adminName } = { ...init.INIT_DEFAULTS, ...options }
    const input = { organisation, adminEmail, adminName, newKey: options.newKey === true }
    const report = await init.initialise(config, database, log, input)
    io.out(options.json ? initJson(report, config) : initText(report))
  } finally {
    await database.close()
  }
}

async function runStart(options: Options, io: Lines): Promise<void> {
  const [{ readConfig }, { createLog }, { openHubward }] = await Promise.all([
    import('./config.ts'),
    import('../adapters/telemetry/log.ts'),
    import('./hubward.ts'),
  ])
  const config = readConfig(io.env)
  const log = createLog(config.logLevel)
  let initialised: InitReport | null = null
  const hubward = await openHubward({
    config,
    log,
    buildWebApp: true,
    onProgress: (step) => io.note(PROGRESS[step]),
    onInitialised: (report) => {
      initialised = report
      if (!options.json) io.out(initText(report))
    },
  }).catch((failure: unknown) => {
    if (options.json && initialised) io.out(startJson(initialised, config, null))
    throw failure
  })
  // What child processes and diagnostic reports might show, they shall not find.
  delete process.env['HUBWARD_MASTER_KEY']
  const connections = (await hubward.services.pictures.current()).connections().length
  if (options.json) io.out(startJson(initialised, config, hubward.port))
  else io.out(startText(config, hubward.port, connections))
  await stopSignal()
  io.note('Stopping: calls under way may end …')
  await hubward.close()
  io.note('Stopped.')
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        process.once(signal, () => process.exit(130))
        resolve()
      })
  })
}

const PROGRESS = {
  creating: 'Making the database (first run) …',
  starting: 'Starting the database …',
  recovering: 'The database recovers from an unclean stop …',
  adopting: 'Taking over the database of a Hubward that was killed …',
  migrating: 'Bringing the database to this release …',
} as const

function initText(report: InitReport): string {
  const lines = ['Hubward is set up.', '']
  if (report.masterKey)
    lines.push(
      'Master key, shown this once. Keep a copy in a safe place: without it the stored',
      'HubSpot credentials cannot be opened, by anybody.',
      '',
      `  ${shownOnce(report.masterKey)}`,
      '',
      `It lies in ${report.keySource}. Where the data is backed up, the key should not be:`,
      'docs/configuration.md tells how to keep it elsewhere.',
      '',
    )
  else lines.push(`Master key ${report.fingerprint}, from ${report.keySource}.`, '')
  if (report.adminKey)
    lines.push(
      `Admin key of ${report.adminEmail}, shown this once:`,
      '',
      `  ${shownOnce(report.adminKey)}`,
      '',
      `Commands on this machine find it in ${report.adminKeyFile}.`,
      '',
    )
  else
    lines.push(
      `Its admin ${report.adminEmail} has a key already; none was made.`,
      'If all keys of admins are lost: hubward init --new-key',
      '',
    )
  return lines.join('\n')
}

const initJson = (report: InitReport, config: Config): string =>
  JSON.stringify({
    dataDir: config.dataDir,
    fingerprint: report.fingerprint,
    keySource: report.keySource,
    masterKey: report.masterKey && shownOnce(report.masterKey),
    adminEmail: report.adminEmail,
    adminKey: report.adminKey && shownOnce(report.adminKey),
    adminKeyFile: report.adminKeyFile,
  })

/** `port` is `null` where the start failed after the keys were made. */
const startJson = (report: InitReport | null, config: Config, port: number | null): string =>
  JSON.stringify({
    url: port === null ? null : urlOf(config, port),
    port,
    dataDir: config.dataDir,
    initialised: report ? (JSON.parse(initJson(report, config)) as unknown) : null,
  })

function startText(config: Config, port: number, connections: number): string {
  const url = urlOf(config, port)
  const next =
    connections === 0
      ? ['Next, in another terminal: connect a portal.', '', '  npx hubward connect --help']
      : [
          `${connections} connection${connections === 1 ? '' : 's'}. See them: npx hubward connections`,
        ]
  return [
    `Hubward listens on ${url}`,
    '',
    `  HubSpot's API  ${url}/hubspot/<connection>/…`,
    `  MCP            ${url}/mcp`,
    `  Admin API      ${url}/api/v1/openapi.json`,
    '',
    ...next,
    '',
  ].join('\n')
}

/** Port 0 means any: then only the real one is of use. */
const urlOf = (config: Config, port: number): string =>
  config.port === port ? config.publicUrl : config.publicUrl.replace(`:${config.port}`, `:${port}`)

/** The two keys that a person must see once; `lint/reveal.ts` allows it in this file. */
const shownOnce = (secret: Redacted<string>): string => secret.reveal()
