/** The command line as a person or a program meets it: real admin API over HTTP, played streams. */
import { serve } from '@hono/node-server'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Transform } from 'node:stream'
import type { EmulatorOptions } from '../../emulator/index.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import type { Services } from '../../src/application/context.ts'
import type { BudgetReading } from '../../src/application/ports.ts'
import { adminApp } from '../../src/surfaces/admin/app.ts'
import type { Io } from '../../src/surfaces/cli/io.ts'
import { buildProgram } from '../../src/surfaces/cli/program.ts'
import { runProgram } from '../../src/surfaces/cli/run.ts'
import { connectionRig, type ConnectionRig } from './connection-rig.ts'

export interface Played {
  /** What is piped in, or typed: then one piece per question. */
  readonly input?: string | readonly string[]
  /** Whether a person sits there. */
  readonly terminal?: boolean
  readonly env?: Record<string, string>
  /** Reads along what is said on stderr. */
  readonly listener?: (text: string) => void
}

export interface Ended {
  readonly status: number
  readonly out: string
  readonly err: string
  /** How much had been written when the terminal stopped, and began again, to echo. */
  readonly echo: readonly [off: boolean, written: number][]
}

export interface CliRig {
  readonly rig: ConnectionRig
  /** Where `admin.key` lies. */
  readonly folder: string
  readonly env: Record<string, string>
  /** What the budget says is left; nothing was used until a test says so. */
  readonly budget: { reading: readonly BudgetReading[] }
  hubward(args: readonly string[], played?: Played): Promise<Ended>
  close(): Promise<void>
}

export async function cliRig(
  portal: EmulatorOptions = {},
  /** Parts of its own behind the admin API. */
  services: Partial<Services> = {},
): Promise<CliRig> {
  const rig = await connectionRig({ portalName: 'Harbour Tea', ...portal })
  const listening = Promise.withResolvers<AddressInfo>()
  const budget: CliRig['budget'] = { reading: [] }
  const real = rig.services.budget
  const said: Services['budget'] = {
    take: (request) => real.take(request),
    refused: (...refused) => real.refused(...refused),
    reading: () => budget.reading,
  }
  const server = serve(
    {
      fetch: adminApp({ ...rig.services, budget: said, ...services }).fetch,
      port: 0,
      hostname: '127.0.0.1',
    },
    listening.resolve,
  )
  const { port } = await listening.promise
  const folder = await mkdtemp(join(tmpdir(), 'hubward-cli-'))
  const env = { HUBWARD_URL: `http://127.0.0.1:${port}`, HUBWARD_DATA: folder }
  await createMember(rig.ctx, { name: 'Root', email: 'root@example.com', role: 'admin' })
  const { text } = await createKey(rig.ctx, {
    principal: 'root@example.com',
    name: 'cli',
    expiresAt: null,
  })
  await writeFile(join(folder, 'admin.key'), `${text.reveal()}\n`)
  return {
    rig,
    folder,
    env,
    budget,
    hubward: (args, played = {}) => play(args, { ...played, env: { ...env, ...played.env } }),
    async close() {
      server.close()
      await rig.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** One command, in this process. */
export async function play(
  args: readonly string[],
  { input = '', terminal = false, env = {}, listener }: Played,
): Promise<Ended> {
  const stdout = new PassThrough()
  const stderr = new Transform({
    transform(chunk: Buffer, _, done) {
      listener?.(chunk.toString())
      if (VISIBLE_QUESTION.test(chunk.toString())) answer()
      done(null, chunk)
    },
  })
  const echo: [off: boolean, written: number][] = []
  let questions = 0
  /** The first was answered before it was asked. */
  const answer = (): void => {
    if (++questions > 1) setImmediate(() => stdin.write(pieces.shift() ?? ''))
  }
  const pieces = typeof input === 'string' ? [input] : [...input]
  const stdin = Object.assign(new PassThrough(), {
    isTTY: terminal,
    setRawMode: (off: boolean) => {
      echo.push([off, stderr.readableLength])
      if (off) answer()
    },
  })
  if (terminal) setImmediate(() => stdin.write(pieces.shift() ?? ''))
  else stdin.end(pieces.join(''))
  const io: Io = { stdin, stdout, stderr, env }
  const status = await runProgram(buildProgram(io), io, args)
  return { status, echo, out: read(stdout), err: read(stderr) }
}

const VISIBLE_QUESTION = /\(Enter where you have none\): $/

const read = (stream: Transform): string => (stream.read() as Buffer | null)?.toString() ?? ''
