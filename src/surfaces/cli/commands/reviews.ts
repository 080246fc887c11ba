/** `hubward review …`: who has access to a portal, and should they? */
import { Command } from 'commander'
import type { ReviewRowView } from '../../admin/contract/reviews.ts'
import { CliFailure, EXIT } from '../failure.ts'
import type { Io } from '../io.ts'
import { withSession } from '../session.ts'
import {
  showGaps,
  showReview,
  showReviews,
  showReviewRow,
  showReviewRows,
} from '../show-reviews.ts'
import { decisionOf, numbersOf, type DecideOptions } from '../review-decision.ts'

const contract = async () => (await import('../../admin/contract/reviews.ts')).reviewEndpoints

export function reviewCommands(io: Io): Command[] {
  const command = new Command('review').description(
    'campaigns in which named people say who may keep access to a portal',
  )
  addRunning(command, io)
  addDeciding(command, io)
  addEnding(command, io)
  return [command]
}

interface CreateOptions {
  readonly connection: readonly string[]
  readonly scope: string
  readonly privileged?: readonly string[]
  readonly reviewer: string
  readonly fallback: readonly string[]
  readonly due: string
  readonly remind?: string
}

function addRunning(command: Command, io: Io): void {
  command
    .command('create <name>')
    .description('write down what is to be reviewed; nobody is asked yet')
    .requiredOption('--connection <name...>', 'whose users; emea=ana@example.com names its owner')
    .option('--scope <scope>', 'all, or privileged: super admins and --privileged', 'all')
    .option('--privileged <set...>', 'permission sets that count as privileged, by name or id')
    .requiredOption('--reviewer <who>', 'manager, owner, or the address of one person')
    .requiredOption('--fallback <address...>', 'who stands in where nobody else may review')
    .requiredOption('--due <date>', 'until when: 2027-01-31')
    .option('--remind <days>', 'reminders, in days before that', '7,3,1')
    .action(
      withSession(io, async ({ call, out }, name: string, options: CreateOptions) => {
        const { create } = await contract()
        const review = await call(create, { body: bodyOf(name, options) })
        out.show(review, () => {
          showReview(out, review)
          out.line(`\nNext: hubward review open ${review.id}`)
        })
      }),
    )
  command
    .command('list')
    .description('show the reviews, newest first')
    .option('--mine', 'those in which you have rows')
    .action(
      withSession(io, async ({ call, out }, { mine }: { mine?: boolean }) => {
        const { list } = await contract()
        const { items } = await call(list, { query: { mine: mine ? 'true' : 'false' } })
        out.show(items, () => showReviews(out, items))
      }),
    )
  command
    .command('show <review>')
    .description('one review, and how far each reviewer is')
    .action(
      withSession(io, async ({ call, out }, review: string) => {
        const { show } = await contract()
        const shown = await call(show, { params: { review } })
        out.show(shown, () => showReview(out, shown))
      }),
    )
  command
    .command('open <review>')
    .description('fix the rows from the newest sealed readings, and ask the reviewers')
    .action(
      withSession(io, async ({ call, out }, review: string) => {
        const { open } = await contract()
        const opened = await call(open, { params: { review } })
        out.show(opened, () => showReview(out, opened))
      }),
    )
  command
    .command('assign <review> <rows>')
    .description('give rows (1,4-9) to another reviewer')
    .requiredOption('--to <address>', 'who reviews them from now on')
    .option('--reason <text>', 'why')
    .action(
      withSession(
        io,
        async (
          { call, out },
          review: string,
          rows: string,
          { to, reason = '' }: { to: string; reason?: string },
        ) => {
          const { assign } = await contract()
          const body = { rows: numbersOf(rows), reviewer: to, reason }
          const { items } = await call(assign, { params: { review }, body })
          out.show(items, () => showReviewRows(out, items))
        },
      ),
    )
}

type RowsPage = { readonly items: ReviewRowView[]; readonly next: number | null }

