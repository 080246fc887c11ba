/** Runs the official suite's own command line, with the Node that runs us. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const COMMAND = require.resolve('@modelcontextprotocol/conformance/dist/index.js')

export interface SuiteRun {
  readonly exitCode: number | null
  readonly output: string
}

export function runSuite(
  args: readonly string[],
  onOutput: (output: string) => void = () => undefined,
): Promise<SuiteRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      onOutput(output)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, output }))
  })
}
