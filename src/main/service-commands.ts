/** The commands that run on the service's own machine: `init`, `start`, `admin-link`, `new-master-key`. */
import { Command } from 'commander'
import { HubwardError } from '../domain/errors.ts'
import { displayName, email } from '../surfaces/admin/contract/fields.ts'
import { CliFailure, EXIT } from '../surfaces/cli/failure.ts'
import type { Io } from '../surfaces/cli/io.ts'
import type { InitReport } from './init.ts'
import {
  initJson,
  initText,
  linkJson,
  linkText,
  secondKeyJson,
  secondKeyText,
  startJson,
  startText,
} from './service-texts.ts'

export function serviceCommands(io: Io): Command[] {
  return [
    new Command('init')
      .description('set up a fresh Hubward: master key, organisation; an admin with a key if asked')
      .option('--organisation <name>', 'name of the organisation')
      .option('--admin-email <address>', 'make this member an admin with a client key')
      .option('--admin-name <name>', 'name of that admin', 'Admin')
      .option('--new-key', 'all keys of admins are lost: make one more')
      .action((_options, command: Command) =>
        inWords(() => runInit(optionsOf(command), linesOf(io))),
      ),
    new Command('start')
      .description('run Hubward; a fresh data folder is set up on the way')
      .action((_options, command: Command) =>
        inWords(() => runStart(optionsOf(command), linesOf(io))),
      ),
    new Command('admin-link')
      .description('print a new link that makes the first admin, while there is none')
      .action((_options, command: Command) =>
        inWords(() => runAdminLink(optionsOf(command), linesOf(io))),
      ),
    new Command('doctor')
      .description(
        'examine this installation, also while it does not run; status 1 where a check failed',
      )
      .option('--offline', 'from outside, also where Hubward answers')
      .action((_options, command: Command) => doctor(command, io)),
    new Command('new-master-key')
      .description('make another master key in the data folder, for hubward vault rotate')
      .action((_options, command: Command) =>
        inWords(() => runNewMasterKey(optionsOf(command), linesOf(io))),
      ),
  ]
}

async function doctor(command: Command, io: Io): Promise<void> {
  const { runDoctor } = await import('./doctor/command.ts')
  await runDoctor(command.optsWithGlobals(), io)
}

interface Options {
  readonly json?: boolean
  readonly organisation?: string
  readonly adminEmail?: string
  readonly adminName?: string
  readonly newKey?: boolean
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
  const [{ readConfig }, { createLog }, { openDatabase, openDatabaseBeside }, init] =
    await Promise.all([
      import('./config.ts'),
      import('../adapters/telemetry/log.ts'),
      import('./database.ts'),
      import('./init.ts'),
    ])
  const config = readConfig(io.env)
  const log = createLog('warn')
  const database =
    openDatabaseBeside(config) ??
    (await openDatabase(config, log, (step) => io.note(PROGRESS[step])))
  try {
    const { organisation = init.INIT_DEFAULTS.organisation, adminEmail, adminName = '' } = options
    const admin = adminEmail === undefined ? null : adminOf(adminEmail, adminName)
    const input = { organisation, admin, newKey: options.newKey === true }
    const report = await init.initialise(config, database, log, input)
    io.out(options.json ? initJson(report, config) : initText(report))
  } finally {
    await database.close()
  }
}

/** By the rules of every other door. @throws HubwardError `request.invalid` */
function adminOf(address: string, called: string): { email: string; name: string } {
  const read = { email: email.safeParse(address), name: displayName.safeParse(called) }
  if (read.email.success && read.name.success)
    return { email: read.email.data, name: read.name.data }
  const mistaken = read.email.success
    ? ['--admin-name', 'name']
    : ['--admin-email', 'e-mail address']
  throw new HubwardError('request.invalid', `${mistaken[0]}: this is not an ${mistaken[1]}.`)
}

async function runNewMasterKey(options: Options, io: Lines): Promise<void> {
  const [{ readConfig }, { makeSecondKey }] = await Promise.all([
    import('./config.ts'),
    import('./second-key.ts'),
  ])
  const made = makeSecondKey(readConfig(io.env))
  io.out(options.json ? secondKeyJson(made) : secondKeyText(made))
}

async function runAdminLink(options: Options, io: Lines): Promise<void> {
  const [{ readConfig }, { createLog }, { adminLinkFor }] = await Promise.all([
    import('./config.ts'),
    import('../adapters/telemetry/log.ts'),
    import('./admin-link.ts'),
  ])
  const link = await adminLinkFor(readConfig(io.env), createLog('warn'))
  if (!link)
    throw new HubwardError(
      'resource.conflict',
      'There is an admin already, so no link makes a first one. For a member: hubward member invite. If all keys and passkeys of admins are lost: hubward init --new-key',
    )
  io.out(options.json ? linkJson(link) : linkText(link))
}

async function runStart(options: Options, io: Lines): Promise<void> {
  const [
    { readConfig },
    { createLog },
    { openHubward },
    { firstAdminLink },
    { unfitForBrowsers },
    { concealEnvironment, coreFileAdvice, forbidCoreFiles },
    { stopSignal },
  ] = await Promise.all([
    import('./config.ts'),
    import('../adapters/telemetry/log.ts'),
    import('./hubward.ts'),
    import('./admin-link.ts'),
    import('./public-name.ts'),
    import('./concealment.ts'),
    import('./stop-signal.ts'),
  ])
  const config = readConfig({ ...io.env })
  concealEnvironment(io.env)
  forbidCoreFiles()
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
  const { services, port } = hubward
  const connections = (await services.pictures.current()).connections().length
  const link = await firstAdminLink(services)
  const started = { url: services.signIn.site.publicUrl, port, connections, link }
  io.out(options.json ? startJson(initialised, config, started) : startText(started))
  const unfit = unfitForBrowsers(started.url)
  for (const advice of [unfit, coreFileAdvice()]) if (advice !== undefined) io.note(advice)
  await stopSignal()
  io.note('Stopping: calls under way may end …')
  await hubward.close()
  io.note('Stopped.')
}

const PROGRESS = {
  creating: 'Making the database (first run) …',
  starting: 'Starting the database …',
  recovering: 'The database recovers from an unclean stop …',
  adopting: 'Taking over the database of a Hubward that was killed …',
  migrating: 'Bringing the database to this release …',
} as const