interface RowsOptions {
  readonly mine?: boolean
  readonly undecided?: boolean
  readonly decided?: string
  readonly search?: string
}

function addDeciding(command: Command, io: Io): void {
  command
    .command('rows <review>')
    .description('show the rows of a review')
    .option('--mine', 'those that you review')
    .option('--undecided', 'those that nobody has decided')
    .option('--decided <kind>', 'keep, change, remove or exception')
    .option('--search <text>', 'in name or address')
    .action(
      withSession(io, async ({ call, out }, review: string, options: RowsOptions) => {
        const { rows } = await contract()
        const query = {
          mine: options.mine ? ('true' as const) : ('false' as const),
          limit: 500,
          ...(options.search !== undefined && { search: options.search }),
          ...(options.undecided && { decided: 'none' as const }),
          ...(options.decided !== undefined && { decided: kindOf(options.decided) }),
        }
        const items: ReviewRowView[] = []
        let after: number | null = 0
        while (after !== null) {
          const page: RowsPage = await call(rows, {
            params: { review },
            query: { ...query, after },
          })
          items.push(...page.items)
          after = page.next
        }
        out.show(items, () => showReviewRows(out, items))
      }),
    )
  command
    .command('row <review> <row>')
    .description('one row, with all that was decided of it')
    .action(
      withSession(io, async ({ call, out }, review: string, row: string) => {
        const { row: one } = await contract()
        const shown = await call(one, { params: { review, row: numbersOf(row)[0] } })
        out.show(shown, () => showReviewRow(out, shown))
      }),
    )
  command
    .command('decide <review> <rows> <decision>')
    .description('decide rows (1,4-9): keep, change, remove or exception')
    .option('--permission-set <id>', 'change: to this one, or "none"')
    .option('--team <id>', 'change: the main team, or "none"')
    .option('--teams <ids>', 'change: all further teams, by comma, or "none"')
    .option('--seats <names>', 'change: all seats, by comma, or "none"')
    .option('--no-super-admin', 'change: a super admin no longer')
    .option('--records-to <address>', 'remove: whose the records become, or "keep"')
    .option('--until <date>', 'exception: until when')
    .option('--reason <text>', 'why; an exception needs one')
    .action(
      withSession(
        io,
        async (
          { call, out },
          review: string,
          rows: string,
          kind: string,
          options: DecideOptions,
        ) => {
          const { decide } = await contract()
          const body = { rows: numbersOf(rows), decision: decisionOf(kindOf(kind), options) }
          const { items } = await call(decide, { params: { review }, body })
          out.show(items, () => showReviewRows(out, items))
        },
      ),
    )
}

const KINDS = ['keep', 'change', 'remove', 'exception'] as const

function kindOf(text: string): (typeof KINDS)[number] {
  const kind = KINDS.find((one) => one === text)
  if (kind) return kind
  throw new CliFailure(EXIT.usage, `"${text}" is no decision: ${KINDS.join(', ')}.`)
}

