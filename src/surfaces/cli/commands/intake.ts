/** `hubward intake …`: asking for a credential by a one-time link, deciding, and handing one over. */
import { Command } from 'commander'
import type { ApprovedView, IntakeView } from '../../admin/contract/intakes.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { byComma } from '../by-comma.ts'
import type { Io } from '../io.ts'
import type { Cell, Output } from '../output.ts'
import { confirm } from '../read-secret.ts'
import { withSession } from '../session.ts'
import { receiptCommand, submitCommand } from './intake-submit.ts'

export function intakeCommands(io: Io): Command[] {
  const command = new Command('intake').description(
    'one-time links by which others hand over a HubSpot key',
  )
  command
    .command('create')
    .description('ask for a key; prints the link, once')
    .argument('[title]', 'what it is for: "Meetings scheduling link"')
    .option('--template <id>', 'begin with a template: meetings, deals, contacts, forms, …')
    .option('--scopes <scopes...>', 'what the key is for, in Hubward scopes: deals:read')
    .option('--context <text>', 'for the sender to read')
    .option('--link <label...>', 'an address to ask for beside the key, in words')
    .option('--portal <id>', 'the portal that it must be of')
    .option('--replaces <connection>', 'a connection whose next credential it is to be')
    .option('--hours <n>', 'how long the link lives, at most 168 (7 days)', '72')
    .option('--second-person', 'somebody else than you must approve')
    .action(
      withSession(io, async ({ call, out }, title: string | undefined, options: CreateOptions) => {
        const { intakeEndpoints } = await contract()
        const { items } = await call(intakeEndpoints.templates)
        const template = items.find(({ id }) => id === options.template)
        if (options.template !== undefined && !template)
          throw new CliFailure(
            EXIT.usage,
            `There is no template "${options.template}". There are: ${items.map(({ id }) => id).join(', ')}.`,
          )
        if (!template && options.replaces === undefined) demandWhatFor(title, options, items)
        const made = await call(intakeEndpoints.create, {
          body: {
            title:
              title ??
              template?.title ??
              (options.replaces === undefined ? '' : `A new key for ${options.replaces}`),
            context: options.context ?? template?.context ?? '',
            scopes: options.scopes?.flatMap(byComma) ?? template?.scopes ?? [],
            wantedLinks: options.link ?? template?.wantedLinks ?? [],
            expectedPortalId:
              options.portal === undefined ? null : idOf(options.portal, '--portal'),
            replaces: options.replaces ?? null,
            secondPerson: options.secondPerson === true,
            lifetimeHours: idOf(options.hours, '--hours'),
          },
        })
        out.show(made, () => {
          out.line(`${made.link}\n`)
          out.note(
            `Send this link to one person, by a way that you trust. It works once, until ${made.intake.expiresAt}, and cannot be shown again.`,
          )
          out.note(`Next: hubward intake show ${made.intake.id}`)
        })
      }),
    )
  command
    .command('list')
    .description('show the requests that are under way, and the last 200 that ended')
    .action(
      withSession(io, async ({ call, out }) => {
        const { intakeEndpoints } = await contract()
        const { items } = await call(intakeEndpoints.list)
        out.show(items, () =>
          out.table(
            ['ID', 'FOR', 'STATE', 'PORTAL', 'ASKED BY', 'UNTIL'],
            items.map(rowOf),
            'No requests yet. Next: hubward intake create --template meetings',
          ),
        )
      }),
    )
  command
    .command('show <id>')
    .description('show one, with what was found')
    .action(
      withSession(io, async ({ call, out }, intake: string) => {
        const { intakeEndpoints } = await contract()
        const { showIntake } = await import('../show-intake.ts')
        const found = await call(intakeEndpoints.get, { params: { intake } })
        const { connectionEndpoints } = await import('../../admin/contract/connections.ts')
        // Where it is decided whether that is meant: one allowance serves them all.
        const { items } = await call(connectionEndpoints.list)
        const twins = items.filter(
          ({ portalId, state }) =>
            portalId === found.findings?.portalId && state !== 'disconnected',
        )
        out.show(found, () => showIntake(out, found, twins))
      }),
    )
  command
    .command('approve <id>')
    .description('make a connection of what was handed over, or stage it where it replaces a key')
    .requiredOption('--portal <id>', 'the portal that you saw: nothing else is approved')
    .option('--title <text>', 'what people call the connection; the request’s title unless told')
    .option('--name <slug>', 'its name in every path; made from the title unless told')
    .action(
      withSession(io, async ({ call, out }, intake: string, options: ApproveOptions) => {
        const { intakeEndpoints } = await contract()
        const params = { intake }
        const { title, name } = options
        const approved = await call(intakeEndpoints.approve, {
          params,
          body: {
            portalId: idOf(options.portal, '--portal'),
            ...(title !== undefined && { title }),
            ...(name !== undefined && { name }),
          },
        })
        if (approved.staged) return showStaged(out, approved)
        const { connectionEndpoints } = await import('../../admin/contract/connections.ts')
        const connection = approved.connection.name
        const { state, stateReason } = await call(connectionEndpoints.get, {
          params: { connection },
        })
        out.show(approved, () => {
          out.line(`Connected ${connection}. The sender's page says so.`)
          if (state === 'pending')
            out.line(
              `It is not active yet: ${stateReason ?? 'no check of it was green.'} Next: hubward check ${connection}`,
            )
          else
            out.line(
              `It is ${state}; nobody may use it yet. Next: hubward grant set <group> ${connection} contacts:read`,
            )
        })
      }),
    )
  command
    .command('refuse <id>')
    .description('refuse what was handed over, and wipe it')
    .option('--message <text>', 'why, for the sender to read')
    .action(
      withSession(io, async ({ call, out }, intake: string, options: { message?: string }) => {
        const { intakeEndpoints } = await contract()
        const refused = await call(intakeEndpoints.refuse, {
          params: { intake },
          body: { message: options.message ?? null },
        })
        out.show(refused, () => out.line("Refused, and wiped. The sender's page says so."))
      }),
    )
  command
    .command('cancel <id>')
    .description('take a request back before anything was handed over')
    .option('--yes', 'do not ask')
    .action(
      withSession(io, async ({ call, out }, intake: string, { yes }: { yes?: boolean }) => {
        const { intakeEndpoints } = await contract()
        if (!yes && !io.stdin.isTTY)
          throw new CliFailure(EXIT.usage, 'This is no terminal to ask at. Add --yes.')
        if (!yes && !(await confirm(io, 'End this link?')))
          throw new CliFailure(EXIT.failed, 'Nothing was changed.')
        const ended = await call(intakeEndpoints.cancel, { params: { intake } })
        out.show(ended, () => out.line('Its link leads nowhere any more.'))
      }),
    )
  command.addCommand(submitCommand(io)).addCommand(receiptCommand(io))
  return [command]
}

