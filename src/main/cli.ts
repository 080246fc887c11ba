/** The `hubward` command: the service's own commands here, the client's from its surface. */
import { runCli } from './run-cli.ts'

process.exitCode = await runCli(process.argv.slice(2))
