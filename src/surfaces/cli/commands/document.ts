/** `hubward apply` and `hubward export`: the organisation as a file. */
import { Command } from 'commander'
import { writeFile } from 'node:fs/promises'
import type { PlannedView } from '../../admin/contract/organisation.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Cell, Output } from '../output.ts'
import { confirm, readAll } from '../read-secret.ts'
import { withSession } from '../session.ts'
import { readText } from '../read-file.ts'

interface ApplyOptions {
  readonly file: string
  readonly yes?: boolean
  readonly prune?: boolean
  readonly dryRun?: boolean
}

const LARGEST = 900_000

export function documentCommands(io: Io): Command[] {
  const apply = new Command('apply')
    .description('make the organisation what a file says: the plan is shown, then done')
    .requiredOption('-f, --file <path>', 'org.yaml, or - for stdin')
    .option('--yes', 'do not ask')
    .option('--prune', 'also remove who and what the lists in the file do not name')
    .option('--dry-run', 'show the plan and change nothing')
    .action(
      withSession(io, async ({ call, out }, options: ApplyOptions) => {
        const { organisationEndpoints: endpoints } = await contract()
        const file =
          options.file === '-' ? await readAll(io, LARGEST) : await readText(options.file)
        const prune = options.prune === true
        const plan = await call(endpoints.plan, { body: { file, prune } })
        for (const warning of plan.warnings) out.note(`Warning: ${warning}`)
        if (!out.json) showPlan(out, plan.changes)
        const done = { ...plan, applied: false }
        if (plan.changes.length === 0 || options.dryRun) return out.show(done, () => undefined)
        if (!options.yes) await demandYes(io, plan.changes.length)
        await call(endpoints.apply, { body: { file, prune, planHash: plan.hash } })
        out.show({ ...done, applied: true }, () =>
          out.line(`Done: ${counted(plan.changes.length)}.`),
        )
      }),
    )
  const write = new Command('export')
    .description('write the organisation as org.yaml')
    .option('-o, --output <path>', 'a file that is not there yet; stdout unless told')
    .action(
      withSession(io, async ({ call, out }, { output }: { output?: string }) => {
        const { organisationEndpoints: endpoints } = await contract()
        const exported = await call(endpoints.export)
        if (output === undefined) {
          if (out.json) out.show(exported, () => undefined)
          else await out.raw(exported.file)
          return
        }
        await writeNew(output, exported.file)
        out.show({ written: output }, () =>
          out.line(`Wrote ${output}. Change it, then: hubward apply -f ${output}`),
        )
      }),
    )
  return [apply, write]
}

const contract = () => import('../../admin/contract/organisation.ts')

/** Never over something that is there. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    throw new CliFailure(
      EXIT.failed,
      exists ? `${path} is there already; choose another name.` : `${path} cannot be written.`,
      { cause },
    )
  }
}

async function demandYes(io: Io, changes: number): Promise<void> {
  if (!io.stdin.isTTY)
    throw new CliFailure(
      EXIT.usage,
      'Nothing was changed: this is no terminal to ask at. Add --yes.',
    )
  if (!(await confirm(io, `Apply ${counted(changes)}?`)))
    throw new CliFailure(EXIT.failed, 'Nothing was changed.')
}

const counted = (changes: number): string => (changes === 1 ? '1 change' : `${changes} changes`)

const ACTS: Record<PlannedView['act'], Cell> = {
  create: { text: '+', tone: 'good' },
  update: { text: '~', tone: 'strong' },
  remove: { text: '-', tone: 'bad' },
}

function showPlan(out: Output, changes: readonly PlannedView[]): void {
  if (changes.length === 0) return out.line('No changes: the organisation is as the file says.')
  out.table(
    ['', 'WHAT', 'NAME', 'CHANGE'],
    changes.map((change) => [
      ACTS[change.act],
      change.kind.replace('_', ' '),
      change.name,
      differences(change),
    ]),
  )
}

/** The fields that differ: `role: member → admin`. What is removed needs no list. */
function differences({ act, before, after }: PlannedView): string {
  if (act === 'remove') return ''
  return Object.keys(after ?? {})
    .filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]))
    .filter((field) => act === 'update' || ['role', 'members', 'scopes'].includes(field))
    .map((field) => {
      const to = short(after?.[field])
      return act === 'update' ? `${field}: ${short(before?.[field])} → ${to}` : `${field}: ${to}`
    })
    .join('; ')
}

function short(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : 'none'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text || '(empty)'
}
