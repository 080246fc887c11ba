/** What `init`, `start`, `admin-link` and `new-master-key` tell: for people, and with `--json` for programs. */
import type { Redacted } from '../domain/redacted.ts'
import type { AdminLink } from './admin-link.ts'
import type { Config } from './config.ts'
import type { InitReport } from './init.ts'
import type { SecondKey } from './second-key.ts'

export function initText(report: InitReport): string {
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
  else if (report.adminEmail)
    lines.push(
      ...(report.notAdmin ? [`${report.notAdmin} is no admin here, and was not made one.`] : []),
      `Its admin is ${report.adminEmail}; no key was made.`,
      'If all keys and passkeys of admins are lost: hubward init --new-key',
      '',
    )
  return lines.join('\n')
}

export const initJson = (report: InitReport, config: Config): string =>
  JSON.stringify({
    dataDir: config.dataDir,
    fingerprint: report.fingerprint,
    keySource: report.keySource,
    masterKey: report.masterKey && shownOnce(report.masterKey),
    adminEmail: report.adminEmail,
    notAdmin: report.notAdmin,
    adminKey: report.adminKey && shownOnce(report.adminKey),
    adminKeyFile: report.adminKeyFile,
  })

export const secondKeyText = ({ text, fingerprint, file }: SecondKey): string =>
  [
    'Another master key, shown this once. Put it where you keep the first:',
    '',
    `  ${shownOnce(text)}`,
    '',
    `Its fingerprint is ${fingerprint}. It lies in ${file}, where this machine finds it by itself.`,
    'Give it to every other replica, as HUBWARD_SECOND_MASTER_KEY or in a file of its own.',
    'Next: hubward vault rotate',
    '',
  ].join('\n')

export const secondKeyJson = ({ text, fingerprint, file }: SecondKey): string =>
  JSON.stringify({ masterKey: shownOnce(text), fingerprint, file })

export interface Started {
  readonly url: string
  readonly port: number
  readonly connections: number
  /** While there is no admin. */
  readonly link: AdminLink | null
}

/** `started` is `null` where the start failed after the master key was made. */
export const startJson = (
  report: InitReport | null,
  config: Config,
  started: Started | null,
): string =>
  JSON.stringify({
    url: started?.url ?? null,
    port: started?.port ?? null,
    dataDir: config.dataDir,
    firstAdminLink: started?.link ? shownOnce(started.link.address) : null,
    initialised: report ? (JSON.parse(initJson(report, config)) as unknown) : null,
  })

export const startText = ({ url, connections, link }: Started): string =>
  [
    `Hubward listens on ${url}`,
    '',
    ...(link ? linkLines(link) : []),
    `  HubSpot's API  ${url}/hubspot/<connection>/…`,
    `  MCP            ${url}/mcp`,
    `  Admin API      ${url}/api/v1/openapi.json`,
    '',
    ...(link ? [] : nextLines(url, connections)),
  ].join('\n')

const nextLines = (url: string, connections: number): readonly string[] =>
  connections === 0
    ? [
        `Next: connect a portal at ${url}, or in another terminal:`,
        '',
        '  npx hubward connect --help',
        '',
      ]
    : [`${connections} connection${connections === 1 ? '' : 's'}. Sign in at ${url}`, '']

export const linkText = (link: AdminLink): string => linkLines(link).join('\n')

export const linkJson = (link: AdminLink): string =>
  JSON.stringify({
    firstAdminLink: shownOnce(link.address),
    expiresAt: link.expiresAt.toISOString(),
  })

const linkLines = (link: AdminLink): readonly string[] => [
  'There is no admin yet. Open this in a browser to become the first one. It works once,',
  `until ${link.expiresAt.toISOString().slice(11, 16)} UTC; a new one replaces it: hubward admin-link`,
  '',
  `  ${shownOnce(link.address)}`,
  '',
]

/** What a person must see once; `lint/reveal.ts` allows it in this file. */
const shownOnce = (secret: Redacted<string>): string => secret.reveal()
