/** `hubward people plan|apply|undo|tasks …`: what rules want of a portal's users, shown and then done. */
import type { Command } from 'commander'
import type { PlanItemView, ProvisioningPlanView } from '../../admin/contract/provisioning.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Cell, Output } from '../output.ts'
import { confirm, readAll } from '../read-secret.ts'
import { withSession, type Session } from '../session.ts'
import { readText } from '../read-file.ts'

const LARGEST = 900_000

/** Adds them to `hubward people`. */
export function addProvisioning(people: Command, io: Io): void {
  people
    .command('plan <connection>')
    .description(
      'show what rules and identity providers want of the users of a portal; changes nothing',
    )
    .option('-f, --file <path>', 'people.yaml, or - for stdin; the rules in force unless told')
    .action(
      withSession(io, async ({ call, out }, connection: string, { file }: { file?: string }) => {
        const { provisioningEndpoints: endpoints } = await contract()
        const text = file === '-' ? await readAll(io, LARGEST) : file && (await readText(file))
        const body = text === undefined ? {} : { file: text }
        const plan = await call(endpoints.plan, { params: { connection }, body })
        out.show(plan, () => showPlan(out, plan))
      }),
    )
  people
    .command('plans <connection>')
    .description('show the last plans of a connection')
    .action(
      withSession(io, async ({ call, out }, connection: string) => {
        const { provisioningEndpoints: endpoints } = await contract()
        const { items } = await call(endpoints.plans, { params: { connection } })
        out.show(items, () =>
          out.table(
            ['PLAN', 'MADE', 'BY', 'STEPS', 'HELD BACK', 'STATE'],
            items.map(({ id, madeAt, madeBy, items: steps, blocks, state }) => [
              id,
              madeAt,
              madeBy.name,
              `${steps}`,
              `${blocks}`,
              state,
            ]),
            `No plans yet. Next: hubward people plan ${connection} -f people.yaml`,
          ),
        )
      }),
    )
  people
    .command('show-plan <plan>')
    .description('show one plan, and how its steps ended')
    .action(
      withSession(io, async ({ call, out }, plan: string) => {
        const { provisioningEndpoints: endpoints } = await contract()
        const shown = await call(endpoints.show, { params: { plan } })
        out.show(shown, () => showPlan(out, shown))
      }),
    )
  people
    .command('apply <connection>')
    .description('carry the newest plan out, or go on with it where it stopped')
    .option('--plan <id>', 'this plan; the newest one unless told')
    .option('--hash <hash>', 'only if the plan has this hash')
    .option('--yes', 'do not ask')
    .action(
      withSession(io, async (session, connection: string, options: ApplyOptions) =>
        apply(session, connection, options),
      ),
    )
  people
    .command('release <plan> <guard>')
    .description('let a guard of a plan pass, so that somebody else can apply it')
    .action(
      withSession(io, async ({ call, out }, plan: string, guard: string) => {
        const { provisioningEndpoints: endpoints } = await contract()
        const shown = await call(endpoints.show, { params: { plan } })
        const known = shown.blocks.find((block) => block.guard === guard)
        if (!known)
          throw new CliFailure(EXIT.failed, `No guard "${guard}" holds the plan ${plan} back.`)
        const released = await call(endpoints.release, {
          params: { plan },
          body: { planHash: shown.hash, guard: known.guard },
        })
        out.show(released, () => {
          out.line(`Released: ${known.sentence}`)
          out.line('It counts for whoever else applies the plan.')
        })
      }),
    )
  people
    .command('undo <plan>')
    .description('plan the way back from what a plan did; apply it like any other')
    .option('--file', 'only print what was done and how each of it is taken back, as JSON')
    .action(
      withSession(io, async ({ call, out }, plan: string, options: { file?: boolean }) => {
        const { provisioningEndpoints: endpoints } = await contract()
        if (options.file) {
          const document = await call(endpoints.undoFile, { params: { plan } })
          await out.raw(`${JSON.stringify(document, null, 2)}\n`)
          return
        }
        const back = await call(endpoints.undo, { params: { plan } })
        const document = await call(endpoints.undoFile, { params: { plan } })
        out.show(back, () => {
          showPlan(out, back)
          for (const { email, note } of document.entries) if (note) out.line(`  ${email}: ${note}`)
        })
      }),
    )
  people
    .command('tasks <connection>')
    .description('show what only a person can do in HubSpot')
    .option('--all', 'with those that a reading has shown to be done')
    .action(
      withSession(io, async ({ call, out }, connection: string, { all }: { all?: boolean }) => {
        const { provisioningEndpoints: endpoints } = await contract()
        const query = { all: all === true ? ('true' as const) : ('false' as const) }
        const { items } = await call(endpoints.tasks, { params: { connection }, query })
        out.show(items, () =>
          out.table(
            ['WHO', 'WHAT', 'SINCE', 'STATE'],
            items.map(({ email, how, openedAt, closedByReading }) => [
              email,
              how,
              openedAt,
              closedByReading ? `done, shown by ${closedByReading}` : 'open',
            ]),
            'Nothing waits for a person.',
          ),
        )
      }),
    )
  people
    .command('automatic <connection> [on|off]')
    .description('show or switch whether what identity providers wish is carried out by itself')
    .action(
      withSession(io, async ({ call, out }, connection: string, wanted: string | undefined) => {
        const { provisioningEndpoints: endpoints } = await contract()
        if (wanted !== undefined && wanted !== 'on' && wanted !== 'off')
          throw new CliFailure(EXIT.usage, 'Say on or off.')
        const params = { connection }
        const now =
          wanted === undefined
            ? await call(endpoints.automatic, { params })
            : await call(endpoints.setAutomatic, { params, body: { on: wanted === 'on' } })
        out.show(now, () =>
          out.line(
            now.on
              ? `On, since ${now.since ?? ''} by ${now.by?.name ?? ''}: where no guard asks, wishes are carried out by themselves.`
              : 'Off: a person applies every plan.',
          ),
        )
      }),
    )
  people
    .command('halt <connection>')
    .description('stop all writing to the users of a portal at once')
    .action(
      withSession(io, async ({ call, out }, connection: string) => {
        const { provisioningEndpoints: endpoints } = await contract()
        const halted = await call(endpoints.halt, { params: { connection } })
        out.show(halted, () =>
          out.line(`Nothing more is written. Next: hubward people resume ${connection}`),
        )
      }),
    )
  people
    .command('resume <connection>')
    .description('let plans be applied again after a halt')
    .action(
      withSession(io, async ({ call, out }, connection: string) => {
        const { provisioningEndpoints: endpoints } = await contract()
        const resumed = await call(endpoints.resume, { params: { connection } })
        out.show(resumed, () => out.line('Plans can be applied again.'))
      }),
    )
}

