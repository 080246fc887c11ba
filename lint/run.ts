/**
 * `npm run lint`: the project's own rules over a checkout. Prints one finding per line and what
 * it saw; exits 1 on any finding. An argument names another checkout than the current folder.
 */
import { readTree } from './files.ts'
import { printFinding } from './finding.ts'
import { lint } from './lint.ts'

const { findings, modules } = lint(readTree(process.argv[2] ?? process.cwd()), { whole: true })
for (const finding of findings) process.stdout.write(`${printFinding(finding)}\n`)
process.stdout.write(
  `${findings.length === 0 ? 'clean' : `${findings.length} findings`}: ${modules} modules read\n`,
)
process.exitCode = findings.length === 0 ? 0 : 1