const contract = () => import('../../admin/contract/intakes.ts')

/** Before the server says so member by member: it knows no options. */
function demandWhatFor(
  title: string | undefined,
  { scopes }: CreateOptions,
  templates: readonly { readonly id: string }[],
): void {
  if (title !== undefined && scopes !== undefined) return
  throw new CliFailure(EXIT.usage, 'Say what the key is for: a title and scopes, or a template.', {
    details: [
      'hubward intake create "Deals of the web shop" --scopes deals:read',
      `hubward intake create --template ${templates[0]?.id ?? '<id>'}  (or ${templates
        .slice(1)
        .map(({ id }) => id)
        .join(', ')})`,
    ],
  })
}

function showStaged(out: Output, approved: ApprovedView): void {
  const { connection, staged } = approved
  out.show(approved, () => {
    out.line(
      `Staged as the next credential of ${connection.name}; calls go on with the one in use.`,
    )
    for (const { scope, groups } of staged?.comparison.broken ?? [])
      out.note(`${groups.join(', ')} would lose ${scope}`)
    out.line(`It is wiped ${staged?.endsAt}. Next: hubward rotate ${connection.name} --promote`)
  })
}

interface CreateOptions {
  readonly template?: string
  readonly scopes?: string[]
  readonly context?: string
  readonly link?: string[]
  readonly portal?: string
  readonly replaces?: string
  readonly hours: string
  readonly secondPerson?: boolean
}

interface ApproveOptions {
  readonly portal: string
  readonly title?: string
  readonly name?: string
}

const rowOf = (intake: IntakeView): Cell[] => [
  intake.id,
  intake.title,
  { text: intake.state, tone: TONES[intake.state] ?? 'dim' },
  String(intake.findings?.portalId ?? intake.expectedPortalId ?? ''),
  intake.madeBy.name,
  intake.state === 'open' ? intake.expiresAt : '',
]

const TONES: Partial<Record<IntakeView['state'], 'good' | 'bad' | 'strong'>> = {
  open: 'strong',
  submitted: 'strong',
  held: 'strong',
  stored: 'good',
  refused: 'bad',
  burned: 'bad',
}

function idOf(text: string, option: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new CliFailure(EXIT.usage, `${option} is a whole number.`)
}
