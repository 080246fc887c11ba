// Reads the command line into emulator options. Every problem is named at once.
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { ALL_SCOPES } from './auth/scopes.ts'
import type {
  AccountType,
  Counts,
  EmulatorOptions,
  Tier,
  TokenKind,
  TokenOptions,
} from './options.ts'

/** Said to the user without a stack. Exit code 2: the command line was wrong; 1: it did not work. */
export class CliError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

export const HELP = `hubspot-emulator: a HubSpot portal to develop and test against

Usage: hubspot-emulator [options]

Server
  --port <n>             port to listen on (4010; 0 takes a free one)
  --host <address>       address to listen on (127.0.0.1)
  --json                 print one JSON object instead of text
  --verbose              log each request to stderr
  --compress             gzip large answers, as HubSpot's edge does
  --no-control           leave out the /_emulator control surface
  --no-limits            never answer 429

Portal
  --portal-id <n>        (1234567)      --portal-name <text>
  --tier <tier>          free, professional or enterprise (enterprise)
  --account-type <type>  STANDARD, DEVELOPER_TEST, SANDBOX or APP_DEVELOPER
  --hublet <name>        na1, eu1, … (na1)
  --time-zone <zone>     (Europe/Berlin)

Records (the same seed gives the same records)
  --seed <n>             (1)
  --contacts <n>         (100); the others follow from it unless given:
  --companies --deals --tickets --notes --calls --meetings --tasks --emails
  --products --line-items --quotes --cars <n>
  --users <n>            users of the portal (10), with super admins, teams, seats, invitations

Credentials (each repeatable)
  --token <name>:<scopes>            a private app's token with these scopes, comma-separated;
                                     "all" stands for every scope
  --service-key <name>:<scopes>      a service key
  --oauth-app <id>:<secret>:<redirect-uri>:<scopes>

  --help                 this text
`

const COUNTS = [
  'contacts',
  'companies',
  'deals',
  'tickets',
  'notes',
  'calls',
  'meetings',
  'tasks',
  'emails',
  'products',
  'line-items',
  'quotes',
  'cars',
  'users',
] as const

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const many = { type: 'string', multiple: true } as const

const CONFIG = {
  port: text,
  host: text,
  json: flag,
  verbose: flag,
  compress: flag,
  'no-control': flag,
  'no-limits': flag,
  'portal-id': text,
  'portal-name': text,
  tier: text,
  'account-type': text,
  hublet: text,
  'time-zone': text,
  seed: text,
  token: many,
  'service-key': many,
  'oauth-app': many,
  help: flag,
  contacts: text,
  companies: text,
  deals: text,
  tickets: text,
  notes: text,
  calls: text,
  meetings: text,
  tasks: text,
  emails: text,
  products: text,
  'line-items': text,
  quotes: text,
  cars: text,
  users: text,
} satisfies ParseArgsConfig['options']

export type Arguments = { options: EmulatorOptions; json: boolean; help: boolean }

export function readArguments(argv: readonly string[]): Arguments {
  const values = parse(argv)
  const problems: string[] = []
  const integer = (name: keyof typeof values, max: number): number | undefined => {
    const given = values[name]
    if (typeof given !== 'string') return undefined
    const number = Number(given)
    if (given.trim() !== '' && Number.isSafeInteger(number) && number >= 0 && number <= max)
      return number
    problems.push(`--${name} must be a whole number from 0 to ${max}, not "${given}"`)
    return undefined
  }
  const choice = <T extends string>(
    name: 'tier' | 'account-type',
    allowed: readonly T[],
  ): T | undefined => {
    const given = values[name]
    if (given === undefined || (allowed as readonly string[]).includes(given))
      return given as T | undefined
    problems.push(`--${name} must be one of ${allowed.join(', ')}, not "${given}"`)
    return undefined
  }
  const counts: Partial<Record<string, number>> = {}
  for (const name of COUNTS) {
    const count = integer(name, 20_000_000)
    if (count !== undefined) counts[name === 'line-items' ? 'lineItems' : name] = count
  }
  if (values['time-zone'] !== undefined && !isTimeZone(values['time-zone'])) {
    problems.push(
      `--time-zone "${values['time-zone']}" is not a time zone; write one like Europe/Berlin`,
    )
  }
  const tokens = [
    ...(values.token ?? []).map((one) => readToken('token', 'private_app', one, problems)),
    ...(values['service-key'] ?? []).map((one) =>
      readToken('service-key', 'service_key', one, problems),
    ),
  ]
  const oauthApps = (values['oauth-app'] ?? []).map((one) => readApp(one, problems))
  const options = defined({
    port: integer('port', 65_535) ?? 4010,
    host: values.host,
    seed: integer('seed', 2 ** 32 - 1),
    portalId: integer('portal-id', 2 ** 40),
    portalName: values['portal-name'],
    tier: choice<Tier>('tier', ['free', 'professional', 'enterprise']),
    accountType: choice<AccountType>('account-type', [
      'STANDARD',
      'DEVELOPER_TEST',
      'SANDBOX',
      'APP_DEVELOPER',
    ]),
    hublet: values.hublet,
    timeZone: values['time-zone'],
    compress: values.compress,
    control: values['no-control'] ? false : undefined,
    enforceLimits: values['no-limits'] ? false : undefined,
    logger: values.verbose ? (line: string) => void process.stderr.write(`${line}\n`) : undefined,
    tokens: tokens.length > 0 ? tokens : undefined,
    oauthApps: oauthApps.length > 0 ? oauthApps : undefined,
    ...(counts as Partial<Counts>),
  })
  if (problems.length > 0) {
    throw new CliError(`${problems.join('\n  ')}\nSee hubspot-emulator --help.`, 2)
  }
  return { options, json: values.json ?? false, help: values.help ?? false }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: CONFIG, strict: true, allowPositionals: false })
      .values
  } catch (cause) {
    throw new CliError(`${(cause as Error).message}\nSee hubspot-emulator --help.`, 2)
  }
}

function readToken(
  option: string,
  kind: TokenKind,
  given: string,
  problems: string[],
): TokenOptions {
  const colon = given.indexOf(':')
  const name = given.slice(0, Math.max(0, colon))
  const list = given
    .slice(colon + 1)
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean)
  if (colon < 1) problems.push(`--${option} "${given}" must read <name>:<scope,scope>`)
  const scopes = list.flatMap((scope) => (scope === 'all' ? ALL_SCOPES : [scope]))
  return { name, kind, scopes }
}

function readApp(given: string, problems: string[]) {
  const found = /^([^:]+):([^:]+):(https?:\/\/.+|urn:.+):([^:/]+)$/.exec(given)
  if (!found) {
    problems.push(`--oauth-app "${given}" must read <id>:<secret>:<redirect-uri>:<scope,scope>`)
  }
  const [, clientId = '', clientSecret = '', redirectUri = '', scopes = ''] = found ?? []
  return {
    clientId,
    clientSecret,
    redirectUris: [redirectUri],
    scopes: scopes.split(',').filter(Boolean),
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

const defined = <T extends object>(values: T): Defined<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<T>