function addEnding(command: Command, io: Io): void {
  const go = (name: 'freeze' | 'close', text: string, next: (id: string) => string) =>
    command
      .command(`${name} <review>`)
      .description(text)
      .action(
        withSession(io, async ({ call, out }, review: string) => {
          const endpoints = await contract()
          const gone = await call(endpoints[name], { params: { review } })
          out.show(gone, () => {
            showReview(out, gone)
            out.line(`\nNext: ${next(gone.id)}`)
          })
        }),
      )
  go('freeze', 'freeze the decisions once every row has one', (id) => `hubward review plan ${id}`)
  const why = (name: 'reopen' | 'cancel', text: string) =>
    command
      .command(`${name} <review>`)
      .description(text)
      .requiredOption('--reason <text>', 'why')
      .action(
        withSession(io, async ({ call, out }, review: string, body: { reason: string }) => {
          const endpoints = await contract()
          const gone = await call(endpoints[name], { params: { review }, body })
          out.show(gone, () => showReview(out, gone))
        }),
      )
  why('reopen', 'let decisions be changed once more')
  command
    .command('plan <review>')
    .description('plan what the decisions want and no reading shows yet')
    .option('--protect <address...>', 'nothing may happen to them; kept from plan to plan')
    .action(
      withSession(io, async ({ call, out }, review: string, body: { protect?: string[] }) => {
        const { plan } = await contract()
        const { items } = await call(plan, { params: { review }, body })
        out.show(items, () => {
          out.table(
            ['PLAN', 'CONNECTION', 'STEPS', 'HELD BACK'],
            items.map((one) => [one.id, one.connection.name, `${one.items}`, `${one.blocks}`]),
            'Nothing is left to do in any portal. hubward review gaps says what is left to prove.',
          )
          for (const { id, connection } of items)
            out.line(
              `Next: hubward people show-plan ${id}, then hubward people apply ${connection.name}`,
            )
        })
      }),
    )
  command
    .command('gaps <review>')
    .description('show what keeps a review from being closed; status 1 where something does')
    .action(
      withSession(io, async ({ call, out }, review: string) => {
        const { gaps } = await contract()
        const found = await call(gaps, { params: { review } })
        out.show(found, () => showGaps(out, found))
        if (found.uncovered.length + found.unproven.length > 0)
          throw new CliFailure(EXIT.failed, '')
      }),
    )
  go(
    'close',
    'sign a review off: every row covered, every revocation proven',
    (id) => `hubward review evidence ${id} -o evidence.zip`,
  )
  why('cancel', 'end a review without a result')
  command
    .command('evidence <review>')
    .description('fetch the evidence of a closed review, signed')
    .requiredOption('-o, --output <file>', 'where to: a ZIP')
    .action(
      withSession(io, async ({ stream, out }, review: string, { output }: { output: string }) => {
        const { evidence } = await contract()
        const bytes = await stream(evidence, { params: { review } })
        const { writeFile } = await import('node:fs/promises')
        try {
          await writeFile(output, bytes)
        } catch (cause) {
          throw new CliFailure(EXIT.failed, `${output} could not be written.`, { cause })
        }
        out.show({ file: output }, () =>
          out.line(`${output}\nNext: hubward evidence verify ${output}`),
        )
      }),
    )
  command
    .command('key')
    .description('print the fingerprint of the key that signs evidence')
    .option('--pem', 'the key itself')
    .action(
      withSession(io, async ({ call, out }, { pem }: { pem?: boolean }) => {
        const { evidenceKey } = await contract()
        const key = await call(evidenceKey)
        const { spacedFingerprint } = await import('../../../domain/evidence/public-key.ts')
        out.show(key, () => out.line(pem ? key.pem.trimEnd() : spacedFingerprint(key.fingerprint)))
      }),
    )
}

const scopeOf = (text: string): 'all' | 'privileged' => {
  if (text === 'all' || text === 'privileged') return text
  throw new CliFailure(EXIT.usage, '--scope is "all" or "privileged".')
}

function bodyOf(name: string, options: CreateOptions) {
  return {
    name,
    connections: options.connection.map((text) => {
      const [connection = '', owner] = text.split('=')
      return { connection, ...(owner && { owner }) }
    }),
    scope: scopeOf(options.scope),
    privilegedSets: [...(options.privileged ?? [])],
    reviewer: reviewerOf(options.reviewer),
    fallback: [...options.fallback],
    dueAt: options.due,
    remindDays: daysOf(options.remind ?? ''),
  }
}

function reviewerOf(text: string): 'manager' | 'owner' | { person: string } {
  return text === 'manager' || text === 'owner' ? text : { person: text }
}

function daysOf(text: string): number[] {
  const days = text.split(',').filter((one) => one.trim() !== '')
  if (days.every((one) => /^\s*\d{1,2}\s*$/.test(one))) return days.map(Number)
  throw new CliFailure(EXIT.usage, '--remind is days before the due date, by comma: 7,3,1.')
}
