/** Brings the two programs up, connects them, and shares the portal as `org.yaml` says. */
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Listr } from 'listr2'
import { z } from 'zod'
import type { Arguments } from './arguments.ts'
import { cleanEnvironment, demandFreePort, startProgram, type Program } from './children.ts'
import { hubwardCommand, hubwardOnThisMachine, type HubwardCommand } from './hubward-command.ts'

/** Who holds a key in the demo, and what for. */
export const CALLERS = {
  seller: { principal: 'seller@example.com', name: 'Claude', who: 'the seller' },
  marketer: { principal: 'marketer@example.com', name: 'Claude', who: 'the marketer' },
  sync: { principal: 'crm-sync', name: 'production', who: 'crm-sync, a service account in Sales' },
} as const
export type CallerName = keyof typeof CALLERS

export interface Stage {
  readonly emulatorUrl: string
  readonly hubwardUrl: string
  /** The credential that lies in the vault, for the proof that nothing repeats it. */
  readonly hubspotToken: string
  readonly keys: Readonly<Record<CallerName, string>>
  readonly hubward: HubwardCommand
  /** Settles when one of the two programs ends without being asked to. */
  readonly crashed: Promise<string>
}

/** What must go again, however far the setting up came. */
export interface Belongings {
  readonly programs: Program[]
  readonly folder: string
}

export const belongings = (): Belongings => ({
  programs: [],
  folder: mkdtempSync(join(tmpdir(), 'hubward-demo-')),
})

/** Hubward first, then the portal that it calls, then the data. */
export async function cleanUp({ programs, folder }: Belongings): Promise<void> {
  for (const program of programs.toReversed()) await program.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}

const emulatorSays = z.object({
  url: z.url(),
  counts: z.object({ contacts: z.number(), companies: z.number(), deals: z.number() }),
  tokens: z.array(z.object({ name: z.string(), token: z.string() })).min(1),
})
const hubwardSays = z.object({
  url: z.url(),
})
const initSays = z.object({ adminKey: z.string() })
const ADMIN = ['--admin-email', 'admin@example.com', '--admin-name', 'Admin']
const connectionSays = z.object({
  connection: z.object({ name: z.string(), portalId: z.number() }),
})
const appliedSays = z.object({ applied: z.literal(true), changes: z.array(z.unknown()) })
const keySays = z.object({ text: z.string().startsWith('hw_') })

const ORGANISATION = join(import.meta.dirname, 'org.yaml')

/** The reader has seen on the list of tasks what went wrong. */
export class AlreadyTold extends Error {}

/** @throws AlreadyTold, or with `--json` an Error whose message is for the reader */
export async function setUp(options: Arguments, mine: Belongings): Promise<Stage> {
  const ready: { -readonly [K in keyof Stage]?: Stage[K] } = {}
  const hubward = (): HubwardCommand => given(ready.hubward)
  const tasks = new Listr(
    [
      {
        title: 'Start the emulated HubSpot portal',
        task: async (_, task) => {
          await demandFreePort(options.emulatorPort, 'the emulated portal', '--emulator-port')
          const program = await startProgram({
            name: 'The emulated portal',
            entry: 'hubspot-emulator.mjs',
            args: ['--port', String(options.emulatorPort), '--json'],
          })
          mine.programs.push(program)
          const { url, counts, tokens } = emulatorSays.parse(program.announced)
          ready.emulatorUrl = url
          ready.hubspotToken = given(tokens[0]).token
          task.title = `The emulated HubSpot portal is at ${url}: ${counts.contacts} contacts, ${counts.companies} companies, ${counts.deals} deals`
        },
      },
      {
        title: 'Start Hubward, with a database of its own',
        task: async (_, task) => {
          await demandFreePort(options.port, 'Hubward', '--port')
          const program = await startProgram({
            name: 'Hubward',
            entry: 'hubward.mjs',
            args: ['start', '--json'],
            env: cleanEnvironment({
              HUBWARD_DATA: join(mine.folder, 'data'),
              HUBWARD_PORT: String(options.port),
              HUBWARD_HUBSPOT_BASE_URL: given(ready.emulatorUrl),
              HUBWARD_LOG_LEVEL: 'warn',
            }),
          })
          mine.programs.push(program)
          const { url } = hubwardSays.parse(program.announced)
          ready.hubwardUrl = url
          task.title = `Hubward is at ${url}`
        },
      },
      {
        title: 'hubward init --admin-email admin@example.com',
        task: async (_, task) => {
          const folder = { HUBWARD_DATA: join(mine.folder, 'data') }
          const answer = await hubwardOnThisMachine(folder).json(['init', ...ADMIN])
          ready.hubward = hubwardCommand(given(ready.hubwardUrl), initSays.parse(answer).adminKey)
          task.title = 'hubward init --admin-email admin@example.com: an admin with a client key'
        },
      },
      {
        title: 'hubward connect "Demo portal" --name main --token-stdin',
        task: async (_, task) => {
          const answer = await hubward().json(
            ['connect', 'Demo portal', '--name', 'main', '--kind', 'private_app', '--token-stdin'],
            given(ready.hubspotToken),
          )
          const { connection } = connectionSays.parse(answer)
          task.title = `hubward connect "Demo portal" --name main: portal ${connection.portalId}, its token in the vault`
        },
      },
      {
        title: 'hubward apply -f demo/org.yaml',
        task: async (_, task) => {
          const answer = await hubward().json(['apply', '-f', ORGANISATION, '--yes'])
          const { changes } = appliedSays.parse(answer)
          task.title = `hubward apply -f demo/org.yaml: two members, a service account, two groups (${changes.length} changes)`
        },
      },
      {
        title: 'hubward key create',
        task: async (_, task) => {
          const made = Object.entries(CALLERS).map(async ([caller, { principal, name }]) => {
            const answer = await hubward().json(['key', 'create', principal, '--name', name])
            return [caller, keySays.parse(answer).text] as const
          })
          ready.keys = Object.fromEntries(await Promise.all(made)) as Stage['keys']
          task.title = 'hubward key create: one client key each'
        },
      },
    ],
    {
      renderer: options.json ? 'silent' : 'default',
      fallbackRenderer: 'simple',
      rendererOptions: { collapseErrors: false },
      exitOnError: true,
    },
  )
  await tasks.run().catch((cause: unknown) => {
    throw options.json ? cause : new AlreadyTold('The setting up failed.', { cause })
  })
  return {
    emulatorUrl: given(ready.emulatorUrl),
    hubwardUrl: given(ready.hubwardUrl),
    hubspotToken: given(ready.hubspotToken),
    keys: given(ready.keys),
    hubward: hubward(),
    crashed: Promise.race(mine.programs.map(({ crashed }) => crashed)),
  }
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A step of the demo ran before the one it needs.')
  return value
}