interface ApplyOptions {
  readonly plan?: string
  readonly hash?: string
  readonly yes?: boolean
}

const contract = () => import('../../admin/contract/provisioning.ts')

async function apply(session: Session, connection: string, options: ApplyOptions): Promise<void> {
  const { call, out, io } = session
  const { provisioningEndpoints: endpoints } = await contract()
  const plan = options.plan ?? (await newest())
  const shown = await call(endpoints.show, { params: { plan } })
  if (options.hash !== undefined && options.hash !== shown.hash)
    throw new CliFailure(EXIT.failed, `The hash of ${plan} is ${shown.hash}. Nothing was done.`)
  if (!out.json) showPlan(out, shown)
  if (!options.yes) {
    if (!io.stdin.isTTY)
      throw new CliFailure(
        EXIT.usage,
        'Nothing was done: this is no terminal to ask at. Add --yes.',
      )
    if (!(await confirm(io, `Carry out ${shown.items.length} steps at HubSpot?`)))
      throw new CliFailure(EXIT.failed, 'Nothing was done.')
  }
  const { runApply } = await import('../run-apply.ts')
  const applied = await runApply(session, shown)
  out.show(applied, () => showEnd(out, applied))
  if (applied.run?.state === 'stopped')
    throw new CliFailure(
      EXIT.failed,
      `It stopped before the end (${applied.run.stoppedBy ?? 'no reason'}). When that is mended, apply again: it goes on where it stopped.`,
    )

  async function newest(): Promise<string> {
    const { items } = await call(endpoints.plans, { params: { connection } })
    const [first] = items
    if (first) return first.id
    throw new CliFailure(
      EXIT.failed,
      `There is no plan yet. Next: hubward people plan ${connection} -f people.yaml`,
    )
  }
}

