/** The settings of a process, read from the environment. All mistakes are told at once. */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { parseMasterKey } from '../adapters/crypto/master-key.ts'
import { readOperatorOrigin } from '../domain/connection/origin.ts'
import { HubwardError, type FieldError } from '../domain/errors.ts'
import { nearest } from '../domain/hubspot/nearest.ts'
import { DEFAULT_MAX_AGE_DAYS } from '../domain/rotation/age.ts'

const port = z
  .string()
  .regex(/^\d+$/, 'must be a number')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be 65535 or less')

const milliseconds = z
  .string()
  .regex(/^\d{1,8}$/, 'must be whole milliseconds')
  .transform(Number)

const days = z
  .string()
  .regex(/^\d{1,4}$/, 'must be whole days; 0 for no limit')
  .transform(Number)

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

const hubspotOrigin = z
  .string()
  .refine((text) => readOperatorOrigin(text).ok, 'must be scheme, host and port only')
  .transform((text) => new URL(text.trim()).origin)

const origins = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  )
  .refine(
    (all) => all.every((one) => URL.canParse(one) && new URL(one).origin === one),
    'must be origins such as https://app.example.com, separated by commas',
  )

const addresses = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  )
  .refine((all) => all.every((one) => isIP(one) !== 0), 'must be IP addresses, separated by commas')

const networks = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  )
  .refine(
    (all) => all.every(isNetwork),
    'must be addresses or networks such as 10.0.0.25, 127.0.0.0/8 or fd00::/8, separated by commas',
  )

const masterKey = z
  .string()
  .refine(
    (text) => parseMasterKey(text) !== undefined,
    'must be 32 bytes as 43 characters of base64url, 44 of base64 or 64 of hex',
  )

