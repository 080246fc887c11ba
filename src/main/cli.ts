/** The `hubward` command: the service's own commands, and the client's from its surface. */
import { buildProgram } from '../surfaces/cli/program.ts'
import { runProgram } from '../surfaces/cli/run.ts'
import { serviceCommands } from './service-commands.ts'
import { VERSION } from './version.ts'

const io = {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  env: process.env,
}
const program = buildProgram({ ...io, version: VERSION, extraCommands: serviceCommands(io) })
process.exitCode = await runProgram(program, io, process.argv.slice(2))