const ACTS: Record<PlanItemView['act'], Cell> = {
  create: { text: '+ create', tone: 'good' },
  change: { text: '~ change', tone: 'strong' },
  restore: { text: '~ restore', tone: 'good' },
  flag: { text: '  flag', tone: 'dim' },
  strip: { text: '- strip', tone: 'bad' },
  reassign: { text: '~ reassign', tone: 'strong' },
  remove: { text: '- remove', tone: 'bad' },
  task: { text: '! by hand', tone: 'strong' },
}

function showPlan(out: Output, plan: ProvisioningPlanView): void {
  out.table(
    ['', 'WHO', 'WHAT', 'WHY'],
    plan.items.map((item) => [
      ACTS[item.act],
      item.email,
      differences(item, plan.names),
      item.reason,
    ]),
    'Nothing to do: the portal is as it is wanted.',
  )
  for (const { name, left, taken, freed } of plan.seats)
    if (taken + freed > 0)
      out.line(`Seat ${name}: ${taken} taken, ${freed} freed, ${left ?? 'unknown'} left now.`)
  for (const { sentence } of plan.notes) out.line(sentence)
  if (plan.blocks.length > 0) out.line('\nHeld back:')
  for (const { guard, sentence } of plan.blocks) out.line(`  ${guard}: ${sentence}`)
  if (plan.notes.length > 0) out.line('\nWorth knowing:')
  for (const { sentence } of plan.notes) out.line(`  ${sentence}`)
  out.line(`\nPlan ${plan.id}, hash ${plan.hash}`)
  if (plan.run) return showEnd(out, plan)
  if (plan.open.length > 0)
    out.line(
      `Before it can be applied: hubward people release ${plan.id} <guard>, by somebody else.`,
    )
  else if (plan.items.length > 0) out.line(`Next: hubward people apply ${plan.connection.name}`)
}

function showEnd(out: Output, plan: ProvisioningPlanView): void {
  out.table(
    ['', 'WHO', 'HOW IT ENDED'],
    plan.items.flatMap(({ act, email, outcome }) =>
      outcome
        ? [[ACTS[act], email, `${outcome.text}${outcome.detail ? ` (${outcome.detail})` : ''}`]]
        : [],
    ),
    'Nothing was done yet.',
  )
}

/** The fields that differ, by the names that ids have: `seats: none → Core Seat`. */
function differences({ act, before, after, owned, task }: PlanItemView, names: Names): string {
  if (task) return task.wanted ?? task.kind
  if (act === 'reassign') return `${owned ?? 0} fields of records`
  if (!after) return ''
  const { permissionSets, teams } = names
  const team = (id: string | null | undefined) => (id ? [teams[id] ?? id] : [])
  const fields = [
    [
      'permission set',
      named(before?.permissionSetIds, permissionSets),
      named(after.permissionSetIds, permissionSets),
    ],
    ['team', team(before?.primaryTeamId), team(after.primaryTeamId)],
    ['teams', named(before?.secondaryTeamIds, teams), named(after.secondaryTeamIds, teams)],
    ['seats', before?.seats ?? [], after.seats],
  ] as const
  return fields
    .map(([name, was, is]) => [name, short(was), short(is)] as const)
    .filter(([, was, is]) => was !== is)
    .map(([name, was, is]) => `${name}: ${was} → ${is}`)
    .join('; ')
}

type Names = ProvisioningPlanView['names']

const named = (ids: readonly string[] = [], names: Readonly<Record<string, string>>) =>
  ids.map((id) => names[id] ?? id)

const short = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none')
