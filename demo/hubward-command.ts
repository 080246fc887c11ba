/** Runs `hubward …` as a person would, with the admin's key in the environment. */
import { spawn } from 'node:child_process'
import { cleanEnvironment, commandOf } from './children.ts'

export interface HubwardCommand {
  /** With `--json`: what it printed, read. @throws Error with what it said, where it failed */
  json(args: readonly string[], input?: string): Promise<unknown>
  /** As a person sees it, whatever its exit status. */
  text(args: readonly string[]): Promise<string>
}

export const hubwardCommand = (url: string, key: string): HubwardCommand =>
  commandWith({ HUBWARD_URL: url, HUBWARD_KEY: key })

/** For the commands of the service's own machine, which need its folder and no key. */
export const hubwardOnThisMachine = (folder: { HUBWARD_DATA: string }): HubwardCommand =>
  commandWith(folder)

function commandWith(settings: Readonly<Record<string, string>>): HubwardCommand {
  const env = cleanEnvironment({ ...settings, NO_COLOR: '1' })
  return {
    async json(args, input = '') {
      const { status, out, err } = await run([...args, '--json'], env, input)
      // `explain` says 1 for "it would be refused", and that is an answer.
      if (status === 0 || (args[0] === 'explain' && status === 1)) return JSON.parse(out) as unknown
      throw new Error(`npx hubward ${args.join(' ')}\n${(err || out).trim()}`)
    },
    text: async (args) => (await run(args, env, '')).out.trimEnd(),
  }
}

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, input: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, commandOf('hubward.mjs', args), { env, stdio: 'pipe' })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, out, err }))
    // A command that needs no input may end before it was read.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