/** An origin, in its one form: it is compared with what browsers send, to the letter. */
const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .refine((text) => {
    if (!URL.canParse(text)) return true
    const { pathname, search, hash, username, password } = new URL(text)
    return /^\/*$/.test(pathname) && !search && !hash && !username && !password
  }, 'must be scheme, host and port only, such as https://hubward.example.com')
  .transform((text) => new URL(text).origin)

/** `none`, or an address whose host is only ever connected to. */
const referenceUrl = z
  .string()
  .refine(
    (text) => text === 'none' || (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)),
    'must be an http(s) URL, or none',
  )

/** Every variable that Hubward reads, with its rule. `docs/configuration.md` explains each. */
export const VARIABLES = {
  HUBWARD_HOST: z.string().min(1).default('127.0.0.1'),
  HUBWARD_PORT: port.default(4110),
  HUBWARD_DATA: z.string().min(1).default('./data'),
  HUBWARD_PUBLIC_URL: publicUrl.optional(),
  HUBWARD_HUBSPOT_BASE_URL: hubspotOrigin.optional(),
  HUBWARD_REFERENCE_URL: referenceUrl.optional(),
  HUBWARD_MASTER_KEY: masterKey.optional(),
  HUBWARD_MASTER_KEY_FILE: z.string().optional(),
  HUBWARD_SECOND_MASTER_KEY: masterKey.optional(),
  HUBWARD_SECOND_MASTER_KEY_FILE: z.string().optional(),
  HUBWARD_ALLOWED_ORIGINS: origins.default([]),
  HUBWARD_TRUSTED_PROXIES: addresses.default([]),
  HUBWARD_OUTGOING_ALLOW: networks.default([]),
  HUBWARD_PATIENCE_MS: milliseconds.default(10_000),
  HUBWARD_CREDENTIAL_MAX_AGE_DAYS: days.default(DEFAULT_MAX_AGE_DAYS),
  HUBWARD_LOG_LEVEL: z
    .enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` })
    .default('info'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' })
    .optional(),
} as const

/** Read by the command line as a client, not by the service. */
export const CLIENT_VARIABLES = ['HUBWARD_URL', 'HUBWARD_KEY']

export interface Config {
  readonly host: string
  readonly port: number
  /** Absolute path of the data folder. */
  readonly dataDir: string
  /** Where people and clients reach this Hubward. */
  readonly publicUrl: string
  /** Set by the operator to use something else than HubSpot: the emulated portal. */
  readonly hubspotBaseUrl: string | undefined
  /** Another host, to tell a trouble of HubSpot's from one of the network here; `null`: none. */
  readonly referenceUrl: string | null
  readonly allowedOrigins: readonly string[]
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  /** Networks beside the internet to which notices may be sent. */
  readonly outgoingAllow: readonly string[]
  readonly patienceMs: number
  /** After so many days a credential is due for rotation; 0: never. */
  readonly maxAgeDays: number
  readonly logLevel: (typeof LEVELS)[number]
  readonly databaseUrl: string | undefined
  /** The environment itself, for the master key's search. */
  readonly env: NodeJS.ProcessEnv
}

/** @throws HubwardError `config.invalid` with one field per wrong variable */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: FieldError[] = unknownVariables(env)
  // An empty variable is one that was not set: that is how compose files write it.
  const given = Object.fromEntries(
    Object.keys(VARIABLES).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  )
  const parsed = z.object(VARIABLES).safeParse(given)
  if (!parsed.success)
    for (const issue of parsed.error.issues)
      problems.push({ path: issue.path.join('.'), message: issue.message })
  for (const variable of ['HUBWARD_MASTER_KEY', 'HUBWARD_SECOND_MASTER_KEY'])
    if (given[variable] && given[`${variable}_FILE`])
      problems.push({
        path: `${variable}_FILE`,
        message: `is set together with ${variable}; set one of them`,
      })
  if (!parsed.success || problems.length > 0)
    throw new HubwardError(
      'config.invalid',
      ['The configuration has mistakes:', ...problems.map((p) => `  ${p.path}: ${p.message}`)].join(
        '\n',
      ),
      { fields: problems },
    )
  const value = parsed.data
  return {
    host: value.HUBWARD_HOST,
    port: value.HUBWARD_PORT,
    dataDir: resolve(value.HUBWARD_DATA),
    publicUrl:
      value.HUBWARD_PUBLIC_URL ?? `http://${nameOf(value.HUBWARD_HOST)}:${value.HUBWARD_PORT}`,
    hubspotBaseUrl: value.HUBWARD_HUBSPOT_BASE_URL,
    referenceUrl: referenceOf(value.HUBWARD_REFERENCE_URL, value.HUBWARD_HUBSPOT_BASE_URL),
    allowedOrigins: value.HUBWARD_ALLOWED_ORIGINS,
    trustedProxies: value.HUBWARD_TRUSTED_PROXIES,
    outgoingAllow: value.HUBWARD_OUTGOING_ALLOW,
    patienceMs: value.HUBWARD_PATIENCE_MS,
    maxAgeDays: value.HUBWARD_CREDENTIAL_MAX_AGE_DAYS,
    logLevel: value.HUBWARD_LOG_LEVEL,
    databaseUrl: value.DATABASE_URL,
    env,
  }
}

/**
 * HubSpot's page of its own state, which others host. Whoever has something else in HubSpot's place
 * may be cut off from the internet on purpose, so there nothing is tried unless it is named.
 */
function referenceOf(given: string | undefined, baseUrl: string | undefined): string | null {
  if (given !== undefined) return given === 'none' ? null : given
  return baseUrl === undefined ? 'https://status.hubspot.com' : null
}

/**
 * A wildcard address is none that a client can use; and passkeys are of names, never of addresses
 * (WebAuthn §5.1.3 step 8), so this machine is called by its own.
 */
const nameOf = (host: string): string =>
  OWN.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host

const OWN = new Set(['0.0.0.0', '::', '127.0.0.1', '::1'])

/** The same without variables that look like settings and are none. */
export function withoutUnknown(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const unknown = new Set(unknownVariables(env).map(({ path }) => path))
  return Object.fromEntries(Object.entries(env).filter(([name]) => !unknown.has(name)))
}

function unknownVariables(env: NodeJS.ProcessEnv): FieldError[] {
  const known = [...Object.keys(VARIABLES), ...CLIENT_VARIABLES]
  return Object.keys(env)
    .filter((name) => name.startsWith('HUBWARD_') && !known.includes(name))
    .map((name) => {
      const [guess] = nearest(name, known)
      return {
        path: name,
        message: `is no setting of Hubward${guess ? `; did you mean ${guess}?` : ''}`,
      }
    })
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128)
}
